import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Value } from '@/lib/sample/org-tables';

import { OrgError } from './errors';
import { FAULTS, type Fault } from './faults';
import type { LiveOrg } from './org';
import type { FieldInfo } from './schema';
import { attributes, objectName, output, select, type Selected } from './soql';

const PAGE = 2000;
const USAGE_LIMIT = 15_000;
const LABELS: Record<string, string> = {
  '58': "Summer '23",
  '62': "Winter '25",
  '66': "Spring '26",
  '67': "Summer '26",
};

interface Answer {
  status: number;
  body?: unknown;
}

/** The REST side of the stand-in org: one request in, one answer out. */
export function createRest(org: LiveOrg): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const locators = new Map<string, Selected & { from: number }>();
  let locatorNumber = 0;

  return async (request, response) => {
    const method = request.method ?? 'GET';
    const url = new URL((request.url ?? '/').replace(/\/{2,}/g, '/'), 'http://org');
    const body = await readBody(request);
    if (org.faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, org.faults.delayMs));
    if (url.pathname === '/__faults') {
      org.faults.set(...(JSON.parse(body || '[]') as Fault[]));
      return send(response, { status: 204 });
    }
    if (url.pathname === '/__stats') return send(response, { status: 200, body: { requests: org.requests } });
    org.requests.push(`${method} ${url.pathname}${url.search}`);
    const kind = org.faults.take(`${method} ${url.pathname}${decodeURIComponent(url.search)}`);
    if (kind) {
      const fault = FAULTS[kind];
      if (fault.status === 0) return void response.destroy();
      if ('html' in fault) return send(response, fault.status, 'text/html; charset=UTF-8', fault.html);
      if ('raw' in fault) return send(response, fault.status, 'application/json;charset=UTF-8', fault.raw);
      return send(response, { status: fault.status, body: [{ message: fault.message, errorCode: fault.code }] });
    }
    try {
      if (url.pathname.replace(/\/$/, '') === '/services/data')
        return send(response, { status: 200, body: versions() });
      const userId = org.sessions.get((request.headers.authorization ?? '').replace(/^(Bearer|OAuth) /, ''));
      if (!userId) throw new OrgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
      org.usage += 1;
      response.setHeader('Sforce-Limit-Info', `api-usage=${org.usage}/${USAGE_LIMIT}`);
      const batch = Number(/batchSize=(\d+)/.exec(String(request.headers['sforce-query-options'] ?? ''))?.[1] ?? PAGE);
      send(
        response,
        route(method, url, body, userId, {
          batch: Math.min(PAGE, Math.max(200, batch)),
          since: request.headers['if-unmodified-since'],
        }),
      );
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      send(response, { status: error.status, body: error.body() });
    }
  };

  function route(
    method: string,
    url: URL,
    body: string,
    userId: string,
    options: { batch: number; since?: string | undefined },
  ): Answer {
    const path = url.pathname.replace(/\/$/, '');
    if (path === '/services/oauth2/userinfo') return { status: 200, body: userinfo(userId) };
    const rest = /^\/services\/data\/v(\d+)\.0\/?(.*)$/.exec(path);
    if (!rest) throw notFound();
    const [resource = '', name = '', id = '', tail] = (rest[2] ?? '').split('/');
    if (resource === 'query' || resource === 'queryAll') {
      return {
        status: 200,
        body: name
          ? nextPage(name, options.batch)
          : firstPage(url.searchParams.get('q') ?? '', resource === 'queryAll', options.batch),
      };
    }
    if (resource === 'limits')
      return { status: 200, body: { DailyApiRequests: { Max: USAGE_LIMIT, Remaining: USAGE_LIMIT - org.usage } } };
    if (resource === 'composite' && method === 'POST') return { status: 200, body: composite(body, userId) };
    if (resource === 'chatter') return { status: 200, body: { id: userId, name: org.find('User', userId)?.['Name'] } };
    if (resource !== 'sobjects') throw notFound();
    if (!name)
      return {
        status: 200,
        body: {
          encoding: 'UTF-8',
          maxBatchSize: 200,
          sobjects: ['Opportunity', 'User', 'Task', 'Event', 'OpportunityHistory', 'ForecastingQuota'].map(
            (object) => ({ name: object, queryable: true }),
          ),
        },
      };
    const object = objectName(name);
    if (id === 'describe') return { status: 200, body: describe(object) };
    if (tail) throw notFound();
    if (!id && method === 'POST')
      return {
        status: 201,
        body: { id: org.insert(object, JSON.parse(body) as Record<string, Value>, userId), success: true, errors: [] },
      };
    const row = org.find(
      object,
      id.length === 15 ? (org.rows(object).find((each) => each.Id.startsWith(id))?.Id ?? id) : id,
    );
    if (method === 'PATCH') {
      const unchangedSince = options.since === undefined ? undefined : Date.parse(options.since);
      if (
        row &&
        unchangedSince !== undefined &&
        Math.floor(Date.parse(String(row['LastModifiedDate'])) / 1000) * 1000 > unchangedSince
      )
        return { status: 412 };
      org.update(object, row?.Id ?? id, parse(body), userId);
      return { status: 204 };
    }
    if (!row) {
      if (org.deleted().some((deleted) => deleted.Id === id))
        throw new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
      throw notFound();
    }
    if (method === 'DELETE') {
      org.remove(object, row.Id);
      return { status: 204 };
    }
    const wanted = url.searchParams.get('fields')?.split(',');
    const fields = wanted ? wanted.map((field) => known(object, field)) : [...org.fields(object).values()];
    return {
      status: 200,
      body: {
        attributes: attributes(org, object, row.Id),
        ...Object.fromEntries(fields.map((info) => [info.name, output(info, row[info.name] ?? null)])),
      },
    };
  }

  function known(object: ReturnType<typeof objectName>, field: string): FieldInfo {
    const info = org.fields(object).get(field);
    if (!info) throw new OrgError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`);
    return info;
  }

  function firstPage(soql: string, all: boolean, batch: number): unknown {
    const selected = select(org, soql, all);
    if (selected.count !== undefined) return { totalSize: selected.count, done: true, records: [] };
    return page({ ...selected, from: 0 }, batch);
  }

  function nextPage(locator: string, batch: number): unknown {
    const held = locators.get(locator);
    if (!held) throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return page(held, batch);
  }

  function page(selected: Selected & { from: number }, batch: number): unknown {
    const { rows, from, shape } = selected;
    const records = rows.slice(from, from + batch).map(shape);
    const isDone = from + records.length >= rows.length;
    if (isDone) return { totalSize: rows.length, done: true, records };
    // Opaque on purpose: whoever takes it apart depends on what Salesforce may change.
    const locator = `0r8xx${(locatorNumber += 1).toString(36).padStart(10, '0')}AAA-${from + batch}`;
    locators.set(locator, { ...selected, from: from + batch });
    return {
      totalSize: rows.length,
      done: false,
      nextRecordsUrl: `/services/data/v${org.version}/query/${locator}`,
      records,
    };
  }

  function composite(body: string, userId: string): unknown {
    const { compositeRequest } = parse(body) as unknown as {
      compositeRequest: { method: string; url: string; referenceId: string; body?: unknown }[];
    };
    const isQuery = ({ url }: { url: string }): boolean => /\/query(All)?[/?]/.test(url);
    if (compositeRequest.length > 25)
      throw new OrgError(400, 'LIMIT_EXCEEDED', 'The composite request contains more than 25 subrequests.');
    if (compositeRequest.filter(isQuery).length > 5)
      throw new OrgError(400, 'LIMIT_EXCEEDED', 'The composite request contains more than 5 query subrequests.');
    return {
      compositeResponse: compositeRequest.map(({ method, url, referenceId, body: sub }) => {
        let answer: Answer;
        try {
          // A part can be refused on its own, while the whole answers 200.
          const kind = org.faults.take(`${method} ${decodeURIComponent(url)}`);
          const fault = kind && FAULTS[kind];
          if (fault && 'code' in fault) throw new OrgError(fault.status, fault.code, fault.message);
          answer = route(method, new URL(url.replace(/\+/g, '%20'), 'http://org'), JSON.stringify(sub ?? {}), userId, {
            batch: PAGE,
          });
        } catch (error) {
          if (!(error instanceof OrgError)) throw error;
          answer = { status: error.status, body: error.body() };
        }
        return { body: answer.body ?? null, httpHeaders: {}, httpStatusCode: answer.status, referenceId };
      }),
    };
  }

  function describe(object: ReturnType<typeof objectName>): unknown {
    const fields = [...org.fields(object).values()].map(({ name, type, to, relationship, updateable, filterable }) => ({
      name,
      label: name.replace(/Id$/, '').replace(/([a-z])([A-Z])/g, '$1 $2'),
      type,
      updateable,
      filterable,
      sortable: filterable,
      nillable: name !== 'Id',
      custom: false,
      referenceTo: to ?? [],
      relationshipName: relationship ?? null,
      polymorphicForeignKey: (to?.length ?? 0) > 1,
      picklistValues:
        name === 'StageName' && object === 'Opportunity'
          ? org.rows('OpportunityStage').map((stage) => ({
              active: stage['IsActive'],
              defaultValue: false,
              label: stage['MasterLabel'],
              value: stage['ApiName'],
            }))
          : [],
    }));
    return {
      name: object,
      label: object,
      queryable: true,
      replicateable: true,
      updateable: true,
      createable: true,
      keyPrefix: null,
      childRelationships: [],
      recordTypeInfos: [],
      fields,
      urls: {},
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

const notFound = (): OrgError => new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
const versions = (): unknown =>
  Object.entries(LABELS).map(([number, label]) => ({
    label,
    url: `/services/data/v${number}.0`,
    version: `${number}.0`,
  }));

function parse(body: string): Record<string, Value> {
  try {
    return JSON.parse(body) as Record<string, Value>;
  } catch {
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'Unexpected character in the request body');
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function send(
  response: ServerResponse,
  answer: Answer | number,
  type = 'application/json;charset=UTF-8',
  text?: string,
): void {
  const { status, body } = typeof answer === 'number' ? { status: answer, body: undefined } : answer;
  const payload = text ?? (body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, payload ? { 'Content-Type': type } : {});
  response.end(payload);
}
