/** One call of the API for the adapter's health: what was called without ids or values, and how it ended. */
export interface CallNote {
  /** Instant, ms. */
  at: number;
  /** Method and path, with ids and page locators left out. */
  what: string;
  /** HTTP status; 0 when there was no answer. */
  status: number;
  code?: string;
  ms: number;
}

/** The org's calls of 24 hours and how many it has. */
export interface ApiUsage {
  used: number;
  limit: number;
}
