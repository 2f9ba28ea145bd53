import { daysBetween } from '@/lib/calendar/days';
import { type FiscalSettings, isWithin, periodAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { chooseForecastType } from '@/lib/deal/forecast-type';
import { type Minor, toCorporate, toMinor } from '@/lib/deal/money';
import type { OrgProfile, Quota } from '@/lib/deal/org';

/** One person's quota for a period, from rows that are disjoint. */
interface OwnQuota {
  amount: Minor;
  /** Rows in a currency that has no rate: they are not in the amount. */
  unpriced: number;
  /** A part of a longer quota, by its days. */
  isShared: boolean;
  /** Rows left out since another has the same person, start, territory and family, and nothing tells them apart. */
  twice: number;
}

/** The quotas of a period by person, and which of the CRM's forecasts they are of. */
export interface QuotaRows {
  byUser: ReadonlyMap<string, OwnQuota>;
  forecastTypeId?: string;
}

/**
 * Each person's quota for a period. The rows that are added up are disjoint: of one forecast type alone; what a person typed or gave in a
 * file only where that type has nothing of the same user and start; one row of several of the same person, start, territory and
 * family; a row without a product family in place of the families it is the total of. Months follow each other, and territories and
 * families are parts. A quota reaches over a quarter, or over a month where its source has any that begins within a quarter; of a
 * period that is shorter, or lies across, it gives the share of its days, rounded so that the shares of the parts add up to it exactly.
 */
export function quotaRows(
  quotas: readonly Quota[],
  profile: OrgProfile,
  period: Pick<Period, 'start' | 'end'>,
  wanted?: string,
): QuotaRows {
  const monthly = new Set(quotas.filter((row) => !startsQuarter(profile, row)).map(sourceOf));
  const spanOf = (row: Quota): Period => periodAt(profile, monthly.has(sourceOf(row)) ? 'month' : 'quarter', row.start);
  const inside = quotas.filter((row) => {
    const { start, end } = spanOf(row);
    return start <= period.end && end >= period.start;
  });
  const forecastTypeId = chooseForecastType(inside, profile.forecastTypes, wanted);
  const chosen = inside.filter((row) => forecastTypeId !== undefined && row.forecastTypeId === forecastTypeId);
  const covered = new Set(chosen.map(placeOf));
  const given = inside.filter((row) => row.forecastTypeId === undefined && !covered.has(placeOf(row)));
  const rows = [...chosen, ...given];
  const totals = new Set(rows.filter(({ productFamily }) => productFamily === undefined).map(partOf));
  const byUser = new Map<string, OwnQuota>();
  const seen = new Set<string>();
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
    const { amount, unpriced, isShared, twice } = held;
    const span = spanOf(row);
    const own = toCorporate(row, profile);
    const part = own === undefined ? 0 : shareOf(toMinor(own, profile.currency), span, period);
    byUser.set(row.userId, {
      // Safe: a sum of whole minor units is one.
      amount: (amount + part) as Minor,
      unpriced: unpriced + (own === undefined ? 1 : 0),
      twice,
      isShared: isShared || !(isWithin(period, span.start) && isWithin(period, span.end)),
    });
  }
  return { byUser, ...(forecastTypeId === undefined ? {} : { forecastTypeId }) };
}

// Safe: nothing is no minor unit.
const NOTHING: OwnQuota = { amount: 0 as Minor, unpriced: 0, isShared: false, twice: 0 };

/** What the CRM has of one forecast type is one source; what a person gave is one for each user. */
const sourceOf = ({ forecastTypeId, userId }: Quota): string => forecastTypeId ?? `given ${userId}`;
const placeOf = ({ userId, start }: Quota): string => `${userId}/${start}`;
const partOf = ({ userId, start, territoryId = '' }: Quota): string => `${userId}/${start}/${territoryId}`;

const startsQuarter = (settings: FiscalSettings, { start }: Quota): boolean =>
  periodAt(settings, 'quarter', start).start === start;

/** The part of an amount that falls to the days of a period. */
function shareOf(amount: number, span: Pick<Period, 'start' | 'end'>, period: Pick<Period, 'start' | 'end'>): number {
  const days = daysBetween(span.start, span.end) + 1;
  const until = (passed: number): number => Math.round((amount * Math.min(Math.max(passed, 0), days)) / days);
  return until(daysBetween(span.start, period.end) + 1) - until(daysBetween(span.start, period.start));
}
