import { askedAt } from '@/lib/answers/asked-at';
import type { Day } from '@/lib/calendar/days';
import { teamOwners } from '@/lib/deal/hierarchy';
import { minor } from '@/lib/deal/money';
import { openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';

/** Open pipeline by stage: the side panel's chart. */
export interface StageBar {
  stage: string;
  label: string;
  amount: number;
  count: number;
}

/** Open pipeline of some owners, else of the team, in the quarter by stage, now or at the end of a past day, in ladder order; a stage that the org no longer lists comes last. */
export function stageBars(
  facts: OrgFacts,
  { ownerIds, on }: { ownerIds?: readonly string[] | undefined; on?: Day | undefined } = {},
): StageBar[] {
  const { stages } = facts;
  const asked = askedAt(facts, on);
  const owners = ownerIds ?? teamOwners(facts);
  const { groups } = asked.ask(openPipeline, owners ? { ownerIds: owners } : {}, 'stage');
  const found = new Map(groups.map((group) => [group.key, group]));
  const ladder = [...stages.values()]
    .filter(({ isClosed, isActive, name }) => !isClosed && (isActive || found.has(name)))
    .toSorted((a, b) => a.order - b.order)
    .map(({ name }) => name);
  return [...ladder, ...[...found.keys()].filter((stage) => !ladder.includes(stage))].map((stage) => ({
    stage,
    label: stages.get(stage)?.label ?? stage,
    amount: asked.major(found.get(stage)?.amount ?? minor(0)),
    count: found.get(stage)?.count ?? 0,
  }));
}
