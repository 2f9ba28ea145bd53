import type { ApiUsage, CallNote } from '@/lib/deal/api-calls';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type {
  Alike,
  EditRules,
  EditValues,
  OwnField,
  RefusalKind,
  RowForm,
  RowKind,
  RowRules,
  WrittenField,
} from '@/lib/deal/edits/edit';
import type { ChildTable, OrgProfile, TableName, Tables } from '@/lib/deal/org';

export type { Alike };

/** What an error tells in words of our own: an id for which lib/i18n has a text in each language (`crmFact.…`), and what stands in it. */
export interface CrmFact {
  id:
    | 'appEnded'
    | 'brokeOff'
    | 'budget'
    | 'endless'
    | 'fewer'
    | 'heldBack'
    | 'noDeals'
    | 'noDoneStatus'
    | 'noGrant'
    | 'noSession'
    | 'noSignIn'
    | 'odd'
    | 'oldVersions'
    | 'otherHost'
    | 'page'
    | 'pageBetween'
    | 'refused'
    | 'sampleGone'
    | 'unreached'
    | 'who';
  values?: Readonly<Record<string, string | number>>;
}

/** A failure of the CRM's API as a state that surfaces know how to show. */
export class CrmError extends Error {
  override name = 'CrmError';
  readonly state: ConnectionState;
  /** HTTP status, 0 when there was none. */
  readonly status: number;
  /** The CRM's own error code, if it sent one. */
  readonly code: string | undefined;
  /** Whether asking again may help: `later` unless the CRM's own code says that it will not. */
  readonly lasts: 'absent' | 'forbidden' | 'later';
  /** The CRM's own sentence, where it has one. */
  readonly said: string | undefined;
  /** Fields of the deal that the CRM names as the reason. */
  readonly fields: readonly WrittenField[];
  /** What kind of no it is, of a change. */
  readonly why: RefusalKind | undefined;
  /** Ids of records that the CRM takes for the same, as it names them; `alike` once their names are known. */
  readonly matches: readonly { object: string; id: string }[];
  alike?: Alike;
  /** What the message says, for a screen in any language. */
  readonly fact: CrmFact | undefined;
  /** From when on it may be otherwise, where that is known, ms. */
  readonly until: number | undefined;
  constructor(
    state: ConnectionState,
    message: string,
    options: {
      status?: number;
      code?: string;
      lasts?: CrmError['lasts'];
      said?: string;
      fields?: readonly WrittenField[];
      why?: RefusalKind | undefined;
      matches?: CrmError['matches'];
      until?: number;
      fact?: CrmFact;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.state = state;
    this.status = options.status ?? 0;
    this.code = options.code;
    this.lasts = options.lasts ?? 'later';
    this.said = options.said;
    this.fields = options.fields ?? [];
    this.why = options.why;
    this.matches = options.matches ?? [];
    this.until = options.until;
    this.fact = options.fact;
  }
}

export interface Cookie {
  name: string;
  value: string;
  domain: string;
}

/** The two calls of `browser.cookies` that a session search needs. */
export interface CookieJar {
  get(details: { url: string; name: string; storeId?: string }): Promise<Cookie | null>;
  getAll(details: { domain: string; name: string; storeId?: string }): Promise<Cookie[]>;
}

/** A session as found in the browser. The token never leaves the background and is never stored. */
export interface Session {
  orgId: string;
  apiHost: string;
  pageHost: string;
  token: string;
}

declare const opaque: unique symbol;
/** Where a pull stands; plain JSON, stored in the same transaction as the rows it follows. Only its adapter can read it. */
export interface Cursor {
  readonly [opaque]: never;
}

export interface PullPage<Name extends TableName> {
  rows: Tables[Name][];
  /** Ids that the CRM reports as deleted, when the pull can tell. */
  deletedIds: string[];
  /** Rows in the whole pull, when the CRM says so. Never computed from a page size. */
  total?: number;
  /** Where to go on. `isDone`: nothing more now; the cursor is then the start of the next delta. */
  next: Cursor;
  isDone: boolean;
  /** The user may not read this table, or the org does not have it: its figures say so instead of showing nothing. */
  isHidden: boolean;
  /** Rows that could not be understood. Nothing of the rest is lost. */
  rejected: RejectedRow[];
}

/** Counts the calls of one org, and stops them where they would take more than the user allows. */
export interface Ledger {
  /** Before each call. Throws {@link CrmError} `budget` when the share of the day is used. */
  before(): Promise<void>;
  after(note: CallNote, usage: ApiUsage | undefined): Promise<void>;
  /** The last of the recent calls of this kind (see {@link CallNote.what}) that was answered at all. */
  answered(what: string): Promise<CallNote | undefined>;
}

/** A row that is not what the API promises, and why in words. Without an id where not even that can be read. */
export interface RejectedRow {
  id?: string;
  why: string;
  /** The row came all the same, without what could not be read. */
  isKept?: true;
}

/** All rows of one deal, read live. A table that could not be read whole is absent: what is held of it stays. */
export interface RecordBundle {
  rows: { opportunity: [Tables['opportunity']] } & {
    [Name in ChildTable]?: Tables[Name][];
  };
}

/** A deal as the CRM holds it at this moment, of the fields that the user may see. */
export interface DealStanding {
  values: EditValues;
  /** Opaque: a change made with it is turned down where the deal has been changed since. */
  stamp: string;
  recordTypeId?: string;
  /** The CRM works out the amount from products. */
  hasProducts: boolean;
  /** Of its money, ISO 4217; absent in an org that has only one. */
  currency?: string;
  /** Who changed it last, where that is told. */
  byId?: string;
  /** Those of the values that are several in one, of which the order means nothing. */
  several?: WrittenField[];
}

/** A row that hangs on a deal as the CRM holds it at this moment. */
export interface RowStanding extends Pick<DealStanding, 'values' | 'stamp'> {
  id: string;
  /** Who made it. */
  byId?: string;
  /** Which of its versions it is, of a file. */
  number?: number;
}

/** A file that a team shares in the CRM, in its newest version that the user may read. */
export interface SharedFile {
  id: string;
  title: string;
  /** Opaque: another one for each version. */
  version: string;
  /** Which of its versions it is, as the CRM counts them. */
  number: number;
  /** When that version was put there, ms, and by whom. */
  at: number;
  by?: string;
  /** Bytes. */
  size: number;
  /** Absent where that version was known, and of one that is larger than was asked for. */
  text?: string;
  /** Further files of that title that the user may read. */
  others: number;
  /** It is shared with some people alone, as in a library; unknown where the CRM does not tell. */
  isForSome?: true;
}

/** What the CRM says of one of several changes. */
export type ChangeVerdict = { isDone: true } | { isDone: false; error: CrmError };

/** An open line to one org as one user. Every method may throw a {@link CrmError}. */
export interface CrmClient {
  readonly session: Session;
  /**
   * Who, where, fiscal settings, currencies, what describe hides. A part that is refused for a passing reason is named in
   * `missing`. With a profile that is held, only what it misses is asked; the rest is taken over from it.
   */
  bootstrap(held?: OrgProfile): Promise<OrgProfile>;
  /** Where a pull of all there is begins. */
  begin(table: TableName): Cursor;
  /**
   * What a stored cursor stands for: a pull of everything, or of what changed; between two of its pages, or at the start; stale where
   * its rows were read for less than is wanted today.
   */
  standing(table: TableName, cursor: Cursor): { isFull: boolean; isUnderWay: boolean; isStale: boolean };
  /** Pages are idempotent: the same cursor gives the same rows or newer ones. */
  pull<Name extends TableName>(table: Name, cursor: Cursor): Promise<PullPage<Name>>;
  /**
   * Says which pulls come next, so that their first pages can be fetched in as few calls as the CRM allows. What an earlier
   * look ahead brought and nobody pulled is dropped.
   */
  lookAhead(cursors: Partial<Record<TableName, Cursor>>): Promise<void>;
  /**
   * `undefined`: 404, the record does not exist or the user may not see it. With `modifiedAt`, the stamp that is held, tables
   * that change only with the deal itself may be absent while it is the same.
   */
  record(id: string, modifiedAt?: number): Promise<RecordBundle | undefined>;
  /** A deal as it stands now, with these of the org's own fields; `undefined` as with {@link CrmClient.record}. */
  standingOf(id: string, own?: readonly OwnField[]): Promise<DealStanding | undefined>;
  /** Up to {@link CrmClient.most} deals as they stand now, in their order. */
  standingsOf(ids: readonly string[], own?: readonly OwnField[]): Promise<(DealStanding | undefined)[]>;
  /** What of a deal that stands so may be changed: by this user, on the page of its kind, to the values of its kind. */
  editable(standing: Pick<DealStanding, 'hasProducts' | 'recordTypeId' | 'currency'>): Promise<EditRules>;
  /**
   * Changes these fields of a deal and no others, unless it was changed since it stood so: false, and nothing is changed. One try,
   * but where the CRM says that it did not begin: whoever gets no answer reads the deal back.
   */
  change(
    id: string,
    values: EditValues,
    standing: Pick<DealStanding, 'stamp'>,
    /** `isAnyway`: although the CRM found records like it; only where the person said so. */
    options?: { isAnyway?: boolean | undefined },
  ): Promise<boolean>;
  /**
   * Changes up to {@link CrmClient.most} deals in one call, each for itself: no stamp is checked, so that they are read right before. A
   * verdict for each, in their order; throws where the call as a whole was refused or not answered.
   */
  changeMany(changes: readonly { id: string; values: EditValues }[]): Promise<ChangeVerdict[]>;
  /** Deals that one call reads or changes. */
  readonly most: number;
  /** The deal's rows of one kind as they stand now, the newest first, of many tasks the last 200; with an id, that one where it is the deal's. */
  rowsOf(recordId: string, kind: RowKind, id?: string): Promise<RowStanding[]>;
  /** What this user may do with one kind of row. */
  rowRules(kind: RowKind): Promise<RowRules>;
  /** People of the deal's account, by name. */
  peopleFor(recordId: string): Promise<RowForm['people']>;
  /** Puts a row on a deal. Resolves to its id. One try, as with {@link CrmClient.change}: whoever gets no answer looks whether it is there. */
  makeRow(recordId: string, kind: RowKind, values: EditValues): Promise<string>;
  /** As {@link CrmClient.change}, of a row. */
  changeRow(kind: RowKind, id: string, values: EditValues, standing: Pick<DealStanding, 'stamp'>): Promise<boolean>;
  /** Takes a row away. No stamp is checked: it is read right before. */
  removeRow(kind: RowKind, id: string): Promise<void>;
  /**
   * The file of that title that was changed last, of those that everyone may read before others, and of those that the CRM shows to this user
   * without being asked for one of them; where there is none, the one with `id`, whatever it is called by now. `known`: a version whose text is not read again. `most`: bytes. Undefined where
   * there is none; a refusal for good where the user has no files.
   */
  fileOf(
    title: string,
    options: { known?: string | undefined; id?: string | undefined; most: number },
  ): Promise<SharedFile | undefined>;
  /** One cheap call that tells the org's API usage anew. */
  renewUsage(): Promise<ApiUsage | undefined>;
  /** The org's API usage from the last answer that told it. */
  readonly apiUsage: ApiUsage | undefined;
  /** How far this computer's clock is ahead of the CRM's, ms, by its last answer with a time; negative where it is behind. */
  readonly clockAhead: number | undefined;
}

/** What was learnt of an org's API as one user: plain JSON, opaque to whoever keeps it. */
export interface Lore {
  /** When it was begun, ms: older than a day it is read again. */
  at: number;
  value: unknown;
}

/** Keeps what an adapter learnt beyond the life of a worker, so that a new one need not ask it all again. */
export interface Memory {
  read(): Promise<Lore | undefined>;
  write(lore: Lore): Promise<void>;
}

interface ConnectOptions {
  fetch: typeof fetch;
  now?: () => number;
  /** Waits between two tries, ms. */
  sleep?: (ms: number) => Promise<void>;
  ledger?: Ledger;
  memory?: Memory;
  /** Tables of more rows than this are first read by an asynchronous job. */
  jobFrom?: number;
}

/** Tokens of one sign-in through an app of the org's. They live in the browser's session storage and nowhere else. */
export interface Grant {
  session: Session;
  clientId: string;
  refreshToken?: string;
}

/** Sign-in through an app that the org's administrator registered, for orgs that refuse the browser's session. */
export interface CrmSignIn {
  /** Where a person signs in and consents, and what is done with the address that this ends at. Throws {@link CrmError}. */
  begin(
    pageHost: string,
    ask: { clientId: string; redirectUri: string },
  ): Promise<{ url: string; end(redirect: string, fetcher: typeof fetch): Promise<Grant> }>;
  /** New tokens for old. The refresh token may rotate: the new one must be kept before use. */
  renew(grant: Grant, fetcher: typeof fetch): Promise<Grant>;
}

/** Which opportunity, list or neither an address names. Ids come as the address has them. */
export type UrlPlace =
  /** `isAside`: the address is about the deal, and its page is another: a related list, a dialogue, a task's subtab. */
  | { kind: 'record'; recordId: string; isAside?: boolean | undefined }
  | { kind: 'list' }
  | { kind: 'other' }
  /** No place for anything of ours: setup, builders, sign-in. */
  | { kind: 'away' };

/** How a CRM's pages are read, in the page itself: no library, no network, a kilobyte or two. Nothing of a hidden page is read. */
export interface CrmPage {
  placeOf(url: URL): UrlPlace;
  /** The part of the document that the user sees. */
  visiblePage(): Element;
  /** The name of the record on screen, as soon as any part of the page tells it. */
  nameOf(page: Element): string | undefined;
  /** Ids of the deals whose rows or cards stand in the page, as they stand there, in page order, and the roots they stand in. */
  listed(page: Element): { ids: string[]; within: ParentNode[] };
  /** Whether there are rows that only a link in them tells: see {@link BadgedRows}. */
  hasLinkedRows(): boolean;
  /** Whether something that Escape closes is open in the page. */
  isPopupOpen(): boolean;
  /** The element and every shadow root below it. */
  roots(root: Document | ShadowRoot | Element): ParentNode[];
  /** What lies over the bottom of the page. */
  docked(): Element[];
  /** What stands over the page at its top. */
  heads(): Element[];
  /** Selector of the parts that pages are drawn in: they give way to a panel beside them. */
  PUSHED: string;
}

/** Where badges are drawn: selectors over the CRM's own rows and cards. */
export interface BadgedRows {
  /** The cell or card that carries a badge. */
  cells: string;
  /** The rows and cards of one deal, by the id as the page has it; none for what is no id. */
  of(id: string, hasLinkedRows: boolean): string[];
}

/** A record page of the CRM's at one moment. */
export interface PageSight {
  /** A form of it is open, whose typed values a refresh would lose and whose saving would cross ours. */
  isEditing: boolean;
  hasDialog: boolean;
  /** A text of all values that it shows, to be compared and not read. */
  shown: string;
}

/** One CRM as surfaces know it: names, addresses, ids. */
export interface CrmSite {
  /** Also the last part of the address that a sign-in comes back to. */
  id: string;
  /** What its users call it: a value of texts. */
  name: string;
  /** Pages that get the bootstrap; match patterns. */
  pageMatches: readonly string[];
  /** Hosts that the API is called on; match patterns. */
  apiMatches: readonly string[];
  /** Every object that may be read, by its own name, and its fields that are asked for where the user may see them. */
  reads: readonly { object: string; fields: readonly string[] }[];
  /** Whether a host's pages are this CRM's. */
  isPage(host: string): boolean;
  /** The one form of an id that is stored and compared; undefined for what is none. */
  idOf(raw: unknown): string | undefined;
  /** Whether an id in that form is a deal's. */
  isDealId(id: string): boolean;
  /** The one form of an org's id that its calls are counted by. */
  orgKey(orgId: string): string;
  /** The hosts that a page of this one needs: its own, and that of the API. */
  hostsOf(pageHost: string): string[];
  /** Whether a change of this cookie may be another user's sign-in, or a sign-out. */
  isSessionCookie(cookie: { name: string; domain: string }): boolean;
  /** Where a person signs in who has no page of it open. */
  startUrl: string;
  /** Link to a record's page. */
  recordUrl(pageHost: string, recordId: string): string;
  rows: BadgedRows;
  /** What a record page is doing; run in the page, in the world of our own scripts. Nothing outside of the function is there. */
  sightOf(): PageSight;
  /** Has the page read its record anew; run among the page's own scripts. False where it has no such way. */
  renewPage(): boolean;
}

/** One CRM: describes; the runtime acts. */
export interface CrmAdapter extends CrmSite {
  /** Sessions that the user may already have on this page, the likeliest first; throws `noSession` when there is none. */
  findSessions(pageUrl: string, cookies: CookieJar, storeId?: string): Promise<Session[]>;
  connect(session: Session, options: ConnectOptions): CrmClient;
  /** Absent where the org offers no such sign-in. */
  signIn?: CrmSignIn;
}
