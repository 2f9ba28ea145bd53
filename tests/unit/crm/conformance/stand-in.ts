import type { CookieJar, CrmAdapter, CrmPage } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { EditValues, RowKind } from '@/lib/deal/edits/edit';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { TableName } from '@/lib/deal/org';

/** Kinds of what hangs on a deal. */
export type DealRowKind = Exclude<RowKind, 'file'>;

/** A CRM as the suite needs one: some deals with all that hangs on them, and ways to change, hide and disturb it. */
export interface StandIn {
  adapter: CrmAdapter;
  page: CrmPage;
  /** A page of it, in a browser that is signed in. */
  pageUrl: string;
  cookies: CookieJar;
  fetch: typeof fetch;
  userId: string;
  /** Calls that were answered or refused so far, by the stand-in's own count. */
  calls(): number;
  /** What it holds, by its own tables: ids in the one form that is stored. */
  ids(table: TableName): string[];
  /** A deal's amount as it is now; undefined where it has none. */
  amount(dealId: string): number | undefined;
  change(dealId: string, amount: number): void;
  remove(dealId: string): void;
  /** What hangs on a deal, by its own tables, the oldest first. */
  rows(kind: DealRowKind, dealId: string): { id: string; values: EditValues }[];
  /** Somebody else changes such a row; null takes it away. */
  changeRow(kind: DealRowKind, id: string, values: EditValues | null): void;
  /** People of a deal's account: two at least, who are not on the deal. */
  newPeople(dealId: string): string[];
  signOut(): void;
  /** Hides a field of deals from the user who is signed in. */
  hide(field: keyof Opportunity): void;
  /** Disturbs what is asked from now on, so many times; none ends it. */
  disturb(how: Disturbance | undefined, times?: number): void;
  /** A part of the settings is refused for a passing reason. */
  refusePart(isRefused: boolean): void;
  close(): Promise<void>;
}

/** Ways to fail that every CRM has, and the state that each is. */
export const DISTURBANCES = {
  brokenLine: 'offline',
  brokenBody: 'offline',
  busy: 'unavailable',
  notData: 'unavailable',
  signedOut: 'expired',
  refused: 'refused',
  usedUp: 'limitDaily',
} as const satisfies Record<string, ConnectionState>;
export type Disturbance = keyof typeof DISTURBANCES;
/** Those that are over by themselves in a moment: a client tries again. */
export const PASSING: readonly Disturbance[] = ['brokenLine', 'brokenBody', 'busy'];
