import type { Row, Value } from '@/lib/sample/org-tables';

import type { LiveOrg } from '../live-org';
import { objectName, output } from '../soql/soql-terms';
import type { Answer } from './answer';
import { OrgError } from './errors';
import { FAULTS } from './faults';

type Run = (method: string, url: URL, body: string, headers: Record<string, string>) => Answer;

interface Part {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

/** `/composite`: 25 parts, five of them queries, one call of the day's; `@{ref.path}` stands for an earlier part's answer. */
export function composite(org: LiveOrg, body: string, run: Run): unknown {
  const { compositeRequest, allOrNone = false } = parse(body) as unknown as {
    compositeRequest: Part[];
    allOrNone?: boolean;
  };
  const isQuery = ({ url }: Part): boolean => /\/(query(All)?[/?]|composite\/sobjects)/.test(url);
  if (compositeRequest.length > 25)
    throw new OrgError(400, 'LIMIT_EXCEEDED', 'The composite request contains more than 25 subrequests.');
  if (compositeRequest.filter(isQuery).length > 5)
    throw new OrgError(400, 'LIMIT_EXCEEDED', 'The composite request contains more than 5 query subrequests.');
  refuseReferences(compositeRequest.map(({ referenceId }) => referenceId));
  const answers = new Map<string, unknown>();
  const saved = allOrNone ? org.save() : undefined;
  const parts = compositeRequest.map((part) => {
    const { referenceId } = part;
    const answer = attempt(org, part.method, fill(part.url, answers), () =>
      run(
        part.method,
        new URL(fill(part.url, answers).replace(/\+/g, '%20'), 'http://org'),
        fill(JSON.stringify(part.body ?? {}), answers),
        lower(part.httpHeaders ?? {}),
      ),
    );
    answers.set(referenceId, answer.body ?? null);
    return { body: answer.body ?? null, httpHeaders: answer.headers ?? {}, httpStatusCode: answer.status, referenceId };
  });
  if (!saved || parts.every(({ httpStatusCode }) => httpStatusCode < 400)) return { compositeResponse: parts };
  saved();
  const halted = {
    errorCode: 'PROCESSING_HALTED',
    message: 'The transaction was rolled back since another operation in the same transaction failed.',
  };
  return {
    compositeResponse: parts.map((part) =>
      part.httpStatusCode < 400 ? { ...part, httpStatusCode: 400, body: [halted] } : part,
    ),
  };
}

/** A guess at the words: the guide says that each part has a name of letters, digits and underscores, and that no two have the same. */
function refuseReferences(names: readonly (string | undefined)[]): void {
  const wrong = names.find((name, at) => !/^[A-Za-z]\w*$/.test(name ?? '') || names.indexOf(name) !== at);
  if (names.length === 0) throw new OrgError(400, 'INVALID_INPUT', 'The composite request has no subrequests.');
  if (wrong !== undefined || names.includes(undefined))
    throw new OrgError(
      400,
      'INVALID_INPUT',
      `Provided referenceId (${wrong ?? ''}) is missing, malformed or not unique.`,
    );
}

/** `/composite/batch`: each part counts as a call of its own; no rollback. */
export function batch(org: LiveOrg, body: string, run: Run): unknown {
  const { batchRequests, haltOnError = false } = parse(body) as unknown as {
    batchRequests: { method: string; url: string; richInput?: unknown }[];
    haltOnError?: boolean;
  };
  if (batchRequests.length > 25)
    throw new OrgError(400, 'LIMIT_EXCEEDED', 'The batch request contains more than 25 subrequests.');
  let hasErrors = false;
  org.usage += Math.max(0, batchRequests.length - 1);
  const results = batchRequests.map(({ method, url, richInput }) => {
    if (hasErrors && haltOnError)
      return {
        statusCode: 412,
        result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
      };
    const answer = attempt(org, method, url, () =>
      run(
        method,
        new URL(`/services/data/${url.replace(/\+/g, '%20')}`, 'http://org'),
        JSON.stringify(richInput ?? {}),
        {},
      ),
    );
    hasErrors ||= answer.status >= 400;
    return { statusCode: answer.status, result: answer.body ?? null };
  });
  return { hasErrors, results };
}

/** `/composite/sobjects`: up to 200 rows; HTTP 200 even where rows fail, each with its own verdict. */
export function collections(
  org: LiveOrg,
  {
    method,
    url,
    body,
    userId,
    object,
    allowsDuplicates = false,
  }: {
    method: string;
    url: URL;
    body: string;
    userId: string;
    object?: string | undefined;
    allowsDuplicates?: boolean;
  },
): Answer {
  if (object !== undefined) return { status: 200, body: retrieve(org, object, method, url, body, userId) };
  const rows: Record<string, unknown>[] =
    method === 'DELETE'
      ? (url.searchParams.get('ids') ?? '').split(',').map((id) => ({ id }))
      : (parse(body) as unknown as { records: Record<string, unknown>[] }).records;
  const allOrNone =
    method === 'DELETE'
      ? url.searchParams.get('allOrNone') === 'true'
      : (parse(body) as { allOrNone?: Value }).allOrNone === true;
  if (rows.length > 200)
    throw new OrgError(
      400,
      'EXCEEDED_MAX_SIZE_REQUEST',
      'record limit reached. cannot submit more than 200 records in this request',
    );
  const saved = allOrNone ? org.save() : undefined;
  const verdicts = rows.map(({ attributes, id, ...fields }) => {
    try {
      const text = typeof id === 'string' ? id : '';
      const type = org.typeOf(text) ?? objectName(org, (attributes as { type?: string } | undefined)?.type ?? '');
      if (method === 'POST') return { id: org.insert(type, fields as Row, userId), success: true, errors: [] };
      if (method === 'DELETE') org.remove(type, text);
      else org.update(type, text, fields as Row, userId, { allowsDuplicates });
      return { id: text, success: true, errors: [] };
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      return {
        success: false,
        errors: [error, ...error.others].map(({ code, message, fields = [] }) => ({
          statusCode: code,
          message,
          fields,
        })),
      };
    }
  });
  if (saved && verdicts.some(({ success }) => !success)) saved();
  return { status: 200, body: verdicts };
}

function retrieve(org: LiveOrg, object: string, method: string, url: URL, body: string, userId: string): unknown {
  const view = org.as(userId);
  const type = objectName(view, object);
  const asked =
    method === 'POST'
      ? (JSON.parse(body) as { ids: string[]; fields: string[] })
      : {
          ids: (url.searchParams.get('ids') ?? '').split(','),
          fields: (url.searchParams.get('fields') ?? 'Id').split(','),
        };
  return asked.ids.map((id) => {
    const row = view.find(type, id);
    if (!row) return null;
    const fields = asked.fields.map((field) => {
      const info = view.fields(type).get(field);
      if (!info) throw new OrgError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${type}`);
      return [info.name, output(info, row[info.name] ?? null)];
    });
    return {
      attributes: { type, url: `/services/data/v${org.version}/sobjects/${type}/${id}` },
      ...Object.fromEntries(fields),
    };
  });
}

/** A part can be refused on its own, while the whole answers 200. */
function attempt(org: LiveOrg, method: string, url: string, run: () => Answer): Answer {
  try {
    const hit = org.faults.take(`${method} ${decodeURIComponent(url)}`, 'part');
    const fault = hit && FAULTS[hit.kind];
    if (fault && 'code' in fault) throw new OrgError(fault.status, fault.code, hit.message ?? fault.message);
    return run();
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return { status: error.status, body: error.body() };
  }
}

function fill(text: string, answers: ReadonlyMap<string, unknown>): string {
  return text.replace(/@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g, (_, reference: string, path: string) => {
    let value = answers.get(reference);
    for (const [, step = ''] of path.matchAll(/[.[](\w+)\]?/g))
      value = (value as Record<string, unknown> | null)?.[step];
    if (value === undefined || value === null)
      throw new OrgError(
        400,
        'PROCESSING_HALTED',
        `Invalid reference specified. No value for ${reference}${path} found in ${reference}`,
      );
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

const lower = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

export function parse(body: string): Record<string, Value> {
  let sent: unknown;
  try {
    sent = JSON.parse(body);
  } catch {
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'Unexpected character in the request body');
  }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'Cannot deserialize request body: an object is expected');
  // Safe: an object of JSON.
  return sent as Record<string, Value>;
}
