import { CrmError, type Ledger, type Memory, type Session } from '@/lib/crm/crm';
import type { ApiUsage, CallNote } from '@/lib/deal/api-calls';

import { errorOf } from './errors';

const TIMEOUT_MS = 25_000;
const TRIES = 3;

export interface Http {
  /** One call of the REST API. `path` begins with a slash. Undefined for an answer without a body. Throws CrmError. */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** A page of CSV and the locator of the next. */
  csv(path: string): Promise<{ text: string; locator?: string }>;
  readonly apiUsage: ApiUsage | undefined;
  /** When the last call that was answered was sent, by Salesforce's own clock, ms; absent where its answer does not tell. */
  readonly askedAt: number | undefined;
}

export interface HttpOptions {
  fetch: typeof fetch;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  now?: () => number;
  ledger?: Ledger;
  memory?: Memory;
  jobFrom?: number;
}

/** The one place that talks to Salesforce. It sends no cookie, follows no redirect and parses nothing but JSON. */
export function createHttp(session: Session, options: HttpOptions): Http {
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const random = options.random ?? Math.random;
  const now = options.now ?? Date.now;
  let apiUsage: ApiUsage | undefined;
  let askedAt: number | undefined;

  /** One try, counted and noted however it ends. */
  async function noted<T>(
    method: string,
    path: string,
    body: unknown,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    await options.ledger?.before();
    const note: CallNote = { at: now(), what: `${method} ${withoutIds(path)}`, status: 0, ms: 0 };
    try {
      const response = await send(method, path, body);
      note.status = response.status;
      return await read(response);
    } catch (error) {
      if (error instanceof CrmError) note.code = error.code ?? error.state;
      throw error;
    } finally {
      note.ms = now() - note.at;
      await options.ledger?.after(note, apiUsage);
    }
  }

  async function send(method: string, path: string, body: unknown): Promise<Response> {
    let response: Response;
    const sentAt = now();
    try {
      response = await options.fetch(`https://${session.apiHost}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${session.token}`,
          Accept: /\/results(\?|$)/.test(path) ? 'text/csv' : 'application/json',
          'Sforce-Call-Options': 'client=Pipelens',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        credentials: 'omit',
        // A redirect would drop the Authorization header and still end in a 200.
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw new CrmError(
        'offline',
        `${session.apiHost} could not be reached. Check the network connection; nothing that was read is lost.`,
        { cause },
      );
    }
    const answeredAt = Date.parse(response.headers.get('Date') ?? '');
    // The earlier of both clocks: one that is ahead must not make a change be missed.
    askedAt = Number.isNaN(answeredAt) ? undefined : Math.min(answeredAt - Math.max(0, now() - sentAt), sentAt);
    const usage = /api-usage=(\d+)\/(\d+)/.exec(response.headers.get('Sforce-Limit-Info') ?? '');
    if (usage) apiUsage = { used: Number(usage[1]), limit: Number(usage[2]) };
    const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
    const type = response.headers.get('Content-Type') ?? '';
    if (isRedirect || /html/i.test(type)) {
      throw new CrmError(
        'unavailable',
        `${session.apiHost} answered with a web page instead of data: maintenance, or a sign-in page. Open Salesforce in a tab to see which.`,
        { status: response.status },
      );
    }
    return response;
  }

  async function json(response: Response, what: string): Promise<unknown> {
    const text = await response.text().catch(() => '');
    let parsed: unknown;
    try {
      parsed = text === '' ? undefined : JSON.parse(text);
    } catch (cause) {
      throw new CrmError(
        'malformed',
        `The answer to ${what} broke off or is no JSON. It was not used; the next sync asks again.`,
        { status: response.status, cause },
      );
    }
    if (!response.ok) throw errorOf(response.status, parsed, what);
    return parsed;
  }

  async function csvOf(response: Response, what: string): Promise<{ text: string; locator?: string }> {
    if (!response.ok) throw await json(response, what).then(() => errorOf(response.status, undefined, what));
    const locator = response.headers.get('Sforce-Locator');
    const text = await response.text();
    // Salesforce says how many rows there are: a page that broke off is told by its last line.
    if (!text.endsWith('\n'))
      throw new CrmError('malformed', `The answer to ${what} broke off. It was not used.`, { status: 200 });
    return { text, ...(locator === null || locator === 'null' ? {} : { locator }) };
  }

  async function patiently<T>(
    method: string,
    path: string,
    body: unknown,
    read: (response: Response, what: string) => Promise<T>,
  ): Promise<T> {
    const what = `${method} ${path.split('?')[0]}`;
    for (let tried = 1; ; tried += 1) {
      try {
        return await noted(method, path, body, (response) => read(response, what));
      } catch (error) {
        if (!(error instanceof CrmError) || tried >= TRIES || !isPassing(error)) throw error;
        // There is no Retry-After: our own back-off, with jitter.
        await sleep(300 * 2 ** tried * (0.5 + random()));
      }
    }
  }

  return {
    call: (method, path, body) => patiently(method, path, body, json),
    csv: (path) => patiently('GET', path, undefined, csvOf),
    get apiUsage() {
      return apiUsage;
    },
    get askedAt() {
      return askedAt;
    },
  };
}

/** A path as the health report may show it: no ids, no locators, no query. */
const withoutIds = (path: string): string =>
  (path.split('?')[0] ?? '').replace(/\/(?=[^/]*\d)[\w-]{15,}(?=\/|$)/g, '/…');

/** Failures that another try may not meet. An expired session, a policy or a used-up day is none of them. */
const isPassing = ({ state, status, code }: CrmError): boolean =>
  state === 'offline' ||
  state === 'limitConcurrent' ||
  code === 'UNABLE_TO_LOCK_ROW' ||
  (state === 'unavailable' && status >= 500) ||
  (state === 'malformed' && status === 200);
