import { type Day, daysBetween } from '@/lib/calendar/days';
import {
  beginsPeriod,
  endsPeriod,
  type FiscalSettings,
  isWithin,
  PERIOD_KINDS,
  periodAt,
  type PeriodKind,
  tileOf,
} from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { chooseForecastType } from '@/lib/deal/forecast-type';
import { type Minor, minor, toCorporate, toMinor } from '@/lib/deal/money';
import type { OrgProfile, Quota } from '@/lib/deal/org';
import { disjointSpans, type SpannedQuota } from '@/lib/deal/quota-spans';

/** One person's quota for a period, from rows that are disjoint. */
interface OwnQuota {
  amount: Minor;
  /** Rows in a currency that has no rate: they are not in the amount. */
  unpriced: number;
  /** A part of a longer quota, by its days. */
  isShared: boolean;
  /** Rows left out since another has the same person, start, territory and family, and nothing tells them apart. */
  twice: number;
  /** Rows left out since others of the same person are about the same days: months of a quarter that has a row too. */
  otherSpans: number;
}

/** The quotas of a period by person, and which of the CRM's forecasts they are of. */
export interface QuotaRows {
  byUser: ReadonlyMap<string, OwnQuota>;
  forecastTypeId?: string;
  /** Rows around the period that are left out, since they begin on no period's first day. */
  offPeriod: readonly Quota[];
  /** Rows that a person gave until a day which ends no period, as the org's calendar is now: they count by their days. */
  oddEnds: readonly Quota[];
}

/**
 * Each person's quota for a period. The rows that are added up are disjoint: of one forecast type alone; what a person typed or gave in a
 * file only where that type has nothing of the same user and start; one row of several of the same person, start, territory and
 * family; a row without a product family in place of the families it is the total of; of months and their quarter one of the two
 * (`disjointSpans`). Months follow each other, and territories and families are parts. A quota reaches to the end that the CRM tells;
 * without one over a quarter, or over a month where its source has any that begins within a quarter. Of a period that is shorter,
 * or lies across, it gives the share of its days, rounded so that the shares of the parts add up to it exactly. A row that begins on no
 * period's first day is left out and named, as a file's line is: nobody can tell what it is for. What a person gave may be for several
 * quarters, such as a half; where the calendar was changed and its last day ends nothing any more, it is named.
 */
export function quotaRows(
  quotas: readonly Quota[],
  profile: OrgProfile,
  period: Pick<Period, 'start' | 'end'>,
  wanted?: string,
): QuotaRows {
  // Many people have quotas of the same days, and the calendar is asked once of each.
  const isOff = perDays((row) => isMisdated(profile, row));
  const beginsQuarter = perDays((row) => startsQuarter(profile, row));
  const monthOf = perDays((row) => beginningAt(profile, 'month', row.start));
  const quarterOf = perDays((row) => beginningAt(profile, 'quarter', row.start));
  const tile = perDays(({ start, end = start }) => tileOf(profile, { start, end }));
  const endsOdd = perDays(({ end }) => end !== undefined && !endsPeriod(profile, end));
  const isOfParts = perDays(
    ({ start, end }) => end !== undefined && startsQuarter(profile, { start }) && endsPeriod(profile, end),
  );
  const misdated = new Set(quotas.filter((row) => isOff(row) && !(row.forecastTypeId === undefined && isOfParts(row))));
  const monthly = new Set(
    quotas.filter((row) => row.end === undefined && !misdated.has(row) && !beginsQuarter(row)).map(sourceOf),
  );
  const spanOf = (row: Quota): SpannedQuota['span'] => {
    if (row.end !== undefined && row.end >= row.start) return tile(row);
    return monthly.has(sourceOf(row)) ? monthOf(row) : quarterOf(row);
  };
  const isInside = (row: Quota): boolean => {
    const { start, end } = spanOf(row);
    return start <= period.end && end >= period.start;
  };
  const forecastTypeId = chooseForecastType(quotas.filter(isInside), profile.forecastTypes, wanted);
  const ofType = quotas.filter((row) => forecastTypeId !== undefined && row.forecastTypeId === forecastTypeId);
  const chosen = ofType.filter((row) => !misdated.has(row));
  const covered = new Set(chosen.map(placeOf));
  const untyped = quotas.filter((row) => row.forecastTypeId === undefined);
  const given = untyped.filter((row) => !misdated.has(row) && !covered.has(placeOf(row)));
  // Before those of other periods are left out: whether the months of a quarter are all there is not told by one of them.
  const disjoint = new Set(
    [...Map.groupBy([...chosen, ...given], ownerOf).values()].flatMap((own) =>
      disjointSpans(own.map((row) => ({ row, span: spanOf(row) }))).map(({ row }) => row),
    ),
  );
  const all = [...chosen, ...given].filter(isInside);
  const rows = all.filter((row) => disjoint.has(row));
  const totals = new Set(rows.filter(({ productFamily }) => productFamily === undefined).map(partOf));
  const byUser = new Map<string, OwnQuota>();
  const seen = new Set<string>();
  for (const row of all)
    if (!disjoint.has(row)) {
      const held = byUser.get(row.userId) ?? NOTHING;
      byUser.set(row.userId, { ...held, otherSpans: held.otherSpans + 1 });
    }
  // The smallest id first, so that the same row counts whatever order they come in.
  for (const row of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (row.productFamily !== undefined && totals.has(partOf(row))) continue;
    const held = byUser.get(row.userId) ?? NOTHING;
    const place = `${partOf(row)}/${row.productFamily ?? ''}`;
    if (seen.has(place)) {
      byUser.set(row.userId, { ...held, twice: held.twice + 1 });
      continue;
    }
    seen.add(place);
    const { amount, unpriced, isShared } = held;
    const span = spanOf(row);
    const own = toCorporate(row, profile);
    const part = own === undefined ? 0 : shareOf(toMinor(own, profile.currency), span, period);
    byUser.set(row.userId, {
      ...held,
      amount: minor(amount + part),
      unpriced: unpriced + (own === undefined ? 1 : 0),
      isShared: isShared || !(isWithin(period, span.start) && isWithin(period, span.end)),
    });
  }
  const offPeriod = [...ofType, ...untyped].filter((row) => misdated.has(row) && isInside(row));
  const oddEnds = rows.filter((row) => row.forecastTypeId === undefined && endsOdd(row));
  return { byUser, offPeriod, oddEnds, ...(forecastTypeId === undefined ? {} : { forecastTypeId }) };
}

/** What is true of a row by its days alone, found out once for them. */
function perDays<Value>(make: (row: Pick<Quota, 'start' | 'end'>) => Value): (row: Quota) => Value {
  const known = new Map<string, { value: Value }>();
  return (row) => {
    const days = `${row.start}/${row.end ?? ''}`;
    let held = known.get(days);
    if (!held) known.set(days, (held = { value: make(row) }));
    return held.value;
  };
}

const NOTHING: OwnQuota = { amount: minor(0), unpriced: 0, isShared: false, twice: 0, otherSpans: 0 };

/** What the CRM has of one forecast type is one source; what a person gave is one for each user. */
const sourceOf = ({ forecastTypeId, userId }: Quota): string => forecastTypeId ?? `given ${userId}`;
const placeOf = ({ userId, start }: Quota): string => `${userId}/${start}`;
const ownerOf = ({ userId, territoryId = '' }: Quota): string => `${userId}/${territoryId}`;
const partOf = ({ userId, start, territoryId = '' }: Quota): string => `${userId}/${start}/${territoryId}`;

const startsQuarter = (settings: FiscalSettings, { start }: Pick<Quota, 'start'>): boolean =>
  settings.periods?.some((own) => own.type === 'quarter' && own.start === start) === true ||
  periodAt(settings, 'quarter', start).start === start;

/** The days of the period that a quota without an end is for: the org's own that begins then, though another may keep its first days. */
function beginningAt(settings: FiscalSettings, kind: PeriodKind, day: Day): SpannedQuota['span'] {
  const own = settings.periods?.find(({ type, start }) => type === kind && start === day);
  return own ? tileOf(settings, own) : periodAt(settings, kind, day);
}

/** It begins on no period's first day; or the period that the CRM names by its end begins on another. */
function isMisdated(settings: FiscalSettings, { start, end }: Pick<Quota, 'start' | 'end'>): boolean {
  if (settings.periods?.some((own) => own.start === start && own.end === end)) return false;
  if (end === undefined || end < start) return !beginsPeriod(settings, start);
  const named = PERIOD_KINDS.map((kind) => periodAt(settings, kind, start)).filter((each) => each.end === end);
  return named.length > 0 && named.every((each) => each.start !== start);
}

/** The part of an amount that falls to the days of a period. */
function shareOf(amount: number, span: Pick<Period, 'start' | 'end'>, period: Pick<Period, 'start' | 'end'>): number {
  const days = daysBetween(span.start, span.end) + 1;
  const until = (passed: number): number => Math.round((amount * Math.min(Math.max(passed, 0), days)) / days);
  return until(daysBetween(span.start, period.end) + 1) - until(daysBetween(span.start, period.start));
}
