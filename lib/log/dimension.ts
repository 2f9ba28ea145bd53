import { type Instant } from '@/lib/calendar/instant';
import type { Rows } from '@/lib/log/counted-deals';
import { attributeColumn, CATEGORIES, type Codes, NO_DAY, type PipelineLog } from '@/lib/log/event-log';
import { FIRST_VERSION } from '@/lib/log/positions';
import { AGE_BANDS, bandOfDays, daysSince, sinceVersion } from '@/lib/log/stays';

/**
 * What figures can be cut by: a column of the log each, but for the amount's band, the month of the close date, and the family of products,
 * by which an amount is divided (G2.35).
 */
export const DIMENSIONS = [
  'stage',
  'category',
  'owner',
  'account',
  'type',
  'source',
  'recordType',
  'campaign',
  'territory',
  'family',
  'amountBand',
  'closeMonth',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** What a figure of an instant can be cut by: how long a deal has been in its stage depends on the instant. */
export const CUTS = [...DIMENSIONS, 'stageAge'] as const;
export type Cut = (typeof CUTS)[number];

/** Lower edges of the amount bands, in minor units; band 0 is "no amount". */
const AMOUNT_BANDS = [Number.NEGATIVE_INFINITY, 500_000, 2_000_000, 5_000_000, 10_000_000, 25_000_000] as const;
const BAND_WORDS = ['', ...AMOUNT_BANDS.map((low) => (Number.isFinite(low) ? String(low) : '0'))];

/** The code of each row in a dimension, and the words of the codes; rows are deals with the versions that hold, side by side. */
export interface Axis {
  codes: Uint32Array;
  words: readonly string[];
}

/** `at` is the instant (ms) that the figure is asked of. */
export function axisOf(log: PipelineLog, by: Exclude<Cut, 'family'>, rows: Rows, at: Instant): Axis {
  const { deals, versions } = rows;
  switch (by) {
    case 'stage':
    case 'owner':
      return { codes: picked(log[by], versions), words: log.words[by] };
    case 'category':
      return { codes: picked(log.category, versions), words: CATEGORIES };
    case 'account':
    case 'type':
    case 'source':
    case 'recordType':
    case 'campaign':
    case 'territory': {
      const { codes, places } = attributeColumn(log, by, rows);
      return { codes: picked(codes, places), words: log.words[by] };
    }
    case 'amountBand':
      return { codes: versions.map((version) => bandOf(log.amount[version])), words: BAND_WORDS };
    case 'closeMonth':
      return months(log.closeDay, versions);
    case 'stageAge':
      return {
        codes: Uint32Array.from(deals, (deal, row) =>
          bandOfDays(daysSince(log, sinceVersion(log, deal, versions[row] ?? FIRST_VERSION, 'stage'), at)),
        ),
        words: AGE_BANDS.map(String),
      };
  }
}

function picked(codes: Codes, places: Uint32Array): Uint32Array {
  const found = new Uint32Array(places.length);
  for (let row = 0; row < found.length; row += 1) found[row] = codes[places[row] ?? 0] ?? 0;
  return found;
}

const bandOf = (amount = Number.NaN): number =>
  Number.isNaN(amount) ? 0 : AMOUNT_BANDS.findLastIndex((low) => amount >= low) + 1;

/** Days further apart than this are no close dates of one org: their months are worked out one by one. */
const MOST_DAYS = 65_536;

/** Months of close dates as codes in rising order, with words like `2026-11`; 0, a deal without a close date, is the first, ''. */
function months(closeDay: Int32Array, versions: Uint32Array): Axis {
  let [first, last] = [Infinity, -Infinity];
  for (let row = 0; row < versions.length; row += 1) {
    const day = closeDay[versions[row] ?? FIRST_VERSION] ?? NO_DAY;
    if (day === NO_DAY) continue;
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const [least, most] = [monthOf(first), monthOf(last)];
  const words = [''];
  for (let month = least; month <= most; month += 1) words.push(monthText(month));
  // Many deals close on few days: each day's month is worked out once.
  const known = new Uint32Array(last - first < MOST_DAYS ? Math.max(0, last - first + 1) : 0);
  const codes = new Uint32Array(versions.length);
  for (let row = 0; row < codes.length; row += 1) {
    const day = closeDay[versions[row] ?? FIRST_VERSION] ?? NO_DAY;
    if (day === NO_DAY) continue;
    const code = known[day - first] || monthOf(day) - least + 1;
    codes[row] = code;
    known[day - first] = code;
  }
  return { codes, words };
}

/** Months since January of year 0, plus 1; 0 without a day (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function monthOf(day: number): number {
  if (day === NO_DAY) return 0;
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Months from March, so that the leap day is the last of its year.
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return (era * 400 + yearOfEra) * 12 + fromMarch + 2 + 1;
}

function monthText(code: number): string {
  const year = Math.floor((code - 1) / 12);
  return `${String(year).padStart(4, '0')}-${String(((code - 1) % 12) + 1).padStart(2, '0')}`;
}
