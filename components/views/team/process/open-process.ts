import type { ProcessDeals } from '@/lib/answers/process/process-door';

/** Goes to the deals behind a figure of the process. */
export type OpenProcess = (deals: ProcessDeals, title: string, focusId: string) => void;
