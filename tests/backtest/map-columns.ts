import { severalCurrencies } from '@/lib/files/currencies';
import { formatOf, writtenInstant, readDate } from '@/lib/files/dates';
import { type ReadNumber, readNumbers } from '@/lib/files/numbers';
import { t } from '@/lib/i18n';
import { type Column, categoryColumn, numberColumn } from '@/lib/scoring/model/training-table';

import { MapError } from './map-error';
import { isMissingValue, isMissingWord } from './map-missing';
import type { TextColumns } from './map-read';
import type { Mapping } from './map-shape';

import '../english';

/** Tells a person what was found, in one sentence. */
export type Say = (text: string) => void;

/** A mapped file's columns as what they mean; what cannot be read is missing, counted and said. */
export interface MappedColumns {
  size: number;
  text(name: string): readonly string[];
  words(name: string): readonly string[];
  numbers(name: string): Float64Array;
  /** Instants, ms. */
  instants(name: string): Float64Array;
  /** By row, where a mere day stands, the midnight in UTC of the day as written, ms: it is comparable by day alone. NaN elsewhere. */
  days(name: string): Float64Array;
  place(row: number): string;
}

export function mappedColumns(file: TextColumns, { decimal, dateFormat, missing }: Mapping, say: Say): MappedColumns {
  const own = new Set(missing);
  const text = (name: string): readonly string[] =>
    own.size === 0 ? file.of(name) : file.of(name).map((raw) => (own.has(raw) ? '' : raw));
  const known = (name: string): readonly string[] => text(name).map((raw) => (isMissingValue(raw) ? '' : raw.trim()));
  const at = (rows: readonly number[], raw: readonly string[]): string =>
    `(first ${quoted(raw[rows[0] ?? 0])} in ${file.place(rows[0] ?? 0)})`;
  return {
    size: file.size,
    text,
    place: file.place,
    words: (name) => text(name).map((raw) => (isMissingWord(raw) ? '' : raw)),
    numbers(name) {
      const raw = known(name);
      const found = readNumbers(raw, { decimal: decimal ?? file.decimal(name) });
      const several = severalCurrencies(found.map(({ mark }) => mark));
      if (several)
        throw new MapError(
          t('files.currency.several', {
            column: name,
            currencies: Array.from(several, ([mark, count]) => `${mark} ${count}`).join(', '),
          }),
        );
      const rowsOf = (is: (each: ReadNumber) => boolean): number[] =>
        found.flatMap((each, row) => (raw[row] !== '' && is(each) ? [row] : []));
      const [shares, plain] = [
        rowsOf(({ mark }) => mark === '%'),
        rowsOf(({ mark, value }) => mark !== '%' && Math.abs(value) > 0),
      ];
      if (shares.length > 0 && plain.length > 0)
        throw new MapError(
          `${name}: ${shares.length} of ${raw.length} values are per cent ${at(shares, raw)}, others are not ${at(plain, raw)}. Write all of them in one way.`,
        );
      const errors = text(name).flatMap((each, row) => (SHEET_ERROR.test(each) ? [row] : []));
      if (errors.length > 0)
        say(
          `${name}: ${errors.length} of ${raw.length} values are errors of a spreadsheet ${at(errors, text(name))}: they count as missing.`,
        );
      const open = rowsOf(({ fault }) => fault === 'twoWays' || fault === 'contrary');
      const [first] = open;
      if (first !== undefined) {
        const { ways } = found[first] ?? {};
        throw new MapError(
          `${name}: ${open.length} of ${raw.length} values can be read in two ways ${at(open, raw)}` +
            `${ways ? `: ${ways.join(' or ')}` : ', for others have point and comma the other way round'}. Set "decimal" to "." or ",".`,
        );
      }
      const wrong = rowsOf(({ value }) => Number.isNaN(value));
      if (wrong.length > 0)
        say(
          `${name}: ${wrong.length} of ${raw.length} values are no numbers ${at(wrong, raw)}: they count as missing.`,
        );
      return Float64Array.from(found, ({ value }, row) => (raw[row] === '' ? Number.NaN : value));
    },
    instants(name) {
      const raw = known(name);
      const { format, either, eitherEnd, contradiction } = formatOf(raw);
      if (contradiction && dateFormat === undefined)
        throw new MapError(
          `${name}: ${quoted(contradiction[0])} can only have the day first, ${quoted(contradiction[1])} only the month. Set "dateFormat" to ` +
            'DMY or MDY; what does not fit it is then missing.',
        );
      if (either !== undefined && dateFormat === undefined)
        throw new MapError(
          `${name}: ${quoted(either)} and all others can have the day first or the month. Set "dateFormat" to DMY or MDY.`,
        );
      if (eitherEnd !== undefined && dateFormat === undefined)
        throw new MapError(
          `${name}: ${quoted(eitherEnd)} and all others can have the year first or the day. Write years with four digits, or set "dateFormat" to DMY.`,
        );
      const found = Float64Array.from(raw, (each) =>
        each === '' ? Number.NaN : writtenInstant(each, dateFormat ?? format),
      );
      const wrong = raw.flatMap((each, row) => (each !== '' && Number.isNaN(found[row]) ? [row] : []));
      if (wrong.length > 0)
        say(`${name}: ${wrong.length} of ${raw.length} values are no dates ${at(wrong, raw)}: they count as missing.`);
      const isCount = (dateFormat ?? format) === 'days';
      const far = isCount
        ? []
        : raw.flatMap((_, row) => ((found[row] ?? 0) < FIRST || (found[row] ?? 0) >= LAST ? [row] : []));
      // Logs that hide their years move all of them.
      if (far.length === 0 || far.length * 2 > raw.length) return found;
      say(
        `${name}: ${far.length} of ${raw.length} values are of a year that no deal has ${at(far, raw)}: they count as missing.`,
      );
      for (const row of far) found[row] = Number.NaN;
      return found;
    },
    days(name) {
      const raw = known(name);
      const format = dateFormat ?? formatOf(raw).format;
      const read = raw.map((each) => (each === '' ? undefined : readDate(each, format)));
      const count = (at: number): number => (read[at] ? Number.NaN : writtenInstant(raw[at] ?? '', format));
      // Programs without a type for days write midnight to all of them; a spreadsheet's days are whole numbers.
      const isMidnight = raw.every((each, at) => each === '' || (read[at] ? !read[at].time : count(at) % DAY_MS === 0));
      return Float64Array.from(raw, (_, at) => {
        const own = read[at];
        if (!own) return isMidnight ? count(at) : Number.NaN;
        return isMidnight || own.time === undefined ? Date.parse(`${own.day}T00:00:00Z`) : Number.NaN;
      });
    },
  };
}

/** `#N/A`, `#DIV/0!`: somebody's formula that failed, not a value that nobody knows. */
const SHEET_ERROR = /^#(?:N\/A|VALUE!|DIV\/0!|REF!|NAME\?|NUM!|NULL!)$/i;

const DAY_MS = 86_400_000;
const [FIRST, LAST] = [Date.UTC(1970, 0, 1), Date.UTC(2100, 0, 1)];

/** Features of some rows. */
export const featureColumns = (
  columns: MappedColumns,
  { categories, numbers }: { categories: readonly string[]; numbers: readonly string[] },
): Column[] => [
  ...categories.map((name) => categoryColumn(name, columns.words(name))),
  ...numbers.map((name) => numberColumn(name, columns.numbers(name))),
];

const LONG = 40;
const quoted = (raw = ''): string => `“${raw.length > LONG ? `${raw.slice(0, LONG)}…` : raw}”`;

/** 1 won, 0 lost, −1 neither: by the outcome's words, however they are cased. */
export function outcomes(columns: MappedColumns, { outcome }: Pick<Mapping, 'outcome'>): Int8Array {
  const key = (raw: string): string => raw.trim().toLowerCase();
  const meaning = new Map([
    ...outcome.lost.map((each) => [key(each), 0] as const),
    ...outcome.won.map((each) => [key(each), 1] as const),
  ]);
  return Int8Array.from(columns.text(outcome.column), (raw) => meaning.get(key(raw)) ?? -1);
}

const SHOWN = 8;

/** The most frequent of some words with their numbers, for a message. */
export function tally(words: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1);
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, SHOWN).map(([each, count]) => `${each === '' ? 'nothing' : each} ${count}`);
  return `${shown.join(', ')}${sorted.length > SHOWN ? `, and ${sorted.length - SHOWN} others` : ''}`;
}
