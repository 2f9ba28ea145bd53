/** Every signal of the rule-based verdict, in the order in which they are listed. */
export const SIGNAL_IDS = [
  'overdue',
  'pushed',
  'stalled',
  'noActivity',
  'noNextActivity',
  'noNextStep',
  'stageBack',
  'singleThreaded',
  'noDecisionMaker',
  'amountCut',
] as const;
export type SignalId = (typeof SIGNAL_IDS)[number];
