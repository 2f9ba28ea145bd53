import type { ConnectionState } from '@/lib/deal/connection-state';
import type { MissingPart, TableName } from '@/lib/deal/org';
import type { SeenCount } from '@/lib/deal/page-only';

/** What was fetched, when and as whom: stands on every surface. */
export interface Freshness {
  state: ConnectionState;
  /** Instant of the last complete answer, ms; absent when nothing was ever read. */
  at?: number;
  /** The server's own words, when it gave any. */
  detail?: string;
  /** Set while Pipelens waits for the org to have calls to spare: when it asks again, ms. */
  until?: number;
  /** Rows held, by table. */
  rows: Partial<Record<string, number>>;
  /** Set while a sync runs: what has arrived of what is expected. */
  progress?: { table: string; done: number; total?: number };
  /** Rows that the CRM sent in a form that cannot be read, and the first with its reason. */
  rejected?: { count: number; first: string };
  /** What is stored and no longer what was written: tables that are read from the CRM anew, and rows that a person wrote and that are lost. */
  damage?: { tables: number; written: number };
  /** How far this computer's clock is ahead, ms, negative where it is behind: what is today and overdue is in doubt. Absent where it is right. */
  clockOff?: number;
  /** Set where the API is refused for good: all that is known is what pages have shown. */
  pageOnly?: SeenCount;
  /** Settings that the CRM did not tell for now: figures that rest on them stand on what is known or usual. */
  missing?: MissingPart[];
  /** The CRM does not tell which currency amounts are in: they are shown as plain numbers. */
  isCurrencyUnknown?: boolean;
  /** The CRM does not show this user the amounts of deals: every sum lacks them. */
  hidesAmounts?: boolean;
  /** A zone that the CRM names and this browser does not know: days begin and end by another one. */
  unknownZone?: string;
  /** Tables that the org does not have, or that this user may not read: figures that rest on them are empty. */
  hidden?: TableName[];
  userName?: string;
  orgName?: string;
  /** The zone of the org's clock, by which days begin and end. */
  timeZone?: string;
  /** Where it was read: two orgs may bear one name. */
  host?: string;
}
