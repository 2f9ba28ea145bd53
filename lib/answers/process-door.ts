/** Which deals stand behind a figure of the process. */
export type ProcessDeals =
  | { kind: 'age'; stage: string; band: number }
  | { kind: 'entered' | 'forward'; stage: string }
  /** Without a stage those of every stage. */
  | { kind: 'leaked'; stage?: string }
  | { kind: 'closed' | 'cohort' | 'slipped' | 'zombies' | 'recycle' };
