import { askedAt } from '@/lib/answers/asked-at';
import { plannedDeals } from '@/lib/answers/plan-view';
import type { Period } from '@/lib/calendar/period';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { zombies } from '@/lib/figures/ages';
import { asOf } from '@/lib/figures/ask';
import { openPipeline, overdue } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Bucket } from '@/lib/forecast/focus';
import { focusOf } from '@/lib/forecast/focus-of';
import { CATEGORIES } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';
import { silentDeals } from '@/lib/process/rep-cases';

import { ownersOf } from './course';

/** Reasons to doubt that a deal is real. */
const DOUBTS = ['zombies', 'overdue', 'silent'] as const;
export type OpenDoubt = (typeof DOUBTS)[number];

/** A line of the questions how much is open, how good it is, how real, and how much backup there is. */
export type OpenLine =
  | { category: ForecastCategory }
  | { bucket: Bucket }
  | { doubt: OpenDoubt | 'none' }
  /** Outside of plan A. */
  | { isSpare: true };

/** An open deal in the state that it is in. */
export interface OpenDeal {
  deal: DealIndex;
  version: VersionIndex;
}

/** The team's open deals with their close date in a period. */
export function openIn(facts: OrgFacts, period: Period): OpenDeal[] {
  const { rows } = askedAt(facts).ask(openPipeline, { ...ownersOf(facts).filter, period });
  return Array.from(rows.deals, (deal, row) => ({ deal, version: rows.versions[row] ?? FIRST_VERSION }));
}

/** Whether an open deal of the team is in a line; a deal may be doubted for more than one reason. */
export function openLines(facts: OrgFacts): (line: OpenLine) => (deal: OpenDeal) => boolean {
  const { log, now, today } = facts;
  const { userIds, filter } = ownersOf(facts);
  const standing = (figure: typeof zombies): ReadonlySet<DealIndex> =>
    new Set(asOf(log, now).rows(figure, { today, filter }).deals);
  const doubted = (doubt: OpenDoubt): ReadonlySet<DealIndex> => {
    if (doubt === 'zombies') return standing(zombies);
    if (doubt === 'overdue') return standing(overdue);
    if (!facts.context.activitiesMeasured) return new Set();
    return new Set(silentDeals(facts, userIds).flatMap(({ deal, isCounted }) => (isCounted ? [deal] : [])));
  };
  return (line) => {
    if ('isSpare' in line) {
      const planned = plannedDeals(facts);
      return ({ deal }) => !planned.has(deal);
    }
    if ('doubt' in line) {
      const { doubt } = line;
      if (doubt !== 'none') {
        const those = doubted(doubt);
        return ({ deal }) => those.has(deal);
      }
      const any = new Set(DOUBTS.flatMap((each) => [...doubted(each)]));
      return ({ deal }) => !any.has(deal);
    }
    if ('category' in line) return ({ version }) => CATEGORIES[log.category[version] ?? 0] === line.category;
    return ({ deal }) => {
      const known = facts.deal(log.ids[deal] ?? '');
      return ((known && focusOf(facts, known)?.bucket) ?? 'nurture') === line.bucket;
    };
  };
}
