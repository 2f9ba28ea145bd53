import { CrmError, type Ledger, type Session } from '@/lib/crm/crm';
import type { ApiUsage, CallNote } from '@/lib/deal/api-calls';

import { errorOf } from './errors';
import { pageInstead } from './page-instead';

/** Where no answer has come by then, none does: the computer slept, or a proxy keeps the line open. */
export const TIMEOUT_MS = 25_000;

/**
 * So long at most Chromium holds an extension's calls of an address back after answers of 500 and above: it fails them itself, as if there
 * were no network (chromium.org, Anti-DDoS HTTP throttling of extension-originated requests).
 */
const MOST_HELD_BACK_MS = 15 * 60_000;

/** What is sent: a path that begins with a slash; a body that is no text goes as JSON. */
export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  accept?: string;
  contentType?: string;
  /** The call is turned down where the record was changed after this, an HTTP date. */
  unmodifiedSince?: string | undefined;
  /** A change is made although a duplicate rule would warn of it. */
  allowsDuplicates?: boolean | undefined;
}

/** An answer that has arrived whole. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** When the call was sent, by Salesforce's own clock, ms; absent where its answer does not tell. */
  askedAt?: number;
}

export interface Line {
  /** One try, counted and noted however it ends. Throws CrmError where nothing that could be an answer arrived whole. */
  send<T>(request: Request, read: (reply: Reply) => T): Promise<T>;
  readonly apiUsage: ApiUsage | undefined;
  /** How far this computer's clock is ahead of Salesforce's, ms, by its last answer with a time; negative where it is behind. */
  readonly clockAhead: number | undefined;
}

/** The line to one org: it sends no cookie and follows no redirect. */
export function createLine(
  session: Session,
  { fetch: fetcher, now, ledger }: { fetch: typeof fetch; now: () => number; ledger: Ledger | undefined },
): Line {
  let apiUsage: ApiUsage | undefined;
  let clockAhead: number | undefined;

  async function reply(request: Request): Promise<Reply> {
    const { method, path, body, accept, contentType, unmodifiedSince, allowsDuplicates } = request;
    const url = `https://${session.apiHost}${path}`;
    // The next page's path is the org's to say: one that makes another host of ours would be sent the token.
    if (new URL(url).host !== session.apiHost)
      throw new CrmError(
        'malformed',
        `${session.apiHost} names a further page on another host. It was not asked for.`,
        {
          fact: { id: 'otherHost', values: { host: session.apiHost } },
        },
      );
    const sentAt = now();
    let response: Response;
    let text: string;
    try {
      response = await fetcher(url, {
        method,
        headers: {
          Authorization: `Bearer ${session.token}`,
          Accept: accept ?? 'application/json',
          'Sforce-Call-Options': 'client=Pipelens',
          ...(body === undefined ? {} : { 'Content-Type': contentType ?? 'application/json' }),
          ...(contentType === 'text/xml' ? { SOAPAction: '""' } : {}),
          ...(unmodifiedSince === undefined ? {} : { 'If-Unmodified-Since': unmodifiedSince }),
          ...(allowsDuplicates === true ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {}),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        credentials: 'omit',
        // Whatever an answer or a proxy says of it: what was read before a change is not what is there after it.
        cache: 'no-store',
        // A redirect would drop the Authorization header and still end in a 200.
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      // A line that breaks off in the body is no other failure than one that breaks off before it.
      text = response.type === 'opaqueredirect' ? '' : await response.text();
    } catch (cause) {
      throw new CrmError(
        'offline',
        `${session.apiHost} could not be reached, or the connection broke off. Check the network connection; nothing that was read is lost.`,
        { cause, fact: { id: 'unreached', values: { host: session.apiHost } } },
      );
    }
    const { status, headers } = response;
    const usage = /api-usage=(\d+)\/(\d+)/.exec(headers.get('Sforce-Limit-Info') ?? '');
    if (usage) apiUsage = { used: Number(usage[1]), limit: Number(usage[2]) };
    const page = pageInstead(session.apiHost, response, text);
    if (page) throw status === 401 ? errorOf(status, undefined, `${method} ${path.split('?')[0]}`) : page;
    const answeredAt = Date.parse(headers.get('Date') ?? '');
    // Between sending and now; the header has whole seconds.
    if (!Number.isNaN(answeredAt)) clockAhead = Math.round((sentAt + now()) / 2 - answeredAt - 500);
    // The earlier of both clocks: one that is ahead must not make a change be missed.
    const askedAt = Math.min(answeredAt - Math.max(0, now() - sentAt), sentAt);
    return { status, headers, text, ...(Number.isNaN(askedAt) ? {} : { askedAt }) };
  }

  /** What failed without an answer, although the org itself had trouble a moment ago: that is the reason, and no network of the person's. */
  async function heldBack(error: unknown, { at, what }: CallNote): Promise<CrmError | undefined> {
    if (!(error instanceof CrmError) || error.state !== 'offline') return undefined;
    const before = await ledger?.answered(what);
    if (before === undefined || before.status < 500 || Math.abs(at - before.at) > MOST_HELD_BACK_MS) return undefined;
    return new CrmError(
      'unavailable',
      `${session.apiHost} answered HTTP ${before.status} a moment ago, and cannot be reached since: after such answers a browser waits before it calls again. What was read stays; it is tried again by itself.`,
      { cause: error, fact: { id: 'heldBack', values: { host: session.apiHost, status: before.status } } },
    );
  }

  return {
    async send(request, read) {
      await ledger?.before();
      const note: CallNote = { at: now(), what: `${request.method} ${withoutIds(request.path)}`, status: 0, ms: 0 };
      try {
        const answer = await reply(request);
        note.status = answer.status;
        return read(answer);
      } catch (cause) {
        const error = (await heldBack(cause, note)) ?? cause;
        if (error instanceof CrmError) {
          note.code = error.code ?? error.state;
          note.status = error.status;
        }
        throw error;
      } finally {
        note.ms = now() - note.at;
        await ledger?.after(note, apiUsage);
      }
    },
    get apiUsage() {
      return apiUsage;
    },
    get clockAhead() {
      return clockAhead;
    },
  };
}

/** A path as the health report may show it: no ids, no locators, no query. */
const withoutIds = (path: string): string =>
  (path.split('?')[0] ?? '').replace(/\/(?=[^/]*\d)[\w-]{15,}(?=\/|$)/g, '/…');
