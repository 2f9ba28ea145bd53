import { amountCut } from '@/lib/deal/signals/amount-cut';
import { noActivity } from '@/lib/deal/signals/no-activity';
import { noDecisionMaker } from '@/lib/deal/signals/no-decision-maker';
import { noNextActivity } from '@/lib/deal/signals/no-next-activity';
import { noNextStep } from '@/lib/deal/signals/no-next-step';
import { overdueSignal } from '@/lib/deal/signals/overdue';
import { pushed } from '@/lib/deal/signals/pushed';
import { weighed } from '@/lib/deal/signals/rule-limits';
import type { Signal } from '@/lib/deal/signals/signal';
import { singleThreaded } from '@/lib/deal/signals/single-threaded';
import { stageBack } from '@/lib/deal/signals/stage-back';
import { stalled } from '@/lib/deal/signals/stalled';

/** Every signal of the rule-based verdict; one line each. */
const RULES: readonly Signal[] = [
  overdueSignal,
  pushed,
  stalled,
  noActivity,
  noNextActivity,
  noNextStep,
  stageBack,
  singleThreaded,
  noDecisionMaker,
  amountCut,
];

/** The same, with the points that each may take. */
export const signals: readonly Signal[] = RULES.map(({ id, assess }) => ({
  id,
  assess: (deal, context) => weighed(id, assess(deal, context), context.limits),
}));
