import { CrmError, type PullPage } from '@/lib/crm/crm';
import type { TableName } from '@/lib/deal/org';

import { createBulk } from './calls/bulk';
import type { Http, HttpOptions } from './calls/http';
import { afterSource, cursorOf, type CursorPlace } from './cursor';
import { parseRows } from './parse';
import type { Prepared } from './prepare';
import { partDeleted, soqlOf, stampMs, withReasons } from './query';
import type { Source } from './sources';

/** From here on a job of some ten calls costs less than pages of 2,000. */
const JOB_FROM = 20_000;

export const NOTHING = { rows: [], deletedIds: [], isDone: false, isHidden: false, rejected: [] };

/** Pulls of large tables by asynchronous jobs. */
export function createJobs(http: Http, prepare: () => Promise<Prepared>, { sleep, jobFrom }: HttpOptions) {
  const bulk = createBulk(http, sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))));
  return {
    /** A job for a table that is large and wanted whole; none where the org has no such jobs for this user. */
    async start(source: Source, place: CursorPlace, total: number): Promise<CursorPlace['job']> {
      const isStart = place.mode === 'full' && place.locator === undefined && place.afterId === undefined;
      if (!isStart || place.noJob || !source.stamp || total <= (jobFrom ?? JOB_FROM)) return undefined;
      const { version, ...known } = await prepare();
      // An order would keep Salesforce from reading in parallel.
      const soql = await soqlOf(source, known, { order: '' });
      if (soql === undefined) return undefined;
      try {
        return { id: await bulk.start(version, soql, source.all === true), total };
      } catch (error) {
        if (error instanceof CrmError && (error.status === 400 || error.status === 403 || error.status === 404))
          return undefined;
        throw error;
      }
    },
    /** The next page of a job. */
    async pull<Name extends TableName>(
      sources: readonly Source<Name>[],
      source: Source<Name>,
      place: CursorPlace,
      job: NonNullable<CursorPlace['job']>,
    ): Promise<PullPage<Name>> {
      const { version, describe, lossField } = await prepare();
      const page = await bulk.page(version, job.id, place.locator, (await describe(source.object)) ?? new Map());
      if (page === 'wait') return { ...NOTHING, total: job.total, next: cursorOf(place) };
      const { marks, reads } = place;
      const anew = { mode: 'full' as const, at: source.object, marks, ...(reads === undefined ? {} : { reads }) };
      if (page === 'gone') return { ...NOTHING, next: cursorOf({ ...anew, noJob: true }) };
      const got = (job.got ?? 0) + page.rows.length;
      // Rows come and go between the count and the job, but not as many again.
      if (page.locator !== undefined && (page.rows.length === 0 || got > 2 * job.total))
        throw new CrmError(
          'malformed',
          `Salesforce announced ${job.total} rows, its job has sent ${got} and names a further page. That page was not asked for; the next sync asks again.`,
          { fact: { id: 'endless', values: { announced: job.total, sent: got } } },
        );
      const parsed = parseRows(source.parse, withReasons(partDeleted(page.rows).kept, source, lossField()));
      const newest = page.rows.reduce<string | undefined>(
        (held, row) => later(held, row[source.stamp ?? '']),
        job.mark,
      );
      if (page.locator === undefined) await bulk.end(version, job.id);
      const { next, isDone } =
        page.locator === undefined
          ? afterSource(sources, source, {
              ...anew,
              marks: { ...marks, ...(newest === undefined ? {} : { [source.object]: newest }) },
            })
          : {
              next: {
                ...anew,
                locator: page.locator,
                job: { ...job, got, ...(newest === undefined ? {} : { mark: newest }) },
              },
              isDone: false,
            };
      return {
        ...NOTHING,
        rows: parsed.rows,
        rejected: parsed.rejected,
        total: job.total,
        next: cursorOf(next),
        isDone,
      };
    },
  };
}

const later = (a: string | undefined, b: unknown): string | undefined =>
  typeof b !== 'string' || (a !== undefined && stampMs(a) >= stampMs(b)) ? a : b;
