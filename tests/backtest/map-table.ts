import { logLoss } from '@/lib/scoring/model/quality';
import { rowsOf, type TrainingTable, wordsOf } from '@/lib/scoring/model/training-table';
import { prepareRows } from '@/lib/scoring/prepare-rows';
import { stageTable, tableChance } from '@/lib/scoring/stage-table';

import { featureColumns, type MappedColumns, outcomes, type Say, tally } from './map-columns';
import { MapError } from './map-error';
import { noteText } from './map-notes';
import { featuresOf, type Mapping } from './map-shape';
import type { BacktestRow } from './row';
import { splitRows } from './split';

const TAUGHT = 0.7;

/**
 * One row a deal; of rows with one id the last counts. The later 30 % are tested, or every third deal where there is no date; deals
 * that were created at the same instant are never parted.
 */
export function mappedTable(columns: MappedColumns, mapping: Mapping, say: Say): BacktestRow[] {
  const y = outcomes(columns, mapping);
  const features = featuresOf(mapping);
  const rows = finishedRows(columns, mapping, y, say);
  const created = mapping.created === undefined ? undefined : columns.instants(mapping.created);
  const { learnt, tested } = created
    ? splitByTime(columns, mapping, rows, created, say)
    : mapping.order === 'file'
      ? {
          learnt: rows.slice(0, Math.floor(rows.length * TAUGHT)),
          tested: rows.slice(Math.floor(rows.length * TAUGHT)),
        }
      : {
          learnt: rows.filter((_, place) => !isThird(place)),
          tested: rows.filter((_, place) => isThird(place)),
        };
  const table = { size: columns.size, columns: featureColumns(columns, features) };
  const part = (own: readonly number[]) => ({
    table: rowsOf(table, Uint32Array.from(own)),
    y: Uint8Array.from(own, (row) => y[row] ?? 0),
  });
  const [train, test] = [part(learnt), part(tested)];
  const prepared = prepareRows(train.table, train.y);
  for (const note of prepared.notes) say(noteText(note));
  const by = bestColumn({ ...train, table: prepared.table }, features.categories);
  return splitRows(mapping.name, { ...train, table: prepared.table }, test, by, {
    isOrdered: created !== undefined || mapping.order === 'file',
    say,
  });
}

/** The category whose shares of won deals alone explain the later part of the rows to learn from best: what has to be beaten. */
function bestColumn(
  { table, y }: { table: TrainingTable; y: ArrayLike<number> },
  names: readonly string[],
): string | undefined {
  const border = Math.floor(table.size * TAUGHT);
  const losses = names.flatMap((name) => {
    if (!table.columns.some((column) => column.name === name)) return [];
    const words = wordsOf(table, name);
    const shares = stageTable(words.slice(0, border), Array.from(y).slice(0, border));
    const later = words.slice(border).map((word) => tableChance(shares, word));
    return [{ name, loss: later.length === 0 ? 0 : logLoss(later, Array.from(y).slice(border)) }];
  });
  return losses.toSorted((a, b) => a.loss - b.loss)[0]?.name;
}

/** Every third or so, scattered by a multiplicative hash. */
const isThird = (place: number): boolean => (Math.imul(place + 1, 0x9e3779b1) >>> 0) % 10 < 3;

/** Rows that count: the last of each deal, where it ended. */
function finishedRows(columns: MappedColumns, mapping: Mapping, y: Int8Array, say: Say): number[] {
  const { outcome } = mapping;
  const all = deals(columns, mapping, say);
  const rows = all.filter((row) => (y[row] ?? -1) >= 0);
  const words = columns.text(outcome.column);
  if (rows.length === 0)
    throw new MapError(
      `No row's ${outcome.column} is one of ${[...outcome.won, ...outcome.lost].join(', ')}. It holds: ${tally(words)}. Name the ` +
        'words that end a deal in "outcome".',
    );
  if (rows.length < all.length)
    say(
      `${all.length - rows.length} of ${all.length} deals are neither won nor lost by their ${outcome.column} (` +
        `${tally(all.filter((row) => (y[row] ?? -1) < 0).map((row) => words[row] ?? ''))}): they are left out.`,
    );
  return rows;
}

/** The last row of each deal, in file order. */
function deals(columns: MappedColumns, mapping: Mapping, say: Say): number[] {
  const positions = Array.from({ length: columns.size }, (_, row) => row);
  if (mapping.id === undefined) return withoutCopies(columns, mapping, say);
  const ids = columns.words(mapping.id);
  const last = new Map(ids.map((id, row) => [id === '' ? row : id, row]));
  const absent = ids.filter((id) => id === '').length;
  if (absent > 0) say(`${absent} rows have no ${mapping.id}: each counts as a deal of its own.`);
  if (last.size < columns.size)
    say(`${columns.size - last.size} rows repeat an earlier ${mapping.id}: of each deal the last row counts.`);
  const kept = new Set(last.values());
  return positions.filter((row) => kept.has(row));
}

/**
 * Without an id, rows that agree in all that is mapped are copies of one deal where chance alone would make less than one such
 * pair (were the columns independent); where equal rows are to be expected, they are different deals.
 */
function withoutCopies(columns: MappedColumns, mapping: Mapping, say: Say): number[] {
  const { categories, numbers } = featuresOf(mapping);
  const names = [...categories, ...numbers, mapping.outcome.column, mapping.created, mapping.closed];
  const texts = names.flatMap((name) => (name === undefined ? [] : [columns.text(name)]));
  const agree = texts.reduce((product, values) => product * agreement(values), 1);
  const positions = Array.from({ length: columns.size }, (_, row) => row);
  if (((columns.size * (columns.size - 1)) / 2) * agree >= 1) return positions;
  const first = new Map<string, number>();
  for (const row of positions) {
    const key = JSON.stringify(texts.map((values) => values[row]));
    if (!first.has(key)) first.set(key, row);
  }
  const copies = columns.size - first.size;
  if (copies > 0) say(`${copies} rows are copies of an earlier one in all that is mapped: each deal counts once.`);
  return [...first.values()];
}

/** Chance that two rows drawn at random agree. */
function agreement(values: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count / values.length) ** 2, 0);
}

/** The first 70 % by creation teach, but for those whose end was not known when the first tested deal was created. */
function splitByTime(
  columns: MappedColumns,
  { created: createdName = '', closed: closedName }: Mapping,
  rows: readonly number[],
  created: Float64Array,
  say: Say,
): { learnt: number[]; tested: number[] } {
  const dated = rows.filter((row) => !Number.isNaN(created[row]));
  if (dated.length * 2 < rows.length)
    throw new MapError(
      `${rows.length - dated.length} of ${rows.length} deals have no ${createdName} that is a date: they cannot be put in order. Name ` +
        'another column as "created", set "dateFormat", or leave "created" out.',
    );
  if (dated.length < rows.length)
    say(`${rows.length - dated.length} of ${rows.length} deals have no ${createdName}: they are left out.`);
  const at = (row: number): number => created[row] ?? 0;
  const sorted = dated.toSorted((a, b) => at(a) - at(b));
  const border = borderOf(sorted.map(at));
  const tested = sorted.slice(border);
  const taught = sorted.slice(0, border);
  if (closedName === undefined) return { learnt: taught, tested };
  const closed = columns.instants(closedName);
  const [closedDays, createdDays] = [columns.days(closedName), columns.days(createdName)];
  const ended = (row: number): Moment => ({ at: closed[row] ?? Number.NaN, day: closedDays[row] ?? Number.NaN });
  const begun = (row: number): Moment => ({ at: at(row), day: createdDays[row] ?? Number.NaN });
  const backwards = sorted.filter((row) => isBefore(ended(row), begun(row)));
  if (backwards.length > 0)
    say(
      `${backwards.length} deals were closed before they were created (first in ${columns.place(backwards[0] ?? 0)}): they count as ` +
        'closed on the day of their creation.',
    );
  const [firstTested] = tested;
  const learnt = firstTested === undefined ? taught : taught.filter((row) => !isAfter(ended(row), begun(firstTested)));
  if (learnt.length < taught.length)
    say(
      `${taught.length - learnt.length} deals were created before the first tested one and closed after it: their end was not known ` +
        'then, so they do not teach.',
    );
  return { learnt, tested };
}

/** An instant, ms; where a mere day was written, the midnight of that day in UTC, else NaN. */
interface Moment {
  at: number;
  day: number;
}

/**
 * Whether one is surely earlier: two of a kind by themselves; a day and an instant only where the day is over in every zone, for a
 * date is of the place where it was written.
 */
function isBefore(one: Moment, other: Moment): boolean {
  const [isDay, isOtherDay] = [!Number.isNaN(one.day), !Number.isNaN(other.day)];
  if (isDay) return isOtherDay ? one.day < other.day : other.at >= one.day + DAY_MS + LATEST_ZONE;
  return one.at < (isOtherDay ? other.day - EARLIEST_ZONE : other.at);
}

/** Whether one is later; a day and an instant by the instant's day in UTC. */
function isAfter(one: Moment, other: Moment): boolean {
  if (Number.isNaN(one.day) && Number.isNaN(other.day)) return one.at > other.at;
  const dayOf = ({ at, day }: Moment): number => Math.floor((Number.isNaN(day) ? at : day) / DAY_MS);
  return dayOf(one) > dayOf(other);
}

const DAY_MS = 86_400_000;
/** How long after UTC a day ends in the last zone, and how long before UTC it begins in the first. */
const [LATEST_ZONE, EARLIEST_ZONE] = [12 * 3_600_000, 14 * 3_600_000];

/** Where the tested rows begin: at the instant nearest to 70 % of the rows that leaves both sides something. */
function borderOf(instants: readonly number[]): number {
  const wanted = Math.floor(instants.length * TAUGHT);
  let [low, high] = [wanted, wanted];
  while (low > 0 && instants[low] === instants[low - 1]) low -= 1;
  while (high < instants.length && high > 0 && instants[high] === instants[high - 1]) high += 1;
  if (low === 0) return high < instants.length ? high : wanted;
  return wanted - low <= high - wanted || high >= instants.length ? low : high;
}
