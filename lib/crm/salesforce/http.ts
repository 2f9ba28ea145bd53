import { CrmError, type Session } from '@/lib/crm/crm';

import { errorOf } from './errors';

const TIMEOUT_MS = 25_000;
const TRIES = 3;

export interface Http {
  /** One call of the REST API. `path` begins with a slash. Undefined for an answer without a body. Throws CrmError. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  readonly apiUsage: { used: number; limit: number } | undefined;
}

export interface HttpOptions {
  fetch: typeof fetch;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
}

/** The one place that talks to Salesforce. It sends no cookie, follows no redirect and parses nothing but JSON. */
export function createHttp(session: Session, options: HttpOptions): Http {
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const random = options.random ?? Math.random;
  let apiUsage: Http['apiUsage'];

  async function once(method: string, path: string, body: unknown): Promise<unknown> {
    const what = `${method} ${path.split('?')[0]}`;
    let response: Response;
    try {
      response = await options.fetch(`https://${session.apiHost}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${session.token}`,
          Accept: 'application/json',
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

  return {
    async call(method, path, body) {
      for (let tried = 1; ; tried += 1) {
        try {
          return await once(method, path, body);
        } catch (error) {
          if (!(error instanceof CrmError) || tried >= TRIES || !isPassing(error)) throw error;
          // There is no Retry-After: our own back-off, with jitter.
          await sleep(300 * 2 ** tried * (0.5 + random()));
        }
      }
    },
    get apiUsage() {
      return apiUsage;
    },
  };
}

/** Failures that another try may not meet. An expired session, a policy or a used-up day is none of them. */
const isPassing = ({ state, status, code }: CrmError): boolean =>
  state === 'offline' ||
  state === 'limitConcurrent' ||
  code === 'UNABLE_TO_LOCK_ROW' ||
  (state === 'unavailable' && status >= 500) ||
  (state === 'malformed' && status === 200);
