import type { IncomingMessage, ServerResponse } from 'node:http';

import { createBulk } from './bulk';
import { type Answer, batch as runBatch, collections, composite, parse } from './composite';
import { describeGlobal, describeObject } from './describe';
import { OrgError } from './errors';
import { type Fault, FAULTS } from './faults';
import { createOAuth, type OAuthAnswer } from './oauth';
import type { LiveOrg } from './org';
import { replicate } from './replication';
import type { FieldInfo } from './schema';
import { select } from './soql';
import { attributes, objectName, output, type Selected } from './soql-terms';
import { stagePicklist } from './ui-api';
import type { OrgView } from './view';

const PAGE = 2000;
/** URI and headers together (Salesforce help 000386264). */
const MOST_HEAD_BYTES = 16_384;
const LABELS: Record<string, string> = {
  '58': "Summer '23",
  '62': "Winter '25",
  '66': "Spring '26",
  '67': "Summer '26",
};

interface Call {
  method: string;
  url: URL;
  body: string;
  userId: string;
  batch: number;
  headers: Record<string, string | string[] | undefined>;
}

/** The REST side of the stand-in org: one request in, one answer out. */
export function createRest(org: LiveOrg): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const locators = new Map<string, { selected: Selected; from: number; userId: string | undefined; at: number }>();
  const oauth = createOAuth(org);
  const bulk = createBulk();
  let locatorNumber = 0;
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
    if (url.pathname === '/__faults') {
      try {
        org.faults.seed(Number(url.searchParams.get('seed') ?? 1));
        org.faults.set(...(JSON.parse(body || '[]') as Fault[]));
      } catch (error) {
        return send(response, { status: 400, body: { error: String(error) } });
      }
      return send(response, { status: 204 });
    }
    if (url.pathname === '/__stats') return send(response, { status: 200, body: { requests: org.requests } });
    org.requests.push(`${method} ${url.pathname}${url.search}`);
    const kind = org.faults.take(`${method} ${url.pathname}${decodeURIComponent(url.search)}`);
    const isSilent = kind === 'noUsage';
    if (kind && !isSilent) {
      const fault = FAULTS[kind];
      if ('code' in fault)
        return send(response, {
          status: fault.status,
          body: new OrgError(
            fault.status,
            fault.code,
            fault.message,
            'fields' in fault ? [...fault.fields] : undefined,
          ).body(),
        });
      if ('html' in fault) return send(response, fault.status, 'text/html; charset=UTF-8', fault.html);
      if ('raw' in fault) return send(response, fault.status, 'application/json;charset=UTF-8', fault.raw);
      if (fault.kind === 'reset') return void response.destroy();
      if (fault.kind === 'redirect') {
        response.writeHead(302, {
          Location: `${request.headers.host === org.apiHost ? `https://${org.apiHost}` : ''}/__moved`,
        });
        return void response.end();
      }
      await wait(fault.ms);
    }
    if (url.pathname === '/__moved')
      return send(response, { status: 200, body: { totalSize: 0, done: true, records: [] } });
    try {
      if (Buffer.byteLength(`${request.url}${request.rawHeaders.join('')}`) > MOST_HEAD_BYTES)
        return send(response, { status: 431 });
      if (url.pathname.replace(/\/$/, '') === '/services/data')
        return send(response, { status: 200, body: versions() });
      if (/^\/services\/oauth2\/(authorize|token|revoke)$/.test(url.pathname)) {
        const sid = /(?:^|; )sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
        return sendOAuth(response, oauth.answer(method, url, body, sid));
      }
      const token = (request.headers.authorization ?? '').replace(/^(Bearer|OAuth) /, '');
      const userId = org.sessions.get(token);
      if (!userId) throw refusal('expired');
      if (org.policy.isApiControlled && !token.includes('.OAUTH')) throw refusal('apiBlocked');
      if (org.policy.noApi.has(userId)) throw refusal('apiDisabled');
      if (org.usage >= org.policy.dailyCalls) throw refusal('limitDaily');
      if (running > org.policy.concurrentCalls) throw refusal('limitConcurrent');
      org.usage += 1;
      if (!isSilent) response.setHeader('Sforce-Limit-Info', `api-usage=${org.usage}/${org.policy.dailyCalls}`);
      const batch = Number(/batchSize=(\d+)/.exec(String(request.headers['sforce-query-options'] ?? ''))?.[1] ?? PAGE);
      send(
        response,
        route({ method, url, body, userId, batch: Math.min(PAGE, Math.max(200, batch)), headers: request.headers }),
      );
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      send(response, { status: error.status, body: error.body() });
    }
  }

  function route(call: Call): Answer {
    const { method, url, body, userId, batch } = call;
    const path = url.pathname.replace(/\/$/, '');
    const view = org.as(userId);
    if (path === '/services/oauth2/userinfo') return { status: 200, body: userinfo(userId) };
    const rest = /^\/services\/data\/v(\d+)\.0\/?(.*)$/.exec(path);
    if (!rest) throw refusal('notFound');
    const [resource = '', name = '', id = '', tail] = (rest[2] ?? '').split('/');
    const part = (sub: string, at: URL, text: string, headers: Record<string, string>): Answer =>
      route({ ...call, method: sub, url: at, body: text, batch: PAGE, headers });
    switch (resource) {
      case 'query':
      case 'queryAll':
        return {
          status: 200,
          body: name ? nextPage(view, name, batch) : firstPage(view, url.searchParams, resource === 'queryAll', batch),
        };
      case 'limits':
        return {
          status: 200,
          body: { DailyApiRequests: { Max: org.policy.dailyCalls, Remaining: org.policy.dailyCalls - org.usage } },
        };
      case 'composite':
        if (method === 'POST' && !name) return { status: 200, body: composite(org, body, part) };
        if (name === 'batch') return { status: 200, body: runBatch(org, body, part) };
        if (name === 'sobjects') return collections(org, { method, url, body, userId, object: id || undefined });
        throw refusal('notFound');
      case 'jobs':
        if (name !== 'query') throw refusal('notFound');
        return bulk.answer(method, [id, ...(tail === undefined ? [] : [tail])], url, body, view);
      case 'chatter':
        return { status: 200, body: { id: userId, name: org.find('User', userId)?.['Name'] } };
      case 'ui-api':
        return { status: 200, body: stagePicklist(view, (rest[2] ?? '').split('/').slice(1)) };
      case 'sobjects':
        return name ? sobject(call, view, name, id, tail) : { status: 200, body: describeGlobal() };
      default:
        throw refusal('notFound');
    }
  }

  function sobject(
    { method, url, body, userId, headers }: Call,
    view: OrgView,
    name: string,
    id: string,
    tail: string | undefined,
  ): Answer {
    const object = objectName(name);
    if (id === 'describe') return { status: 200, body: describeObject(view, object) };
    if (id === 'updated' || id === 'deleted')
      return {
        status: 200,
        body: replicate(view, object, id, { start: url.searchParams.get('start'), end: url.searchParams.get('end') }),
      };
    if (tail) throw refusal('notFound');
    if (!id && method === 'POST')
      return {
        status: 201,
        body: { id: org.insert(object, parse(body), userId), success: true, errors: [] },
      };
    const row = view.find(
      object,
      id.length === 15 ? (view.rows(object).find((each) => each.Id.startsWith(id))?.Id ?? id) : id,
    );
    if (method === 'PATCH') {
      const since = headers['if-unmodified-since'];
      const unchangedSince = since === undefined ? undefined : Date.parse([since].flat().join());
      if (Number.isNaN(unchangedSince)) return { status: 400 };
      // To the second: two edits within one are not told apart.
      if (
        row &&
        unchangedSince !== undefined &&
        Math.floor(Date.parse(String(row['LastModifiedDate'])) / 1000) * 1000 > unchangedSince
      )
        return { status: 412 };
      if (row)
        for (const field of Object.keys(parse(body))) if (!view.fields(object).has(field)) throw noField(object, field);
      org.update(object, row?.Id ?? id, parse(body), userId);
      return { status: 204 };
    }
    if (!row) {
      if (view.deleted(object).some((deleted) => deleted.Id === id)) throw refusal('deleted');
      throw refusal('notFound');
    }
    if (method === 'DELETE') {
      org.remove(object, row.Id);
      return { status: 204 };
    }
    if (method !== 'GET') throw refusal('methodNotAllowed');
    const wanted = url.searchParams.get('fields')?.split(',');
    const fields = wanted ? wanted.map((field) => known(view, object, field)) : [...view.fields(object).values()];
    return {
      status: 200,
      body: {
        attributes: attributes(view, object, row.Id),
        ...Object.fromEntries(fields.map((info) => [info.name, output(info, row[info.name] ?? null)])),
      },
    };
  }

  function known(view: OrgView, object: ReturnType<typeof objectName>, field: string): FieldInfo {
    const info = view.fields(object).get(field);
    if (!info) throw noField(object, field);
    return info;
  }

  function firstPage(view: OrgView, asked: URLSearchParams, all: boolean, batch: number): unknown {
    const explained = asked.get('explain');
    if (explained !== null) return { plans: [explain(select(view, explained, all), view)] };
    const selected = select(view, asked.get('q') ?? '', all, org.policy);
    if (selected.count !== undefined) return { totalSize: selected.count, done: true, records: [] };
    if (selected.isAggregate && selected.rows.length > PAGE)
      throw new OrgError(
        400,
        'EXCEEDED_ID_LIMIT',
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      );
    return page(selected, 0, batch, view.userId);
  }

  function nextPage(view: OrgView, locator: string, batch: number): unknown {
    const held = locators.get(locator);
    if (!held || held.userId !== view.userId || Date.now() - held.at > org.policy.locatorMs)
      throw refusal('badLocator');
    return page(held.selected, held.from, batch, view.userId);
  }

  function page(selected: Selected, from: number, batch: number, userId: string | undefined): unknown {
    const { rows, shape } = selected;
    const records = rows.slice(from, from + batch).map(shape);
    const isDone = from + records.length >= rows.length;
    if (isDone) return { totalSize: rows.length, done: true, records };
    // Opaque on purpose: whoever takes it apart depends on what Salesforce may change.
    const locator = `0r8xx${(locatorNumber += 1).toString(36).padStart(10, '0')}AAA-${from + batch}`;
    locators.set(locator, { selected, from: from + batch, userId, at: Date.now() });
    return {
      totalSize: rows.length,
      done: false,
      nextRecordsUrl: `/services/data/v${org.version}/query/${locator}`,
      records,
    };
  }

  function userinfo(userId: string): unknown {
    const user = org.find('User', userId);
    return {
      sub: `https://login.salesforce.com/id/${org.orgId}/${userId}`,
      user_id: userId,
      organization_id: org.orgId,
      preferred_username: user?.['Username'],
      name: user?.['Name'],
      email: user?.['Email'],
      zoneinfo: user?.['TimeZoneSidKey'],
      urls: {},
    };
  }
}

const explain = ({ name, rows }: Selected, view: OrgView): unknown => ({
  cardinality: rows.length,
  fields: [],
  leadingOperationType: 'TableScan',
  notes: [],
  relativeCost: rows.length / Math.max(1, view.rows(name).length),
  sobjectCardinality: view.rows(name).length,
  sobjectType: name,
});

const noField = (object: string, field: string): OrgError =>
  new OrgError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`);

function refusal(
  kind:
    | 'expired'
    | 'apiBlocked'
    | 'apiDisabled'
    | 'limitDaily'
    | 'limitConcurrent'
    | 'notFound'
    | 'deleted'
    | 'badLocator'
    | 'methodNotAllowed',
): OrgError {
  const { status, code, message } = FAULTS[kind];
  return new OrgError(status, code, message);
}

const versions = (): unknown =>
  Object.entries(LABELS).map(([number, label]) => ({
    label,
    url: `/services/data/v${number}.0`,
    version: `${number}.0`,
  }));

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
  if (html !== undefined) return send(response, status, 'text/html; charset=UTF-8', html);
  send(response, { status, body });
}

function send(
  response: ServerResponse,
  answer: Answer | number,
  type = 'application/json;charset=UTF-8',
  text?: string,
): void {
  const {
    status,
    body,
    headers = {},
    csv,
  } = typeof answer === 'number'
    ? { status: answer, body: undefined }
    : (answer as Partial<Answer> & { status: number });
  const payload = text ?? csv ?? (body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    ...headers,
    ...(payload ? { 'Content-Type': csv === undefined ? type : 'text/csv' } : {}),
  });
  response.end(payload);
}
