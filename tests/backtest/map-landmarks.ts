import { type Column, categoryColumn, numberColumn, type TrainingTable } from '@/lib/scoring/model/training-table';

import type { MappedColumns } from './map-columns';
import { type EventLog, isOpenAt } from './map-deals';

/** Rows of a log: open deals at their landmarks, by rising time. */
export interface Landmarks {
  deal: Uint32Array;
  /** Days, on the log's clock. */
  at: Float64Array;
  table: TrainingTable;
  /** Landmarks at which questions are asked. */
  origins: number[];
}

/** What the log itself tells; its names go before those of mapped columns. */
export const LOG_FEATURES = [
  'stage',
  'age',
  'daysSinceEvent',
  'events',
  'kinds',
  'eventsIn7Days',
  'eventsIn30Days',
  'daysToClose',
] as const;
const LANDMARKS = 40;
const MOST_ROWS = 400_000;
const WEEK = 7;
const MONTH = 30;

/** What is known of each open deal at each landmark: its last event, ages, counts, and the latest value of each mapped column. */
export function landmarkTable(
  columns: MappedColumns,
  log: EventLog,
  { categories, numbers }: { categories: readonly string[]; numbers: readonly string[] },
  { event, planned, origins }: { event: string; planned: string | undefined; origins: readonly number[] },
): Landmarks {
  const names = columns.words(event);
  const mapped = [
    ...categories.map((name) => categoryColumn(name, columns.words(name))),
    ...numbers.map((name) => numberColumn(name, columns.numbers(name))),
  ].map((column) =>
    (LOG_FEATURES as readonly string[]).includes(column.name) ? { ...column, name: `${column.name} ` } : column,
  );
  const grid = gridOf(log, origins);
  const rows = rowsOn(log, grid, new Set(origins));
  const size = rows.deal.length;
  const found = {
    age: new Float64Array(size),
    daysSinceEvent: new Float64Array(size),
    events: new Float64Array(size),
    kinds: new Float64Array(size),
    eventsIn7Days: new Float64Array(size),
    eventsIn30Days: new Float64Array(size),
  };
  const stage: string[] = Array.from({ length: size }, () => '');
  const plans = planned === undefined ? undefined : log.planned(planned);
  const daysToClose = new Float64Array(size).fill(Number.NaN);
  const own = mapped.map(({ kind }) => new Float64Array(size).fill(kind === 'number' ? Number.NaN : 0));
  let plan = Number.NaN;
  // Rows of one deal one after another, its events passed once.
  const byDeal = Uint32Array.from({ length: size }, (_, row) => row).sort(
    (a, b) => rows.deal[a]! - rows.deal[b]! || rows.at[a]! - rows.at[b]!,
  );
  let [deal, next, week, month] = [-1, 0, 0, 0];
  let kinds = new Set<string>();
  let latest: number[] = [];
  for (const row of byDeal) {
    const now = rows.at[row]!;
    if (rows.deal[row] !== deal) {
      deal = rows.deal[row]!;
      next = log.starts[deal]!;
      [week, month] = [next, next];
      kinds = new Set();
      plan = Number.NaN;
      latest = mapped.map(({ kind }) => (kind === 'number' ? Number.NaN : 0));
    }
    const first = log.starts[deal]!;
    for (; next < log.starts[deal + 1]! && log.at[next]! < now; next += 1) {
      const source = log.row[next]!;
      kinds.add(names[source] ?? '');
      if (plans && !Number.isNaN(plans[source]!)) plan = plans[source]!;
      mapped.forEach(({ kind, values }, column) => {
        const value = values[source]!;
        if (kind === 'number' ? !Number.isNaN(value) : value !== 0) latest[column] = value;
      });
    }
    while (week < next && log.at[week]! < now - WEEK) week += 1;
    while (month < next && log.at[month]! < now - MONTH) month += 1;
    stage[row] = names[log.row[next - 1]!] ?? '';
    found.age[row] = now - log.at[first]!;
    found.daysSinceEvent[row] = now - log.at[next - 1]!;
    found.events[row] = next - first;
    found.kinds[row] = kinds.size;
    found.eventsIn7Days[row] = next - week;
    found.eventsIn30Days[row] = next - month;
    daysToClose[row] = plan - now;
    own.forEach((values, column) => (values[row] = latest[column]!));
  }
  return {
    ...rows,
    origins: [...origins],
    table: {
      size,
      columns: [
        categoryColumn('stage', stage),
        ...Object.entries(found).map(([name, values]) => numberColumn(name, values)),
        ...(plans ? [numberColumn('daysToClose', daysToClose)] : []),
        ...mapped.map((column, at): Column => ({ ...column, values: own[at]! })),
      ],
    },
  };
}

/** Landmarks at even steps from the log's beginning, and the origins. */
function gridOf({ until }: EventLog, origins: readonly number[]): number[] {
  const step = until / LANDMARKS;
  const even = Array.from({ length: LANDMARKS - 1 }, (_, at) => step * (at + 1));
  const last = origins.at(-1) ?? until;
  const isNear = (at: number): boolean => origins.some((origin) => Math.abs(origin - at) < step / 2);
  return [...origins, ...even.filter((at) => at < last && !isNear(at))].toSorted((a, b) => a - b);
}

/** Open deals on the grid, by time: at origins all of them, elsewhere every second, third … where there would be too many rows. */
function rowsOn(log: EventLog, grid: readonly number[], origins: ReadonlySet<number>): Pick<Landmarks, 'deal' | 'at'> {
  const openOn = (now: number, each: number): number[] => {
    const found: number[] = [];
    for (let deal = 0; deal < log.size; deal += each) if (isOpenAt(log, deal, now)) found.push(deal);
    return found;
  };
  const all = grid.reduce((sum, now) => sum + openOn(now, 1).length, 0);
  const every = Math.max(1, Math.ceil(all / MOST_ROWS));
  const [deals, days] = [[] as number[], [] as number[]];
  for (const now of grid) {
    for (const deal of openOn(now, origins.has(now) ? 1 : every)) {
      deals.push(deal);
      days.push(now);
    }
  }
  return { deal: Uint32Array.from(deals), at: Float64Array.from(days) };
}
