/** How often is asked for news while a page of the CRM is open, and for the record on screen, as long as the share allows. */
export const SYNC_EVERY_MS = 25_000;
export const RECORD_EVERY_MS = 20_000;

/** Nothing is asked once the computer was left alone for so long, or no page of the CRM was in sight for so long. */
export const IDLE_MS = 120_000;
export const HIDDEN_MS = 600_000;
