import { quarterAt } from '@/lib/calendar/fiscal';
import { total } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { OrgFacts } from '@/lib/forecast/facts';
import { counts } from '@/lib/forecast/measures';

/** Open pipeline by stage: the side panel's chart. */
export interface StageBar {
  stage: string;
  label: string;
  amount: number;
  count: number;
}

/** Open pipeline of the current period by stage, in ladder order; a stage that the org no longer lists comes last. */
export function stageBars(facts: OrgFacts, ownerIds?: readonly string[]): StageBar[] {
  const owners = ownerIds && new Set(ownerIds);
  const period = quarterAt(facts.profile, facts.today);
  const byStage = new Map<string, Opportunity[]>();
  for (const deal of facts.opportunities) {
    if (owners && (deal.ownerId === undefined || !owners.has(deal.ownerId))) continue;
    if (!counts('open', facts, period, deal)) continue;
    const own = byStage.get(deal.stage);
    if (own) own.push(deal);
    else byStage.set(deal.stage, [deal]);
  }
  const ladder = [...facts.stages.values()]
    .filter((stage) => !stage.isClosed && stage.isActive)
    .toSorted((a, b) => a.order - b.order);
  const known = new Set(ladder.map(({ name }) => name));
  return [...known, ...[...byStage.keys()].filter((stage) => !known.has(stage))].map((stage) => {
    const { amount, count } = total(byStage.get(stage) ?? [], facts.profile);
    return { stage, label: facts.stages.get(stage)?.label ?? stage, amount, count };
  });
}
