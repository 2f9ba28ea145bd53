import { BEFORE_DAYS, habitsOf, NEAR_DAYS, USUAL } from '@/lib/forecast/chance/date-habits';

import { HORIZONS } from './horizons';
import { type Column, type TrainingTable, wordsOf } from './training-table';

/**
 * On which days ends come more often than usual (1 is usual), by where a day lies in the fiscal quarter and by how far it is from the planned
 * close date. Plain data, kept with the model; absent where later deals do not show it.
 */
export interface Timing {
  /** By days left of the quarter, between {@link LEFT}. */
  readonly quarter?: Float32Array;
  /** By horizon bin, then days to the planned date, between {@link TO_DATE}: an old plan says less of the day. */
  readonly planned?: readonly Float32Array[];
  /** The same of stages with ends enough: what a date is worth there. */
  readonly plannedIn?: Readonly<Record<string, readonly Float32Array[]>>;
  /** Owners who surely keep dates better or worse than others, and what a date is worth of theirs: by {@link grouped} stage and habit. */
  readonly habits?: Readonly<Record<string, number>>;
  readonly plannedOf?: Readonly<Record<string, readonly Float32Array[]>>;
}

/** The features that act through the days they point to, and through nothing else. */
export const TIMED: readonly string[] = ['quarterLeft', 'daysToClose'];

/** Which of them do. */
export const timedFeatures = ({ won, lost }: { won: Timing; lost: Timing }): string[] => [
  ...(won.quarter || lost.quarter ? ['quarterLeft'] : []),
  ...(won.planned || lost.planned ? ['daysToClose'] : []),
];

/** Looks with what became of them by an instant, all in days. */
export interface TimedRows {
  table: TrainingTable;
  at: ArrayLike<number>;
  endedAt: ArrayLike<number>;
  isEnd: (row: number) => boolean;
  until: number;
  bins: number;
}

const QUARTER_DAYS = 91.31;
const LEFT = [0, 3.5, 7, 10.5, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, Infinity];
const TO_DATE = [-Infinity, -60, -30, -14, -7, -3, 0, 3, 7, 14, 21, 30, 45, 60, 90, Infinity];
const FIRST_BIN = HORIZONS[0];
/** What is usual counts for so many ends in each stretch of days: what all stages show for one stage, and what is flat for all. */
const USUAL_ENDS = 5;
const FLAT_ENDS = 2;
/** Ends of a stage in a horizon bin from which on its own dates are believed. */
const STAGE_ENDS = 50;
/** The calendar has to have come round before anything is said of it. */
const LEAST_DAYS = 365;
/** The later part of the looks, on which what the earlier part says must be better than nothing by this many nats. */
const LATER = 0.3;
const LEAST_GAIN = 5;

/** Ends and days at risk by horizon bin, stage and stretch. */
interface Counts {
  ends: Float64Array;
  days: Float64Array;
}

/** What the looks of an org show; nothing that does not hold on its later looks too. */
export function learnTiming(rows: TimedRows): Timing {
  const instants = Float64Array.from({ length: rows.table.size }, (_, row) => rows.at[row]!).sort();
  const [first, last] = [instants[0] ?? 0, instants.at(-1) ?? 0];
  const border = instants[Math.floor(instants.length * (1 - LATER))] ?? 0;
  const isRound = last - first >= LEAST_DAYS;
  const quarter = isRound ? learnt(rows, quarterDays(rows.table), LEFT, 1, border) : undefined;
  const planned = learnt(rows, plannedDays(rows.table), TO_DATE, rows.bins, border);
  return {
    ...(quarter ? { quarter: quarter.all[0]! } : {}),
    ...(planned ? { planned: planned.all, plannedIn: planned.byStage, ...ownDates(rows, planned) } : {}),
  };
}

/** Owners of a habit with dates (`dateHabits`), by the look about a week before each end, and what a date of theirs is worth by stage. */
function ownDates(rows: TimedRows, usual: Found): Pick<Timing, 'habits' | 'plannedOf'> {
  const days = plannedDays(rows.table);
  const owner = columnOf(rows.table, 'owner');
  if (!days || !owner?.words) return {};
  const [ends, kept] = [new Float64Array(owner.words.length), new Float64Array(owner.words.length)];
  for (let row = 0; row < rows.table.size; row += 1) {
    const lasted = rows.endedAt[row]! - rows.at[row]!;
    if (Math.abs(lasted - BEFORE_DAYS) > BEFORE_DAYS / 2 || rows.endedAt[row]! > rows.until) continue;
    if (!rows.isEnd(row) || Number.isNaN(days[row]!)) continue;
    ends[owner.values[row]!]! += 1;
    if (Math.abs(days[row]! - lasted) <= NEAR_DAYS) kept[owner.values[row]!]! += 1;
  }
  const found = habitsOf(ends, kept);
  const habits = Object.fromEntries(
    owner.words
      .map((word, place) => [word, found[place]!] as const)
      .filter(([word, habit]) => word !== '' && habit !== USUAL),
  );
  if (Object.keys(habits).length === 0) return {};
  const stages = wordsOf(rows.table, 'stage');
  const words = wordsOf(rows.table, 'owner').map((word, row) => grouped(habits[word], stages[row]!) ?? '');
  const own = days.map((day, row) => (words[row] === '' ? Number.NaN : day));
  const { whole, shape } = counted(rows, own, { words, edges: TO_DATE, bins: usual.all.length, border: -Infinity });
  const before = (word: string, bin: number): Float32Array => usual.byStage[stageIn(word)]?.[bin] ?? usual.all[bin]!;
  return { habits, plannedOf: profileOf(whole, shape, before).byStage };
}

/** Deals in one stage of the owners of one habit; undefined of usual ones. */
const grouped = (habit: number | undefined, stage: string): string | undefined =>
  habit === undefined ? undefined : `${habit} ${stage}`;
const stageIn = (group: string): string => group.slice(group.indexOf(' ') + 1);

interface Found {
  all: Float32Array[];
  byStage: Record<string, Float32Array[]>;
}

function learnt(
  rows: TimedRows,
  days: Float64Array | undefined,
  edges: readonly number[],
  bins: number,
  border: number,
): Found | undefined {
  if (!days) return undefined;
  const words = wordsOf(rows.table, 'stage');
  const { earlier, later, whole, shape } = counted(rows, days, { words, edges, bins, border });
  const [before, found] = [profileOf(earlier, shape), profileOf(whole, shape)];
  const isShown = found.all.map((_, bin) => gainOf(before, later, bin, shape) > LEAST_GAIN);
  const shown = isShown.indexOf(false) < 0 ? bins : isShown.indexOf(false);
  if (shown === 0) return undefined;
  return {
    all: found.all.slice(0, shown),
    byStage: Object.fromEntries(Object.entries(found.byStage).map(([word, curves]) => [word, curves.slice(0, shown)])),
  };
}

/** Ends and days at risk by the words of the rows, known on a border, after it and in all. */
function counted(
  rows: TimedRows,
  days: Float64Array,
  { words, edges, bins, border }: { words: readonly string[]; edges: readonly number[]; bins: number; border: number },
): Record<'earlier' | 'later' | 'whole', Counts> & { shape: Shape } {
  const stages = [...new Set(words)].toSorted();
  const places = new Map(stages.map((word, place) => [word, place]));
  const place = Uint16Array.from(words, (word) => places.get(word) ?? 0);
  const stretches = edges.length - 1;
  const size = bins * stages.length * stretches;
  const empty = (): Counts => ({ ends: new Float64Array(size), days: new Float64Array(size) });
  const [earlier, later, whole] = [empty(), empty(), empty()];
  for (let row = 0; row < rows.table.size; row += 1) {
    const day = days[row]!;
    if (Number.isNaN(day)) continue;
    const at = rows.at[row]!;
    const lasted = rows.endedAt[row]! - at;
    for (let bin = 0; bin < bins; bin += 1) {
      const [start, end] = [HORIZONS[bin - 1] ?? 0, HORIZONS[bin]!];
      // Of a wide bin several looks see the same end.
      const share = Math.min(1, FIRST_BIN / (end - start));
      if (at + end > rows.until || lasted < start) break;
      const base = (bin * stages.length + place[row]!) * stretches;
      // Only what was over by the border is known on it.
      const part = at + end <= border ? earlier : at >= border ? later : undefined;
      const stop = Math.min(end, lasted);
      for (let from = day - start; from > day - stop;) {
        // The quarter begins anew when it is over.
        const top = wrapped(edges, from);
        const length = edges === LEFT ? Math.min(from - (day - stop), top) : from - (day - stop);
        let high = top;
        for (let stretch = stretchOf(edges, top); stretch >= 0 && high > top - length; stretch -= 1) {
          const low = Math.max(top - length, edges[stretch]!);
          const risk = share * (high - low);
          whole.days[base + stretch]! += risk;
          if (part) part.days[base + stretch]! += risk;
          high = low;
        }
        from -= Math.max(length, 1e-6);
      }
      if (lasted >= end || !rows.isEnd(row)) continue;
      const stretch = stretchOf(edges, wrapped(edges, day - lasted));
      whole.ends[base + stretch]! += share;
      if (part) part.ends[base + stretch]! += share;
    }
  }
  return { earlier, later, whole, shape: { bins, stages, stretches } };
}

interface Shape {
  bins: number;
  stages: readonly string[];
  stretches: number;
}

/** How often ends come in each stretch beside what the deals' stages alone let expect; a stage is pulled to what is usual, of all unless told. */
function profileOf(
  { ends, days }: Counts,
  { bins, stages, stretches }: Shape,
  usualOf?: (word: string, bin: number) => Float32Array,
): Found {
  const found: Found = { all: [], byStage: {} };
  for (let bin = 0; bin < bins; bin += 1) {
    const [own, expected] = [new Float64Array(stretches), new Float64Array(stretches)];
    const rates = stageRates({ ends, days }, bin, { bins, stages, stretches });
    stages.forEach((_, stage) => {
      const base = (bin * stages.length + stage) * stretches;
      for (let stretch = 0; stretch < stretches; stretch += 1) {
        own[stretch]! += ends[base + stretch]!;
        expected[stretch]! += days[base + stretch]! * rates[stage]!;
      }
    });
    const all = Float32Array.from(own, (each, index) => (each + FLAT_ENDS) / (expected[index]! + FLAT_ENDS));
    found.all.push(all);
    stages.forEach((word, stage) => {
      const base = (bin * stages.length + stage) * stretches;
      const sum = ends.subarray(base, base + stretches).reduce((total, each) => total + each, 0);
      const before = found.byStage[word];
      // A stage speaks for itself from the first bin on without a gap, or not at all.
      if (sum < STAGE_ENDS || (before?.length ?? 0) < bin) return;
      const curve = (usualOf?.(word, bin) ?? all).map(
        (usual, index) =>
          (ends[base + index]! + USUAL_ENDS * usual) / (days[base + index]! * rates[stage]! + USUAL_ENDS),
      );
      found.byStage[word] = [...(before ?? []), curve];
    });
  }
  return found;
}

/** Ends a day by stage, pulled to that of all. */
function stageRates({ ends, days }: Counts, bin: number, { stages, stretches }: Shape): Float64Array {
  const sums = stages.map((_, stage) => {
    const base = (bin * stages.length + stage) * stretches;
    return [ends, days].map((each) => each.subarray(base, base + stretches).reduce((sum, own) => sum + own, 0));
  });
  const [all, risk] = [0, 1].map((index) => sums.reduce((sum, own) => sum + own[index]!, 0));
  const usual = (all! + 1) / (risk! + 1);
  return Float64Array.from(sums, ([own, owndays]) => (own! + 1) / (owndays! + 1 / usual));
}

/** Log likelihood gained on later looks of on which days of a bin the ends come, given how many they are in each stage. */
function gainOf({ all, byStage }: Found, { ends, days }: Counts, bin: number, { stages, stretches }: Shape): number {
  let gain = 0;
  stages.forEach((word, stage) => {
    const base = (bin * stages.length + stage) * stretches;
    const curve = byStage[word]?.[bin] ?? all[bin]!;
    let [sum, said, risk, weighed] = [0, 0, 0, 0];
    for (let stretch = 0; stretch < stretches; stretch += 1) {
      const [own, atRisk] = [ends[base + stretch]!, days[base + stretch]!];
      sum += own;
      said += own * Math.log(curve[stretch]!);
      risk += atRisk;
      weighed += atRisk * curve[stretch]!;
    }
    if (sum > 0 && risk > 0 && weighed > 0) gain += said - sum * Math.log(weighed / risk);
  });
  return gain;
}

/** Days left of the quarter that a day lies in, above 0. */
const wrapped = (edges: readonly number[], day: number): number =>
  edges === LEFT ? day - (Math.ceil(day / QUARTER_DAYS) - 1) * QUARTER_DAYS : day;

function stretchOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length - 2 && value > edges[bin + 1]!) bin += 1;
  return bin;
}

const columnOf = ({ columns }: TrainingTable, name: string): Column | undefined =>
  columns.find((each) => each.name === name);
const plannedDays = (table: TrainingTable): Float64Array | undefined => columnOf(table, 'daysToClose')?.values;
const quarterDays = (table: TrainingTable): Float64Array | undefined =>
  columnOf(table, 'quarterLeft')?.values.map((share) => share * QUARTER_DAYS);

/** What timing adds to log-odds, by row. */
export interface Timed {
  /** Log-odds in a horizon bin: of the quarter, and of the planned date with it. */
  addedIn(bin: number, row: number): { quarter: number; both: number };
  /** Share of what a bin brings that has come by so many days after the look. */
  passed(bin: number, row: number, days: number): number;
}

const MOST_POINTS = 16;
const REACH = 92;

/** Timing for the rows of a table; undefined where there is none. */
export function timedRows(
  { quarter, planned, plannedIn = {}, habits = {}, plannedOf = {} }: Timing,
  table: TrainingTable,
): Timed | undefined {
  const left = quarter ? quarterDays(table) : undefined;
  const toDate = planned ? plannedDays(table) : undefined;
  if (!left && !toDate) return undefined;
  const byLeft = quarter && daily(quarter, LEFT);
  const stages = planned ? wordsOf(table, 'stage') : [];
  const owners = planned ? wordsOf(table, 'owner') : [];
  const own = new Map(
    Object.entries({ ...plannedIn, ...plannedOf }).map(([word, bins]) => [
      word,
      bins.map((each) => daily(each, TO_DATE)),
    ]),
  );
  const all = planned?.map((each) => daily(each, TO_DATE)) ?? [];
  const byDate = (bin: number, row: number): Float64Array | undefined =>
    toDate && !Number.isNaN(toDate[row]!)
      ? (own.get(grouped(habits[owners[row] ?? ''], stages[row] ?? '') ?? stages[row] ?? '')?.[bin] ??
        own.get(stages[row] ?? '')?.[bin] ??
        all[bin])
      : undefined;
  const quarterAt = (row: number, day: number): number => {
    const days = left?.[row];
    return byLeft && days !== undefined && !Number.isNaN(days) ? valueOn(byLeft, wrapped(LEFT, days - day)) : 1;
  };
  /** Mean weights between two days of a bin. */
  const mean = (bin: number, row: number, from: number, to: number): [quarter: number, both: number] => {
    const points = Math.min(MOST_POINTS, Math.max(1, Math.ceil(to - from)));
    const dates = byDate(bin, row);
    let [sum, both] = [0, 0];
    for (let point = 0; point < points; point += 1) {
      const day = from + ((point + 0.5) * (to - from)) / points;
      const weight = quarterAt(row, day);
      sum += weight;
      both += dates ? weight * valueOn(dates, toDate![row]! - day) : weight;
    }
    return [sum / points, both / points];
  };
  return {
    addedIn(bin, row) {
      const [alone, both] = mean(bin, row, HORIZONS[bin - 1] ?? 0, HORIZONS[bin]!);
      return { quarter: Math.log(alone), both: Math.log(both) };
    },
    passed(bin, row, days) {
      const [start, end] = [HORIZONS[bin - 1] ?? 0, HORIZONS[bin]!];
      if (days >= end) return 1;
      if (days <= start) return 0;
      const [, before] = mean(bin, row, start, days);
      const [, after] = mean(bin, row, days, end);
      return (before * (days - start)) / (before * (days - start) + after * (end - days));
    },
  };
}

/** A curve by whole days, from −92 to 92. */
const daily = (curve: Float32Array, edges: readonly number[]): Float64Array =>
  Float64Array.from({ length: 2 * REACH + 1 }, (_, day) => curve[stretchOf(edges, day - REACH)]!);

const valueOn = (byDay: Float64Array, day: number): number =>
  byDay[Math.round(Math.min(REACH, Math.max(-REACH, day))) + REACH]!;
