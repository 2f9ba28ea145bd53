import { DAY_MS } from '@/lib/calendar/days';

import type { OrgView } from '../live-org';
import type { objectName } from '../soql/soql-terms';
import { OrgError } from './errors';

const LOOK_BACK_DAYS = { updated: 30, deleted: 15 };

/** `GET /sobjects/{object}/updated|deleted?start&end` with the windows that Salesforce keeps; seconds do not count. */
export function replicate(
  org: OrgView,
  object: ReturnType<typeof objectName>,
  kind: 'updated' | 'deleted',
  { start, end }: { start: string | null; end: string | null },
): unknown {
  const now = Date.now();
  const minute = (text: string | null): number => Math.floor(Date.parse(text ?? '') / 60_000) * 60_000;
  const [from, to] = [minute(start), minute(end)];
  const wrong = (words: string): OrgError => new OrgError(400, 'INVALID_REPLICATION_DATE', words);
  if (Number.isNaN(from) || Number.isNaN(to)) throw wrong('startDate and endDate must be ISO 8601 dates');
  if (to - from < 60_000) throw wrong('endDate must be at least one minute greater than startDate');
  if (from < now - LOOK_BACK_DAYS[kind] * DAY_MS)
    throw wrong(`startDate cannot be more than ${LOOK_BACK_DAYS[kind]} days ago`);
  const stampOf = (row: Record<string, unknown>): number => Date.parse(String(row['SystemModstamp']));
  const isWithin = (row: Record<string, unknown>): boolean => stampOf(row) >= from && stampOf(row) < to;
  const covered = plus(Math.min(to, now));
  if (kind === 'updated')
    return {
      ids: org
        .rows(object)
        .filter(isWithin)
        .map(({ Id }) => Id),
      latestDateCovered: covered,
    };
  return {
    deletedRecords: org
      .deleted(object)
      .filter(isWithin)
      .map((row) => ({ id: row.Id, deletedDate: plus(stampOf(row)) })),
    earliestDateAvailable: plus(now - LOOK_BACK_DAYS.deleted * DAY_MS),
    latestDateCovered: covered,
  };
}

const plus = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');
