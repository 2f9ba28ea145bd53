import type { Playbook } from './playbook';

/** One thing that another playbook has, lacks, or has otherwise. `place` names it by kind and id. */
export interface PlaybookChange {
  kind: 'added' | 'removed' | 'changed';
  place: string;
  text: string;
}

/** What changes when one playbook takes the place of another, in the order of its kinds; nothing where both say the same. */
export function playbookDiff(from: Playbook, to: Playbook): PlaybookChange[] {
  const [before, after] = [partsOf(from), partsOf(to)];
  return [
    ...[...after].flatMap(([place, part]): PlaybookChange[] => {
      const known = before.get(place);
      if (known === undefined) return [{ kind: 'added', place, text: part.text }];
      return known.json === part.json ? [] : [{ kind: 'changed', place, text: part.text }];
    }),
    ...[...before].flatMap(([place, { text }]): PlaybookChange[] =>
      after.has(place) ? [] : [{ kind: 'removed', place, text }],
    ),
  ];
}

function partsOf({
  name,
  version,
  stages,
  content = [],
  scorecard,
}: Playbook): Map<string, { text: string; json: string }> {
  const parts = new Map<string, { text: string; json: string }>();
  const put = (place: string, text: string, value: unknown): void => {
    parts.set(place, { text, json: JSON.stringify(value) });
  };
  const needed = new Map<string, string[]>();
  put('playbook', `${name} ${version}`, [name, version]);
  for (const { stage, phase, roles = [], milestones = [], obstacles = [] } of stages) {
    const at = stage ?? phase ?? '';
    // Two parts about one stage count together.
    needed.set(at, [...(needed.get(at) ?? []), ...roles]);
    put(`stage ${at}`, at, needed.get(at));
    for (const each of milestones) put(`milestone ${each.id}`, each.text, [at, each]);
    for (const each of obstacles) put(`obstacle ${each.id}`, each.text, [at, each]);
  }
  for (const each of content) put(`content ${each.id}`, each.title, each);
  if (scorecard) put('scorecard', scorecard.name, scorecard.name);
  for (const each of scorecard?.elements ?? []) put(`scorecard ${each.id}`, each.title, each);
  return parts;
}
