import type { Deal } from '@/lib/deal/org';
import type { SignalContext } from '@/lib/deal/signals/signal';
import type { Verdict } from '@/lib/deal/verdict';
import { readDeal, verdictBy } from '@/lib/forecast/assess';

/** The verdict by rules of one deal, without an org around it. */
export const assess = (deal: Deal, context: SignalContext): Verdict => verdictBy(readDeal(deal, context), context);
