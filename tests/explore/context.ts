import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { day, type Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { buildLog } from '@/lib/columns/log';
import { profileOf, rowsOfTables } from '@/lib/crm/salesforce/from-tables';
import { orgZone } from '@/lib/deal/org';
import { knownAt } from '@/lib/log/known-at';
import { productsOf } from '@/lib/log/products';
import { generateOrg } from '@/lib/sample/generate';
import type { OrgTables } from '@/lib/sample/org-tables';
import { lastDayOf, loadData } from '@/tests/org/load';
import { orgToday } from '@/tests/org/today';

import { type ExploreContext, type Options, UsageError } from './command';
import { factsOf } from './facts';
import { numberOption } from './options';

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
  const { rows, problems: unread } = rowsOfTables(tables);
  const stages = new Map(rows.stage.map((stage) => [stage.name, stage]));
  const known = knownAt(
    {
      opportunities: rows.opportunity,
      versions: rows.version,
      fieldChanges: rows.fieldChange,
      activities: rows.activity,
      contactRoles: rows.contactRole,
    },
    now,
    stages,
    today,
  );
  const history = buildLog({ ...known, stages, profile });
  const lines = Map.groupBy(rows.lineItem, ({ opportunityId }) => opportunityId);
  const deals = new Map(rows.opportunity.map((deal) => [deal.id, deal]));
  const products = productsOf(history.ids, (id) => {
    const deal = deals.get(id);
    return deal && { lines: lines.get(id) ?? [], whole: deal.amount, currency: deal.currency ?? profile.currency };
  });
  const log = rows.lineItem.length === 0 ? history : { ...history, products };
  const facts = factsOf(known, log, {
    profile,
    now,
    today,
    stages,
    users: rows.user,
    roles: rows.role,
    quotas: rows.quota,
    lineItems: rows.lineItem,
    splits: rows.split,
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
    problems: [...problems, ...unread],
  };
}
