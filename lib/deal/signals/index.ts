import { amountCut } from '@/lib/deal/signals/amount-cut';
import { noActivity } from '@/lib/deal/signals/no-activity';
import { noDecisionMaker } from '@/lib/deal/signals/no-decision-maker';
import { noNextActivity } from '@/lib/deal/signals/no-next-activity';
import { noNextStep } from '@/lib/deal/signals/no-next-step';
import { overdueSignal } from '@/lib/deal/signals/overdue';
import { pushed } from '@/lib/deal/signals/pushed';
import type { Signal } from '@/lib/deal/signals/signal';
import { singleThreaded } from '@/lib/deal/signals/single-threaded';
import { stageBack } from '@/lib/deal/signals/stage-back';
import { stalled } from '@/lib/deal/signals/stalled';

/** Every signal of the rule-based verdict; one line each. */
export const signals: readonly Signal[] = [
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
