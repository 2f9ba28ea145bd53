import { amountCut } from './amount-cut';
import { noActivity } from './no-activity';
import { noDecisionMaker } from './no-decision-maker';
import { noNextActivity } from './no-next-activity';
import { noNextStep } from './no-next-step';
import { overdue } from './overdue';
import { pushed } from './pushed';
import type { Signal } from './signal';
import { singleThreaded } from './single-threaded';
import { stageBack } from './stage-back';
import { stalled } from './stalled';

/** Every signal of the rule-based verdict; one line each. */
export const signals: readonly Signal[] = [
  overdue,
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
