import type { ConnectionState } from '@/lib/deal/connection-state';

/** An opportunity as pages of the CRM showed it: texts in the page's own language and format, never numbers. */
export interface SeenDeal {
  id: string;
  name: string;
  cells: { label: string; text: string }[];
  /** Instant it was last on screen, ms. */
  at: number;
}

/** What a page shows of opportunities, as texts. */
export interface Harvest {
  deals: Omit<SeenDeal, 'at'>[];
  /** Deals in the list, when the page says how many. */
  total?: number;
}

/** How much of the pipeline pages have shown. Stands on every figure that comes of it. */
export interface SeenCount {
  seen: number;
  /** Deals in the list that the page names a count for; absent where it names none, or only "50+". */
  total?: number;
}

/** All that is known where the API is refused for good. */
export interface SeenView extends SeenCount {
  host: string;
  state: ConnectionState;
  /** The CRM's own words. */
  detail: string;
  /** The last seen first. */
  deals: SeenDeal[];
}
