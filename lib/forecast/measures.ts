import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Opportunity } from '@/lib/deal/opportunity';
import { needsAttention, verdictOf } from '@/lib/forecast/assess';
import type { OrgFacts } from '@/lib/forecast/facts';

export type Measure = 'won' | 'open' | 'commit' | 'bestCase' | 'overdue' | 'needsAttention' | 'all';

/**
 * Which deals a figure is made of: the only place that says so, so that a figure and the list behind it cannot differ.
 * Period figures are `closedWon` and `openPipeline` (G2.2, G2.1); overdue and attention look at every open deal.
 */
export function counts(measure: Measure, facts: OrgFacts, period: Period, deal: Opportunity): boolean {
  const isOpen = !deal.isClosed;
  switch (measure) {
    case 'won':
      return deal.isWon && isWithin(period, deal.closeDate);
    case 'open':
      return isOpen && deal.category !== 'omitted' && isWithin(period, deal.closeDate);
    case 'commit':
      return isOpen && deal.category === 'commit' && isWithin(period, deal.closeDate);
    case 'bestCase':
      return (
        isOpen && (deal.category === 'bestCase' || deal.category === 'mostLikely') && isWithin(period, deal.closeDate)
      );
    case 'overdue':
      return isOpen && deal.closeDate !== undefined && deal.closeDate < facts.today;
    case 'needsAttention': {
      const verdict = isOpen ? verdictOf(facts, deal.id) : undefined;
      return verdict !== undefined && needsAttention(verdict.state);
    }
    case 'all':
      return true;
  }
}
