import { DAY_MS } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Stage } from '@/lib/deal/org';
import { FIRST_STATE_ASSUMED, LOST, OPEN, type PipelineLog, STAGE_UNKNOWN, WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';

/** The org's stages as they were listed from an instant (ms) on. */
export interface StageVersion {
  at: number;
  stages: readonly (Stage & { id: string })[];
}

/** A stage that goes by another name since an instant, and how that is known: from the org's own ids, its place, or deals’ history. */
export interface StageRename {
  from: string;
  to: string;
  at: Instant;
  how: 'id' | 'place' | 'history';
}

/** Renames that the kept lists tell of: the same id with another name, or one stage in another's very place. */
export function keptRenames(versions: readonly StageVersion[]): StageRename[] {
  return versions.flatMap(({ at, stages }, place) => {
    const before = versions[place - 1]?.stages ?? [];
    const known = new Map(before.map((stage) => [stage.id, stage]));
    const ids = new Set(stages.map(({ id }) => id));
    return stages.flatMap((stage): StageRename[] => {
      const same = known.get(stage.id);
      const former = same ?? before.find((each) => !ids.has(each.id) && isSamePlace(each, stage));
      if (!former || former.name === stage.name) return [];
      return [{ from: former.name, to: stage.name, at: instant(at), how: same ? 'id' : 'place' }];
    });
  });
}

const isSamePlace = (a: Stage, b: Stage): boolean =>
  a.order === b.order && a.probability === b.probability && a.isClosed === b.isClosed && a.isWon === b.isWon;

/** Entries that a stage needs before its history says that it is another one. */
const LEAST_ENTRIES = 5;
/** Entries at the wrong side of a rename that are taken for slips of the clock. */
const STRAY = 0.02;

/**
 * Renames of before anything was kept: a name that the org lists no more, and a listed stage that deals came into only since nothing came
 * into the former any more, from the same stage before or to the same after. Only where each is the other's one match.
 */
export function inferredRenames(
  log: PipelineLog,
  stages: ReadonlyMap<string, Pick<Stage, 'name' | 'isClosed'>>,
): StageRename[] {
  const entries = entriesOf(log);
  const open = [...entries.entries()].filter(
    ([name, { times, undated }]) =>
      name !== '' && times.length + undated >= LEAST_ENTRIES && stages.get(name)?.isClosed !== true,
  );
  const former = open.filter(([name, { isOpen }]) => isOpen && !stages.has(name));
  const present = open.filter(([name]) => stages.has(name));
  const pairs = former.flatMap(([from, old]) => {
    const last = old.times[Math.ceil(old.times.length * (1 - STRAY)) - 1] ?? 0;
    const fits = present.flatMap(([to, now]) => {
      const first = now.times[Math.floor(now.times.length * STRAY)] ?? last;
      if (first < last - DAY_MS) return [];
      const likeness =
        Number(mostly(old.came, to) === mostly(now.came, from)) +
        Number(mostly(old.went, to) === mostly(now.went, from));
      return likeness > 0 ? [{ from, to, at: instant(now.times.find((at) => at >= last) ?? first), likeness }] : [];
    });
    const most = Math.max(0, ...fits.map(({ likeness }) => likeness));
    const best = fits.filter(({ likeness }) => likeness === most);
    return best.length === 1 ? best : [];
  });
  return pairs
    .filter(({ to }) => pairs.filter((each) => each.to === to).length === 1)
    .map(({ from, to, at }) => ({ from, to, at, how: 'history' as const }));
}

interface Entries {
  times: number[];
  /** Those whose time says nothing of a name: first states that stand in from a creation, and where a deal still is, as its record has the new name. */
  undated: number;
  isOpen: boolean;
  came: Map<string, number>;
  went: Map<string, number>;
}

/** When deals came into each stage, sorted, and where from and to. */
function entriesOf(log: PipelineLog): Map<string, Entries> {
  const found = new Map<string, Entries>();
  const of = (name: string): Entries => {
    const known = found.get(name) ?? { times: [], undated: 0, isOpen: false, came: new Map(), went: new Map() };
    found.set(name, known);
    return known;
  };
  const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    let before = '';
    const last = (log.starts[deal + 1] ?? 0) - 1;
    const present = log.words.stage[log.stage[last] ?? 0] ?? '';
    let stands = last;
    while (stands > (log.starts[deal] ?? 0) && log.stage[stands - 1] === log.stage[last]) stands -= 1;
    for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version++) {
      const name = log.words.stage[log.stage[version] ?? 0] ?? '';
      if (name === before) continue;
      const own = of(name);
      const isUndated = ((log.doubt[version] ?? 0) & FIRST_STATE_ASSUMED) !== 0;
      if (isUndated || (version === stands && name === present)) own.undated += 1;
      else own.times.push(log.from[version] ?? 0);
      own.isOpen ||= log.status[version] === OPEN;
      add(own.came, before);
      if (before !== '') add(of(before).went, name);
      before = name;
    }
  }
  for (const { times } of found.values()) times.sort((a, b) => a - b);
  return found;
}

/** What at least half of them are; one is the other name of the stage itself. */
function mostly(counts: ReadonlyMap<string, number>, except: string): string | undefined {
  const others = [...counts].filter(([name]) => name !== except);
  const all = others.reduce((sum, [, count]) => sum + count, 0);
  return others.find(([, count]) => count * 2 >= all)?.[0];
}

/** What the CRM lists of the stages, and what was kept of it before. */
export interface Ladder {
  stages: ReadonlyMap<string, Stage>;
  versions?: readonly StageVersion[];
}

/** The log with each renamed stage under its present name throughout, so that no figure takes a new name for a move; and the renames. */
export function underPresentNames(
  log: PipelineLog,
  { stages, versions = [] }: Ladder,
): { log: PipelineLog; renames: readonly StageRename[] } {
  const kept = keptRenames(versions);
  const found = [
    ...kept,
    ...inferredRenames(log, stages).filter(({ from }) => kept.every((each) => each.from !== from)),
  ];
  // A name that the org lists is that stage's own, whatever it was before.
  const renames = found.filter(({ from }) => !stages.has(from));
  const codes = log.words.stage.map((name, code) => {
    const to = presentName(renames, name);
    const known = to === name ? -1 : log.words.stage.indexOf(to);
    return known < 0 ? undefined : { from: code, to: known, stage: stages.get(to) };
  });
  if (codes.every((code) => code === undefined)) return { log, renames };
  const [stage, status, doubt] = [log.stage.slice(), log.status.slice(), log.doubt.slice()];
  for (let version = 0; version < stage.length; version++) {
    const code = codes[stage[version] ?? 0];
    if (!code) continue;
    stage[version] = code.to;
    if (!code.stage) continue;
    status[version] = code.stage.isClosed ? (code.stage.isWon ? WON : LOST) : OPEN;
    doubt[version] = (doubt[version] ?? 0) & ~STAGE_UNKNOWN;
  }
  return { log: { ...log, stage, status, doubt }, renames };
}

/** The name that a stage goes by now. */
export function presentName(renames: readonly StageRename[], name: string): string {
  let now = name;
  for (const _ of renames) now = renames.find(({ from }) => from === now)?.to ?? now;
  return now;
}

/** Whether two lists of stages say the same. */
export const isSameLadder = (a: StageVersion['stages'], b: StageVersion['stages']): boolean =>
  JSON.stringify(a.map(plain).toSorted()) === JSON.stringify(b.map(plain).toSorted());
const plain = ({ id, name, label, order, isActive, isClosed, isWon, probability }: Stage & { id: string }): string =>
  JSON.stringify([id, name, label, order, isActive, isClosed, isWon, probability]);
