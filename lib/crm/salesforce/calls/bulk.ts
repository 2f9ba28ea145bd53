import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import { csvRows } from './bulk-csv';
import type { Http } from './http';

/** Rows of one page: some 3 MB of CSV, parsed within a slice of the sync. */
const PAGE_ROWS = 10_000;
const POLLS = 10;

const jobSchema = v.object({ id: v.string(), state: v.string() });

export interface BulkPage {
  rows: Record<string, unknown>[];
  /** Where the next page begins; absent on the last. */
  locator?: string;
}

/** Query jobs of Bulk API 2.0: a large table in a few calls, whatever the size of its rows. */
export function createBulk(
  http: Http,
  sleep: (ms: number) => Promise<void>,
): {
  /** Starts a job; its id. */
  start(version: string, soql: string, all: boolean): Promise<string>;
  /** One page of a job; `wait` when it is not done yet, `gone` when it never will be. */
  page(
    version: string,
    id: string,
    locator: string | undefined,
    types: ReadonlyMap<string, string>,
  ): Promise<BulkPage | 'wait' | 'gone'>;
  end(version: string, id: string): Promise<void>;
} {
  const base = (version: string): string => `/services/data/v${version}/jobs/query`;
  return {
    async start(version, soql, all) {
      const made = v.safeParse(
        jobSchema,
        (
          await http.call('POST', base(version), {
            operation: all ? 'queryAll' : 'query',
            query: soql,
            contentType: 'CSV',
            columnDelimiter: 'COMMA',
            lineEnding: 'LF',
          })
        ).body,
      );
      if (!made.success)
        throw new CrmError('malformed', 'The answer to a bulk job is not what the API promises.', {
          fact: { id: 'odd' },
        });
      return made.output.id;
    },
    async page(version, id, locator, types) {
      if (locator === undefined) {
        const state = await done(version, id);
        if (state !== 'JobComplete') return state;
      }
      const page = await http
        .csv(
          `${base(version)}/${id}/results?maxRecords=${PAGE_ROWS}${locator === undefined ? '' : `&locator=${locator}`}`,
        )
        .catch(orGone);
      if (page === 'gone') return page;
      return {
        rows: csvRows(page.text).map((row) => typed(row, types)),
        ...(page.locator === undefined ? {} : { locator: page.locator }),
      };
    },
    async end(version, id) {
      // The org drops it by itself in a week.
      await http.call('DELETE', `${base(version)}/${id}`).catch(() => undefined);
    },
  };

  async function done(version: string, id: string): Promise<'JobComplete' | 'wait' | 'gone'> {
    for (let polled = 0; polled < POLLS; polled += 1) {
      const answer = await http.call('GET', `${base(version)}/${id}`).catch(orGone);
      const job = v.safeParse(jobSchema, answer === 'gone' ? undefined : answer.body);
      if (!job.success || job.output.state === 'Failed' || job.output.state === 'Aborted') return 'gone';
      if (job.output.state === 'JobComplete') return 'JobComplete';
      await sleep(500 * 1.5 ** polled);
    }
    return 'wait';
  }
}

/** A job or page that the org no longer has; any other failure is passed on. */
function orGone(error: unknown): 'gone' {
  if (error instanceof CrmError && (error.status === 404 || error.status === 400)) return 'gone';
  throw error;
}

/** A row of text as the REST API would give it: null, numbers, booleans, parents as objects. */
function typed(row: Record<string, string>, types: ReadonlyMap<string, string>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(row)) {
    const [parent = '', field] = name.split('.');
    if (field !== undefined) {
      // A parent without any value is not there.
      const held = (out[parent] ?? null) as Record<string, unknown> | null;
      out[parent] = text === '' && held === null ? null : { ...held, [field]: text === '' ? null : text };
      continue;
    }
    const type = types.get(name);
    if (text === '') out[name] = null;
    else if (type === 'boolean') out[name] = text === 'true';
    else if (type !== undefined && NUMBERS.has(type)) out[name] = Number(text);
    else out[name] = text;
  }
  return out;
}

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);
