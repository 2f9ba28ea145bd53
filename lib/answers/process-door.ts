/** Which deals stand behind a figure of the process. */
export type ProcessDeals =
  | { kind: 'age'; stage: string; band: number }
  | { kind: 'entered' | 'forward' | 'lost'; stage: string }
  | { kind: 'closed' | 'cohort' | 'slipped' | 'leaked' | 'zombies' | 'recycle' };
