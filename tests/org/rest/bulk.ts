import { makeId } from '@/lib/sample/made-ids';

import type { OrgView } from '../live-org';
import { select } from '../soql/soql';
import type { Selected } from '../soql/soql-terms';
import type { Answer } from './answer';
import { OrgError } from './errors';

interface Job {
  id: string;
  userId: string | undefined;
  operation: 'query' | 'queryAll';
  object: string;
  createdDate: string;
  /** Polls until it is complete. */
  polls: number;
  isAborted: boolean;
  header: string;
  lines: string[];
}

const MOST_ROWS = 50_000;

/** Bulk API 2.0 query jobs: asynchronous, CSV, pages by an opaque locator. */
export function createBulk(): {
  answer(method: string, path: string[], url: URL, body: string, org: OrgView): Answer;
} {
  const jobs = new Map<string, Job>();
  const locators = new Map<string, { job: string; from: number }>();
  let number = 0;

  function create(body: string, org: OrgView): Answer {
    const { operation, query, contentType = 'CSV' } = JSON.parse(body) as Record<string, string>;
    if ((operation !== 'query' && operation !== 'queryAll') || query === undefined || contentType !== 'CSV')
      throw new OrgError(400, 'INVALIDJOB', 'operation must be query or queryAll, with a query, as CSV');
    if (/\b(?:GROUP\s+BY|OFFSET|TYPEOF)\b|\b(?:COUNT|SUM|AVG|MIN|MAX)\s*\(|\(\s*SELECT\b/i.test(query))
      throw new OrgError(400, 'API_ERROR', 'Aggregate Relationships not supported in Bulk Query');
    const selected = select(org, query, operation === 'queryAll');
    const job: Job = {
      id: makeId('750', (number += 1)),
      userId: org.userId,
      operation,
      object: selected.name,
      createdDate: new Date().toISOString().replace('Z', '+0000'),
      polls: 2,
      isAborted: false,
      header: selected.columns.map(quote).join(','),
      lines: selected.rows.map((row) => line(selected, row)),
    };
    jobs.set(job.id, job);
    return { status: 200, body: info(job, org) };
  }

  function info(job: Job, org: OrgView): unknown {
    const state = job.isAborted
      ? 'Aborted'
      : job.polls === 2
        ? 'UploadComplete'
        : job.polls > 0
          ? 'InProgress'
          : 'JobComplete';
    return {
      id: job.id,
      operation: job.operation,
      object: job.object,
      createdById: job.userId,
      createdDate: job.createdDate,
      systemModstamp: job.createdDate,
      state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: Number(org.version),
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
      ...(state === 'JobComplete'
        ? { numberRecordsProcessed: job.lines.length, retries: 0, totalProcessingTime: 100 }
        : {}),
    };
  }

  function results(job: Job, url: URL): Answer {
    if (job.polls > 0 || job.isAborted) throw new OrgError(400, 'INVALIDJOBSTATE', 'The job is not complete.');
    const asked = url.searchParams.get('locator');
    const place = asked === null ? undefined : locators.get(asked);
    if (asked !== null && place?.job !== job.id)
      throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    const from = place?.from ?? 0;
    const most = Math.min(MOST_ROWS, Number(url.searchParams.get('maxRecords') ?? MOST_ROWS));
    const lines = job.lines.slice(from, from + most);
    const isLast = from + lines.length >= job.lines.length;
    return {
      status: 200,
      csv: `${[job.header, ...lines].join('\n')}\n`,
      headers: {
        'Sforce-Locator': isLast ? 'null' : locate(job, from + lines.length),
        'Sforce-NumberOfRecords': String(lines.length),
      },
    };
  }

  function locate(job: Job, from: number): string {
    const locator = Buffer.from(`${job.id}.${(number += 1)}`).toString('base64url');
    locators.set(locator, { job: job.id, from });
    return locator;
  }

  return {
    answer(method, [id = '', tail], url, body, org) {
      if (!id && method === 'POST') return create(body, org);
      if (!id && method === 'GET') {
        const own = [...jobs.values()].filter((job) => job.userId === org.userId);
        return { status: 200, body: { done: true, records: own.map((job) => info(job, org)), nextRecordsUrl: null } };
      }
      const job = jobs.get(id);
      if (!job || job.userId !== org.userId)
        throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
      if (tail === 'results') return results(job, url);
      if (tail === 'resultPages') {
        const links: unknown[] = [];
        for (let from = 0; from < job.lines.length && links.length < 5; from += MOST_ROWS)
          links.push({
            resultLink: `/services/data/v${org.version}/jobs/query/${id}/results?locator=${locate(job, from)}`,
          });
        return { status: 200, body: { resultPages: links, nextRecordsUrl: null, done: true } };
      }
      if (method === 'DELETE') {
        jobs.delete(id);
        return { status: 204 };
      }
      if (method === 'PATCH') {
        job.isAborted = (JSON.parse(body) as { state?: string }).state === 'Aborted';
        return { status: 200, body: info(job, org) };
      }
      if (job.polls > 0) job.polls -= 1;
      return { status: 200, body: info(job, org) };
    },
  };
}

function line({ cells }: Selected, row: Selected['rows'][number]): string {
  return cells(row)
    .map(({ value, type }) => {
      if (value === null) return '';
      if (type === 'datetime') return quote(String(value));
      if ((type === 'currency' || type === 'percent') && Number.isInteger(value)) return `${value}.0`;
      return typeof value === 'string' ? quote(value) : String(value);
    })
    .join(',');
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
