import type { IncomingMessage, ServerResponse } from 'node:http';

import type { LiveOrg } from '../live-org';
import { PAGE } from '../soql/query-pages';
import { type Answer, refusal, send } from './answer';
import { OrgError } from './errors';
import { type Fault, FAULTS } from './faults';
import { createOAuth, type OAuthAnswer } from './oauth';
import { createRoutes } from './routes';
import { soapAnswer, soapFault, soapSession, soapVersion } from './soap';
import { checkVersion, versionList } from './versions';

/** URI and headers together (Salesforce help 000386264). */
const MOST_HEAD_BYTES = 16_384;

/** The REST side of the stand-in org: one request in, one answer out. */
export function createRest(org: LiveOrg): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const oauth = createOAuth(org);
  const route = createRoutes(org);
  let running = 0;

  return async (request, response) => {
    running += 1;
    try {
      await handle(request, response);
    } finally {
      running -= 1;
    }
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL((request.url ?? '/').replace(/\/{2,}/g, '/'), 'http://org');
    const body = await readBody(request);
    if (org.faults.delayMs > 0) await wait(org.faults.delayMs);
    if (url.pathname.startsWith('/__')) return send(response, steer(url, body));
    org.requests.push(`${method} ${url.pathname}${url.search}`);
    const hit = org.faults.take(
      `${method} ${url.pathname}${decodeURIComponent(url.search.replaceAll('+', ' '))}`,
      'call',
    );
    const kind = hit?.kind;
    if (kind && kind !== 'noUsage' && kind !== 'brokenOff') {
      const fault = FAULTS[kind];
      if ('code' in fault) {
        const fields = 'fields' in fault ? [...fault.fields] : undefined;
        const error = new OrgError(fault.status, fault.code, hit.message ?? fault.message, fields);
        return send(response, { status: fault.status, body: error.body() });
      }
      const { status } = { status: 200, ...fault };
      if ('html' in fault) return send(response, { status }, { type: 'text/html; charset=UTF-8', text: fault.html });
      if ('raw' in fault) return send(response, { status }, { text: fault.raw });
      if (fault.kind === 'reset') return void response.destroy();
      if (fault.kind === 'redirect') {
        response.writeHead(302, {
          Location: `${request.headers.host === org.apiHost ? `https://${org.apiHost}` : ''}/__moved`,
        });
        return void response.end();
      }
      await wait(fault.ms);
    }
    const sending = {
      isCompressed: org.policy.compresses && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')),
      breaksOff: kind === 'brokenOff',
    };
    try {
      if (Buffer.byteLength(`${request.url}${request.rawHeaders.join('')}`) > MOST_HEAD_BYTES)
        return send(response, { status: 431 });
      if (url.pathname.replace(/\/$/, '') === '/services/data')
        return send(response, { status: 200, body: versionList() }, sending);
      if (/^\/services\/oauth2\/(authorize|token|revoke)$/.test(url.pathname)) {
        const sid = /(?:^|; )sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
        return sendOAuth(response, oauth.answer(method, url, body, sid));
      }
      const soap = soapVersion(url.pathname);
      const token =
        soap === undefined ? (request.headers.authorization ?? '').replace(/^(Bearer|OAuth) /, '') : soapSession(body);
      const userId = org.sessions.get(token);
      if (!userId) throw refusal('expired');
      if (org.policy.isApiControlled && !token.includes('.OAUTH')) throw refusal('apiBlocked');
      if (org.policy.noApi.has(userId)) throw refusal('apiDisabled');
      if (org.usage >= org.policy.dailyCalls) throw refusal('limitDaily');
      if (running > org.policy.concurrentCalls) throw refusal('limitConcurrent');
      org.usage += 1;
      if (kind !== 'noUsage')
        response.setHeader('Sforce-Limit-Info', `api-usage=${org.usage}/${org.policy.dailyCalls}`);
      if (soap !== undefined) {
        checkVersion(soap);
        return send(
          response,
          { status: 200 },
          { ...sending, type: 'text/xml; charset=utf-8', text: soapAnswer(org, body, userId) },
        );
      }
      const batch = Number(/batchSize=(\d+)/.exec(String(request.headers['sforce-query-options'] ?? ''))?.[1] ?? PAGE);
      const answer = route({
        method: method === 'HEAD' ? 'GET' : method,
        url,
        body,
        userId,
        batch: Math.min(PAGE, Math.max(200, batch)),
        headers: request.headers,
      });
      send(response, answer, sending);
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      if (soapVersion(url.pathname) !== undefined)
        return send(response, { status: 500 }, { type: 'text/xml; charset=utf-8', text: soapFault(error) });
      send(response, { status: error.status, body: error.body() }, sending);
    }
  }

  /** What is no part of Salesforce: switches of the stand-in for whoever is not in its process. */
  function steer(url: URL, body: string): Answer {
    try {
      switch (url.pathname) {
        case '/__faults':
          org.faults.seed(Number(url.searchParams.get('seed') ?? 1));
          // Safe: `set` throws on what is no fault.
          org.faults.set(...(JSON.parse(body || '[]') as Fault[]));
          return { status: 204 };
        case '/__usage':
          return { status: 200, body: setUsage(url.searchParams) };
        case '/__stats':
          return { status: 200, body: { requests: org.requests } };
        case '/__moved':
          return { status: 200, body: { totalSize: 0, done: true, records: [] } };
        default:
          return { status: 404, body: { error: `There is no switch ${url.pathname}.` } };
      }
    } catch (error) {
      return { status: 400, body: { error: String(error) } };
    }
  }

  /** `POST /__usage?used=13000&limit=15000`: what the org has used of its day's calls, as other clients would use it. */
  function setUsage(asked: URLSearchParams): unknown {
    const whole = (name: string, now: number): number => {
      const value = Number(asked.get(name) ?? now);
      if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} takes a whole number of calls.`);
      return value;
    };
    org.usage = whole('used', org.usage);
    org.policy.dailyCalls = whole('limit', org.policy.dailyCalls);
    return { used: org.usage, limit: org.policy.dailyCalls };
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function sendOAuth(response: ServerResponse, { status, body, html, location }: OAuthAnswer): void {
  if (location !== undefined) {
    response.writeHead(status, { Location: location });
    return void response.end();
  }
  if (html !== undefined) return send(response, { status }, { type: 'text/html; charset=UTF-8', text: html });
  send(response, { status, body });
}
