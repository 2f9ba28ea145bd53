import type { Blank } from '@/lib/answers/data-quality';

/** Which deals stand behind a figure of the process. */
export type ProcessDeals =
  | { kind: 'age'; stage: string; band: number }
  | { kind: 'entered' | 'forward'; stage: string }
  /** Without a stage those of every stage. */
  | { kind: 'leaked'; stage?: string }
  /** Open deals that lack it; without a stage those of every stage. */
  | { kind: 'blank'; field: Blank; stage?: string }
  | { kind: 'closed' | 'cohort' | 'slipped' | 'zombies' | 'recycle' };
