import { type Column, categoryColumn, numberColumn } from '@/lib/scoring/table';

import { formatOf, instantOf } from './map-dates';
import { MapError } from './map-error';
import { decimalOf, isMissingValue, isMissingWord, numberOf } from './map-numbers';
import type { TextColumns } from './map-read';
import type { Mapping } from './map-shape';

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
  place(row: number): string;
}

export function mappedColumns(file: TextColumns, { decimal, dateFormat, missing }: Mapping, say: Say): MappedColumns {
  const own = new Set(missing);
  const text = (name: string): readonly string[] =>
    own.size === 0 ? file.of(name) : file.of(name).map((raw) => (own.has(raw) ? '' : raw));
  return {
    size: file.size,
    text,
    place: file.place,
    words: (name) => text(name).map((raw) => (isMissingWord(raw) ? '' : raw)),
    numbers(name) {
      const raw = text(name);
      const by = decimal ?? decimalOf(raw);
      const found = Float64Array.from(raw, (each) => numberOf(each, by));
      const wrong = wrongAt(raw, found);
      if (wrong.length > 0)
        say(
          `${name}: ${wrong.length} of ${raw.length} values are no numbers (first ${quoted(raw[wrong[0] ?? 0])} in ` +
            `${file.place(wrong[0] ?? 0)}): they count as missing.`,
        );
      return found;
    },
    instants(name) {
      const raw = text(name);
      const { format, isGuess, contradiction } = formatOf(raw);
      if (contradiction && dateFormat === undefined)
        throw new MapError(
          `${name}: ${quoted(contradiction[0])} can only have the day first, ${quoted(contradiction[1])} only the month. Set "dateFormat" to ` +
            'DMY or MDY; what does not fit it is then missing.',
        );
      if (isGuess && dateFormat === undefined)
        say(
          `${name}: days and months could be either way round; the month is taken first. Set "dateFormat" to DMY if not.`,
        );
      const found = Float64Array.from(raw, (each) => instantOf(each, dateFormat ?? format));
      const wrong = wrongAt(raw, found);
      if (wrong.length > 0)
        say(
          `${name}: ${wrong.length} of ${raw.length} values are no dates (first ${quoted(raw[wrong[0] ?? 0])} in ` +
            `${file.place(wrong[0] ?? 0)}): they count as missing.`,
        );
      return found;
    },
  };
}

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

/** Rows where something stands that could not be read. */
const wrongAt = (raw: readonly string[], found: Float64Array): number[] =>
  raw.flatMap((each, row) => (Number.isNaN(found[row]) && !isMissingValue(each) ? [row] : []));

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
