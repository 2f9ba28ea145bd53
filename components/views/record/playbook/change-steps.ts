import type { DealSteps } from '@/lib/deal/own/deal-steps';

/** Writes the marks of a deal back with some of them changed; `what` names that on screen. */
export type ChangeSteps = (what: string, change: Partial<DealSteps>) => void;
