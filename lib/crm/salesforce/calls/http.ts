import { CrmError, type Ledger, type Memory, type Session } from '@/lib/crm/crm';
import type { ApiUsage } from '@/lib/deal/api-calls';

import { errorOf } from './errors';
import { jsonIn } from './json-in';
import { createLine, type Reply, type Request } from './line';

const TRIES = 3;

/** A body that was understood, and when it was asked for by Salesforce's own clock, ms, where that is known. */
interface Answered<Body = unknown> {
  body: Body;
  askedAt?: number;
}

export interface Http {
  /** One call of the REST API. `path` begins with a slash. An answer without a body has none. Throws CrmError. */
  call(method: Request['method'], path: string, body?: unknown): Promise<Answered>;
  /** As {@link Http.call}, of what may not be asked twice: tried again only where it has surely not begun. */
  once(method: Request['method'], path: string, body: unknown): Promise<Answered>;
  /** Changes fields of a record; false where it was changed after `unmodifiedSince`. See {@link isUnbegun}. */
  change(
    path: string,
    fields: Record<string, unknown>,
    conditions: Pick<Request, 'unmodifiedSince' | 'allowsDuplicates'>,
  ): Promise<boolean>;
  /** The bytes of a file as text. */
  text(path: string): Promise<string>;
  /** A page of CSV and the locator of the next. */
  csv(path: string): Promise<{ text: string; locator?: string }>;
  /** A call of the SOAP API: envelope in, envelope out. */
  soap(path: string, envelope: string): Promise<string>;
  readonly apiUsage: ApiUsage | undefined;
  readonly clockAhead: number | undefined;
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

/** The one place that talks to Salesforce: patient where another try may succeed, and strict about what it takes for an answer. */
export function createHttp(session: Session, options: HttpOptions): Http {
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const random = options.random ?? Math.random;
  const line = createLine(session, { fetch: options.fetch, now: options.now ?? Date.now, ledger: options.ledger });

  async function patiently<T>(
    request: Request,
    read: (reply: Reply, what: string) => T,
    mayPass: (error: CrmError) => boolean = isPassing,
  ): Promise<T> {
    const what = `${request.method} ${request.path.split('?')[0]}`;
    for (let tried = 1; ; tried += 1) {
      try {
        return await line.send(request, (reply) => read(reply, what));
      } catch (error) {
        if (!(error instanceof CrmError) || tried >= TRIES || !mayPass(error)) throw error;
        // There is no Retry-After: our own back-off, with jitter.
        await sleep(300 * 2 ** tried * (0.5 + random()));
      }
    }
  }

  return {
    call: (method, path, body) => patiently({ method, path, body }, jsonOf),
    once: (method, path, body) => patiently({ method, path, body }, jsonOf, isUnbegun),
    change: (path, body, conditions) =>
      patiently(
        { method: 'PATCH', path, body, ...conditions },
        (reply, what) => {
          if (reply.status === 412 || reply.status === 409) return false;
          jsonOf(reply, what);
          return true;
        },
        isUnbegun,
      ),
    text: (path) =>
      patiently({ method: 'GET', path, accept: '*/*' }, ({ status, text }, what) => {
        if (status !== 200) throw errorOf(status, jsonIn(text) ?? text, what);
        return text;
      }),
    csv: (path) => patiently({ method: 'GET', path, accept: 'text/csv' }, csvOf),
    soap: (path, envelope) =>
      patiently(
        { method: 'POST', path, body: envelope, accept: 'text/xml', contentType: 'text/xml' },
        ({ status, text }, what) => {
          if (status !== 200) throw errorOf(status, text, what);
          return text;
        },
      ),
    get apiUsage() {
      return line.apiUsage;
    },
    get clockAhead() {
      return line.clockAhead;
    },
  };
}

function jsonOf({ status, text, askedAt }: Reply, what: string): Answered {
  const body = jsonIn(text);
  if (status < 200 || status >= 300) throw errorOf(status, body ?? text, what);
  if (body === undefined && status === 200)
    throw new CrmError(
      'malformed',
      `The answer to ${what} broke off or is no JSON. It was not used; the next sync asks again.`,
      { status, fact: { id: 'brokeOff', values: { what } } },
    );
  return { body, ...(askedAt === undefined ? {} : { askedAt }) };
}

function csvOf({ status, headers, text }: Reply, what: string): { text: string; locator?: string } {
  if (status < 200 || status >= 300) throw errorOf(status, jsonIn(text) ?? text, what);
  const locator = headers.get('Sforce-Locator');
  // Salesforce says how many rows there are: a page that broke off is told by its last line.
  if (!text.endsWith('\n'))
    throw new CrmError('malformed', `The answer to ${what} broke off. It was not used.`, {
      status: 200,
      fact: { id: 'brokeOff', values: { what } },
    });
  return { text, ...(locator === null || locator === 'null' ? {} : { locator }) };
}

/** Refusals by which a change has surely not begun: after any other one it may have been made all the same. */
const isUnbegun = ({ state, code }: CrmError): boolean => state === 'limitConcurrent' || code === 'UNABLE_TO_LOCK_ROW';

/** Failures that another try may not meet. An expired session, a policy or a used-up day is none of them. */
const isPassing = ({ state, status, code }: CrmError): boolean =>
  state === 'offline' ||
  state === 'limitConcurrent' ||
  code === 'UNABLE_TO_LOCK_ROW' ||
  (state === 'unavailable' && (status >= 500 || status === 408)) ||
  (state === 'malformed' && status === 200);
