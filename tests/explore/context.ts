import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { day, type Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { buildLog } from '@/lib/columns/log';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import { orgZone } from '@/lib/deal/org';
import { knownAt } from '@/lib/log/known-at';
import { generateOrg } from '@/lib/sample/generate';
import type { OrgTables, SObjectName } from '@/lib/sample/org-tables';
import { lastDayOf, loadData } from '@/tests/org/load';
import { orgToday } from '@/tests/org/today';

import { type ExploreContext, type Options, UsageError } from './command';
import { factsOf } from './facts';
import { numberOption } from './options';
import { profileOf } from './profile';

export const SOURCE_OPTIONS = {
  data: { type: 'string' },
  size: { type: 'string' },
  seed: { type: 'string' },
  'as-of': { type: 'string' },
} as const;

/** Loads or makes the org that the options name, and leaves in it what was known on the day of `--as-of`. */
export async function openContext(options: Options): Promise<ExploreContext> {
  const asOf = options['as-of'];
  const wanted = asOf === undefined ? undefined : day(asOf);
  if (asOf !== undefined && !wanted)
    throw new UsageError(`--as-of takes a day like 2026-11-24, not "${String(asOf)}".`);
  return contextOf(await tablesOf(options, wanted), wanted);
}

async function tablesOf(options: Options, asOf: Day | undefined): Promise<OrgTables> {
  const { data } = options;
  if (data !== undefined && options['size'] !== undefined) throw new UsageError('Give --size or --data, not both.');
  if (typeof data === 'string') {
    const folder = resolve(data);
    if (!existsSync(folder))
      throw new UsageError(`There is no folder ${folder}. --data takes the folder of one of the two data sets.`);
    // Dates of real files stay: without a day it is their own last one.
    return loadData(folder, asOf ?? lastDayOf(folder));
  }
  const size = numberOption(options, 'size', 200, 1, 1_000_000);
  const seed = numberOption(options, 'seed', 1, 1, 1_000_000);
  // The machine's own day only where none is given: the same options then give the same org.
  const today = asOf ?? orgToday();
  return generateOrg({ size, seed, asOf: today });
}

/** The org in the tables as it was known at the end of a day; without one, as it is on its own last day. */
export function contextOf(
  { tables, defaultUserId, orgId, asOf, notes, problems = [] }: OrgTables,
  on?: Day,
): ExploreContext {
  const profile = profileOf(tables, orgId, defaultUserId);
  const today = on ?? day(asOf);
  if (!today) throw new Error(`The org's day "${asOf}" is no day.`);
  const now = endOfDay(today, orgZone(profile));
  const told = [...problems];
  const rows = <T>(
    table: SObjectName,
    schema: Parameters<typeof parseRows<T>>[0],
    given: readonly unknown[] = tables[table],
  ): T[] => {
    const parsed = parseRows(schema, given);
    told.push(...parsed.rejected.map(({ id, why }) => `${table} ${id ?? 'without an id'}: ${why}`));
    return parsed.rows;
  };
  const stages = new Map(rows('OpportunityStage', PARSERS.stage).map((stage) => [stage.name, stage]));
  const known = knownAt(
    {
      opportunities: rows('Opportunity', PARSERS.opportunity),
      versions: rows('OpportunityHistory', PARSERS.version),
      fieldChanges: rows('OpportunityFieldHistory', PARSERS.fieldChange),
      activities: [...rows('Task', PARSERS.task), ...rows('Event', PARSERS.event)],
      contactRoles: rows('OpportunityContactRole', PARSERS.contactRole),
    },
    now,
    stages,
    today,
  );
  const log = buildLog({ ...known, stages, profile });
  const facts = factsOf(known, log, {
    profile,
    now,
    today,
    stages,
    users: rows('User', PARSERS.user),
    roles: rows('UserRole', PARSERS.role),
    quotas: rows('ForecastingQuota', PARSERS.quota, quotaRows(tables)),
  });
  return {
    facts,
    log,
    versions: known.versions,
    fieldChanges: known.fieldChanges,
    today,
    now,
    period: quarterAt(profile, today),
    notes,
    problems: told,
  };
}

/** What the adapter would be given of quotas: those in money, each with its period. */
function quotaRows({ ForecastingQuota, Period }: OrgTables['tables']): unknown[] {
  const periods = new Map(Period.map((row) => [row.Id, row]));
  return ForecastingQuota.filter((row) => row['IsAmount'] !== false).map((row) => ({
    ...row,
    Period: periods.get(String(row['PeriodId'])) ?? null,
  }));
}
