import type { Row, Value } from '@/lib/sample/org-tables';

import type { Edition } from './data/edition';
import type { ObjectName } from './data/objects';
import type { FieldInfo } from './data/schema';
import type { SetUp } from './data/set-up';
import type { Faults } from './rest/faults';

/** An External Client App as an administrator registered it. */
interface OAuthApp {
  redirectUris: string[];
  /** API Access Control blocks apps that are not installed. */
  isInstalled: boolean;
  /** Each refresh gives a new refresh token and ends the old one. */
  rotates: boolean;
}

/** The org as one user sees it: rows by sharing, fields by field-level security. */
export interface OrgView {
  readonly version: string;
  readonly asOf: string;
  readonly userId: string | undefined;
  readonly setUp: SetUp;
  /** Whether there is such an object in this org. */
  has(name: ObjectName): boolean;
  rows(name: ObjectName): readonly Row[];
  find(name: ObjectName, id: string): Row | undefined;
  /** Rows in the recycle bin. */
  deleted(name: ObjectName): readonly Row[];
  fields(name: ObjectName): ReadonlyMap<string, FieldInfo>;
  typeOf(id: string): ObjectName | undefined;
}

/** What an administrator has set. */
interface Policy {
  /** API Access Control: sessions of the browser get no API; apps that are installed do. */
  isApiControlled: boolean;
  /** Users without the permission "API Enabled". */
  readonly noApi: Set<string>;
  /** Calls a day of the whole org. */
  dailyCalls: number;
  /** Requests at the same moment. */
  concurrentCalls: number;
  /** How long a query locator lives, ms. */
  locatorMs: number;
  /** Fiscal years of the org's own making: fiscal date functions fail. */
  hasCustomFiscalYears: boolean;
  /** How forecasts are rolled up: Salesforce's default is cumulative. */
  rollup: 'single' | 'cumulative';
  /** Whether answers are compressed for clients that take it; off, since it costs time and changes nothing. */
  compresses: boolean;
}

/** A Salesforce org in memory: tables that answer queries and change as the CRM's own would. */
export interface LiveOrg {
  readonly orgId: string;
  readonly version: string;
  asOf: string;
  readonly faults: Faults;
  /** Session token → user id. */
  readonly sessions: Map<string, string>;
  /** Fields hidden from everyone, `Opportunity.NextStep`. */
  readonly hidden: Set<string>;
  /** Fields hidden from one user by field-level security, by user id. */
  readonly hiddenFor: Map<string, Set<string>>;
  /** `private`: deals are seen by their owner and whoever is above them in the role hierarchy. */
  sharing: 'public' | 'private';
  /** Whether a browser may keep a page that is left aside, frozen, and show it again. Salesforce forbids it. */
  isKeptAside: boolean;
  /** Ids of accounts, contacts and users that no one may see. */
  readonly unshared: Set<string>;
  /** Libraries of files, by id: who is a member, and what they may do with the files there. */
  readonly libraries: Map<string, ReadonlyMap<string, 'viewer' | 'author'>>;
  readonly policy: Policy;
  readonly setUp: SetUp;
  /** What the org has at all. */
  readonly edition: Readonly<Edition>;
  readonly apps: Map<string, OAuthApp>;
  readonly requests: string[];
  /** Calls that the org has used in the last 24 hours, of whatever client. */
  usage: number;
  /** Whether there is such an object in this org. */
  has(name: ObjectName): boolean;
  rows(name: ObjectName): Row[];
  find(name: ObjectName, id: string): Row | undefined;
  /** Rows in the recycle bin. */
  deleted(name: ObjectName): readonly Row[];
  /** Remembers every row as it is; the answer puts them back. */
  save(): () => void;
  readonly pageHost: string;
  readonly apiHost: string;
  /** The org as a user sees it. */
  as(userId: string | undefined): OrgView;
  fields(name: ObjectName): ReadonlyMap<string, FieldInfo>;
  /** When the fields of an object last changed, ms. */
  describedAt(name: ObjectName): number;
  typeOf(id: string): ObjectName | undefined;
  /** `allowsDuplicates`: as with the header that says so. */
  update(
    name: ObjectName,
    id: string,
    change: Record<string, Value>,
    userId: string,
    options?: { allowsDuplicates?: boolean },
  ): void;
  insert(name: ObjectName, fields: Record<string, Value>, userId: string): string;
  remove(name: ObjectName, id: string): void;
  /** Takes a row out of the recycle bin, and what went with it. */
  restore(name: ObjectName, id: string): void;
  /** A new session of a user, as the browser's `sid` cookie holds it. */
  login(userId: string): string;
  /** What a signed-in browser holds: the page's own `sid`, the API's, and another org's. */
  cookies(token: string): { host: string; value: string }[];
}
