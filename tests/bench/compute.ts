import { op, table } from 'arquero';
import crossfilter from 'crossfilter2';

import { dayAt, dayFromNumber, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { type LogAt, asOf } from '@/lib/figures/ask';
import type { FigureAnswer } from '@/lib/figures/groups';
import { openPipeline } from '@/lib/figures/states';
import { OPEN, type PipelineLog, stateOf } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { FIRST_DEAL, versionIndex } from '@/lib/log/positions';
import { seeded } from '@/lib/sample/seeded';

import { DAYS, FIRST, makeLog } from './make-log';
import { type BenchRow, median, row } from './row';

const SIZE = 100_000;
const VERSIONS = 11;
const QUERIES = 40;
const DAY = 86_400_000;

interface Asked {
  filter: PipelineFilter;
  isStage: Uint8Array;
  isOwner: Uint8Array;
  isType: Uint8Array;
  first: number;
  last: number;
  least: number;
}
interface Cell {
  amount: number;
  count: number;
}

/** Slices of the pipeline and its past: `ask`, which every screen asks, beside plain objects, crossfilter2 and arquero, on the same rows. */
export async function computeRows(wants: (name: string) => boolean): Promise<BenchRow[]> {
  const found: BenchRow[] = [];
  const log = makeLog(SIZE, VERSIONS);
  if (wants('P6') || wants('P7')) {
    found.push(...slices(log));
    found.push(million());
  }
  if (wants('P8') || wants('P9')) found.push(...past(log), pastOfMillion());
  return found.filter(({ name }) => wants(name.slice(0, 2)));
}

/** A random filter of five conditions, as a person changes them. */
function question(log: PipelineLog, random: ReturnType<typeof seeded>): Asked {
  const some = (words: readonly string[], share: number): string[] => words.filter(() => random.next() < share);
  const [stages, ownerIds, types] = [some(log.words.stage, 0.7), some(log.words.owner, 0.6), some(log.words.type, 0.8)];
  const first = FIRST + Math.floor(random.next() * 200);
  const last = first + 300;
  const least = Math.floor(random.next() * 1e7);
  const maskOf = (words: readonly string[], chosen: string[]): Uint8Array =>
    Uint8Array.from(words, (word) => (chosen.includes(word) ? 1 : 0));
  return {
    filter: {
      period: { start: dayFromNumber(first), end: dayFromNumber(last) },
      stages,
      ownerIds,
      types,
      minAmount: least,
    },
    isStage: maskOf(log.words.stage, stages),
    isOwner: maskOf(log.words.owner, ownerIds),
    isType: maskOf(log.words.type, types),
    first,
    last,
    least,
  };
}

interface Item {
  status: number;
  stage: number;
  owner: number;
  type: number;
  day: number;
  month: number;
  amount: number;
}

const monthOf = (day: number): number => {
  const text = dayFromNumber(day);
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
};

/** The present state of each deal as plain numbers: what the other engines are given. */
function itemsOf(log: PipelineLog): { items: Item[]; firstMonth: number; months: number } {
  const states = Array.from({ length: log.size }, (_, deal) => (log.starts[deal + 1] ?? 1) - 1);
  const months = states.map((version) => monthOf(log.closeDay[version] ?? 0));
  const firstMonth = months.reduce((least, month) => Math.min(least, month), Infinity);
  const items = states.map((version, deal) => ({
    status: log.status[version] ?? 0,
    stage: log.stage[version] ?? 0,
    owner: log.owner[version] ?? 0,
    type: log.type[deal] ?? 0,
    day: log.closeDay[version] ?? 0,
    month: (months[deal] ?? 0) - firstMonth,
    amount: log.amount[version] ?? 0,
  }));
  return { items, firstMonth, months: months.reduce((most, month) => Math.max(most, month - firstMonth + 1), 1) };
}

/** The day that a question about the present is asked on; no figure of the bench looks at it. */
const TODAY = '2026-01-01' as Day;
const pivot = (now: LogAt, { filter }: Asked): FigureAnswer =>
  now.ask(openPipeline, { today: TODAY, filter, by: ['stage', 'owner', 'closeMonth'] });
const regroup = (now: LogAt, { filter }: Asked): FigureAnswer =>
  now.ask(openPipeline, { today: TODAY, filter, by: 'stage' });
const cellsOf = ({ groups }: FigureAnswer): ReadonlyMap<string, Cell> =>
  new Map(groups.map(({ keys, amount, count }) => [keys.join('|'), { amount, count }]));

/** A deal as an app holds it: the words themselves. */
interface Plain {
  isClosed: boolean;
  category: string;
  stage: string;
  ownerId: string;
  type: string;
  closeDate: string;
  amount?: number;
}
const plainOf = (log: PipelineLog): Plain[] =>
  Array.from({ length: log.size }, (_, deal) => {
    const state = stateOf(log, versionIndex((log.starts[deal + 1] ?? 1) - 1));
    const { stage, status, ownerId = '', closeDate = '', category = '', amount } = state;
    const words = { stage, ownerId, closeDate, category, type: log.words.type[log.type[deal] ?? 0] ?? '' };
    return { isClosed: status !== 'open', ...words, ...(amount === undefined ? {} : { amount }) };
  });

/** The loop that one would write: the first condition that fails ends it, and a map by the group's words. */
function objectPivot(
  deals: readonly Plain[],
  { period, stages, ownerIds, types, minAmount = 0 }: PipelineFilter,
  keyOf: (deal: Plain) => string,
): Map<string, { amount: number; count: number }> {
  const groups = new Map<string, { amount: number; count: number }>();
  const [isStage, isOwner, isType] = [new Set(stages), new Set(ownerIds), new Set(types)];
  const { start = '', end = '' } = period ?? {};
  for (const deal of deals) {
    const { amount } = deal;
    if (deal.isClosed || deal.category === 'omitted' || deal.closeDate < start || deal.closeDate > end) continue;
    if (!isOwner.has(deal.ownerId) || !isStage.has(deal.stage) || !isType.has(deal.type)) continue;
    if (amount === undefined || amount < minAmount) continue;
    const key = keyOf(deal);
    const own = groups.get(key);
    if (own) {
      own.amount += amount;
      own.count += 1;
    } else groups.set(key, { amount, count: 1 });
  }
  return groups;
}
const wordsOf = ({ stage, ownerId, closeDate }: Plain): string => `${stage}|${ownerId}|${closeDate.slice(0, 7)}`;

function slices(log: PipelineLog): BenchRow[] {
  const { items, firstMonth, months } = itemsOf(log);
  // As the product holds it: once a revision.
  const now = asOf(log, instant(Infinity));
  const plain = plainOf(log);
  const owners = log.words.owner.length;
  const cellOf = (item: Item): number => (item.stage * owners + item.owner) * months + item.month;
  const wide = crossfilter(items);
  const by = {
    status: wide.dimension((item) => item.status),
    day: wide.dimension((item) => item.day),
    stage: wide.dimension((item) => item.stage),
    owner: wide.dimension((item) => item.owner),
    type: wide.dimension((item) => item.type),
    amount: wide.dimension((item) => item.amount),
  };
  by.status.filterExact(OPEN);
  const sums = wide
    .dimension(cellOf)
    .group<number, { amount: number; count: number }>()
    .reduce(
      (own: { amount: number; count: number }, item) => {
        own.amount += item.amount;
        own.count += 1;
        return own;
      },
      (own, item) => {
        own.amount -= item.amount;
        own.count -= 1;
        return own;
      },
      () => ({ amount: 0, count: 0 }),
    );
  const column = (name: keyof Item): Float64Array => Float64Array.from(items, (item) => item[name]);
  const frame = table({
    status: column('status'),
    stage: column('stage'),
    owner: column('owner'),
    type: column('type'),
    day: column('day'),
    month: column('month'),
    amount: column('amount'),
  });
  const wordOf = (cell: number): string => {
    const month = (cell % months) + firstMonth;
    const pair = Math.floor(cell / months);
    const text = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    return `${log.words.stage[Math.floor(pair / owners)]}|${log.words.owner[pair % owners]}|${text}`;
  };
  const random = seeded(11);
  const times: Record<'ours' | 'objects' | 'crossfilter' | 'arquero' | 'one' | 'oneObjects', number[]> = {
    ours: [],
    objects: [],
    crossfilter: [],
    arquero: [],
    one: [],
    oneObjects: [],
  };
  for (let query = 0; query < QUERIES; query += 1) {
    const asked = question(log, random);
    const mine = timed(times.ours, () => pivot(now, asked));
    const objects = timed(times.objects, () => objectPivot(plain, asked.filter, wordsOf));
    const crossed = timed(times.crossfilter, () => {
      by.day.filterRange([asked.first, asked.last + 1]);
      by.stage.filterFunction((code) => asked.isStage[Number(code)] === 1);
      by.owner.filterFunction((code) => asked.isOwner[Number(code)] === 1);
      by.type.filterFunction((code) => asked.isType[Number(code)] === 1);
      by.amount.filterRange([asked.least, Infinity]);
      return sums.all();
    });
    const rolled = timed(times.arquero, () =>
      frame
        .params({ asked })
        .filter(
          (d: Item, $: { asked: Asked }) =>
            d.status === 0 &&
            d.day >= $.asked.first &&
            d.day <= $.asked.last &&
            $.asked.isStage[d.stage] === 1 &&
            $.asked.isOwner[d.owner] === 1 &&
            $.asked.isType[d.type] === 1 &&
            d.amount >= $.asked.least,
        )
        .groupby('stage', 'owner', 'month')
        .rollup({ amount: (d: Item) => op.sum(d.amount), count: () => op.count() })
        .objects(),
    );
    // The oracles: each engine must give every cell to the last cent.
    const cells = cellsOf(mine);
    assertSame('P6 against objects', cells, objects);
    assertSame(
      'P6 against crossfilter',
      cells,
      new Map(crossed.flatMap(({ key, value }) => (value.count > 0 ? [[wordOf(Number(key)), value] as const] : []))),
    );
    assertSame(
      'P6 against arquero',
      cells,
      new Map((rolled as (Item & { count: number })[]).map((each) => [wordOf(cellOf(each)), each])),
    );

    const one = timed(times.one, () => regroup(now, asked));
    assertSame(
      'P7',
      cellsOf(one),
      timed(times.oneObjects, () => objectPivot(plain, asked.filter, ({ stage }) => stage)),
    );
  }
  const [ours, one] = [median(times.ours), median(times.one)];
  const name = 'P6 pivot of 100,000 deals by stage, owner and month with 5 filters';
  return [
    row(
      'AsOf.ask',
      `${name}, beside objects with string keys`,
      ours,
      'ms',
      median(times.objects),
      '≤ 5 ms and ≥ 3× faster',
      ours <= 5 && median(times.objects) / ours >= 3,
    ),
    row(
      'AsOf.ask',
      `${name}, beside arquero`,
      ours,
      'ms',
      median(times.arquero),
      'faster',
      median(times.arquero) > ours,
    ),
    row(
      'AsOf.ask',
      `${name}, beside crossfilter2`,
      ours,
      'ms',
      median(times.crossfilter),
      'faster',
      median(times.crossfilter) > ours,
    ),
    row(
      'AsOf.ask',
      'P7 regroup by stage alone, beside objects',
      one,
      'ms',
      median(times.oneObjects),
      '≤ 3 ms',
      one <= 3,
    ),
  ];
}

/** The pivot at ten times the size; objects of states alone, without their history. */
function million(): BenchRow {
  const log = makeLog(1_000_000, 1);
  const plain = plainOf(log);
  const now = asOf(log, instant(Infinity));
  const random = seeded(13);
  const [ours, objects]: [number[], number[]] = [[], []];
  for (let query = 0; query < 10; query += 1) {
    const asked = question(log, random);
    const mine = timed(ours, () => pivot(now, asked));
    assertSame(
      'P6 at a million',
      cellsOf(mine),
      timed(objects, () => objectPivot(plain, asked.filter, wordsOf)),
    );
  }
  return row(
    'AsOf.ask',
    'P6 the same pivot of 1,000,000 deals, beside objects with string keys',
    median(ours),
    'ms',
    median(objects),
    '≤ 50 ms and ≥ 3× faster',
    median(ours) <= 50 && median(objects) / median(ours) >= 3,
  );
}

/** The pipeline as of a date, over 1.1 M versions. */
function past(log: PipelineLog): BenchRow[] {
  // First what needs no objects, as in the product: a heap of millions of them would be cleaned up at our expense.
  const { filter: dragged } = question(log, seeded(23));
  const slider = Array.from({ length: 120 }, (_, step) => (FIRST + step * 6) * DAY);
  const steps: number[] = [];
  for (const at of slider) timed(steps, () => byStage(log, at, dragged));
  const histories = Array.from({ length: log.size }, (_, deal) => ({
    type: log.words.type[log.type[deal] ?? 0] ?? '',
    versions: Array.from({ length: VERSIONS }, (__, step) => {
      const version = deal * VERSIONS + step;
      return { from: log.from[version] ?? 0, ...stateOf(log, versionIndex(version)) };
    }),
  }));
  const asOfObjects = (at: number, { period, stages, ownerIds, types, minAmount = -Infinity }: PipelineFilter) => {
    const groups = new Map<string, { amount: number; count: number }>();
    const [isStage, isOwner, isType] = [stages, ownerIds, types].map((list) => list && new Set(list));
    for (const { type, versions } of histories) {
      let held: (typeof versions)[number] | undefined;
      for (const version of versions) {
        if (version.from > at) break;
        held = version;
      }
      if (held?.status !== 'open' || held.category === 'omitted') continue;
      if (period && !(held.closeDate && held.closeDate >= period.start && held.closeDate <= period.end)) continue;
      if (isStage && !isStage.has(held.stage)) continue;
      if (isOwner && !isOwner.has(held.ownerId ?? '')) continue;
      if (isType && !isType.has(type)) continue;
      if (minAmount > -Infinity && !(held.amount !== undefined && held.amount >= minAmount)) continue;
      const own = groups.get(held.stage) ?? { amount: 0, count: 0 };
      own.amount += held.amount ?? 0;
      own.count += 1;
      groups.set(held.stage, own);
    }
    return groups;
  };
  const random = seeded(17);
  const times: Record<'ours' | 'objects' | 'plain' | 'plainObjects', number[]> = {
    ours: [],
    objects: [],
    plain: [],
    plainObjects: [],
  };
  for (let query = 0; query < QUERIES; query += 1) {
    const { filter } = question(log, random);
    const at = (FIRST + Math.floor(random.next() * DAYS)) * DAY;
    const mine = timed(times.ours, () => byStage(log, at, filter));
    assertGroups(
      'P8',
      mine,
      timed(times.objects, () => asOfObjects(at, filter)),
    );
    assertGroups(
      'P8 unfiltered',
      timed(times.plain, () => byStage(log, at, {})),
      timed(times.plainObjects, () => asOfObjects(at, {})),
    );
  }
  const objectSteps: number[] = [];
  for (const at of slider.filter((_, step) => step % 6 === 0)) timed(objectSteps, () => asOfObjects(at, dragged));
  const [ours, plain, worst] = [median(times.ours), median(times.plain), Math.max(...steps)];
  const name = 'P8 pipeline as of a date over 1.1 M versions';
  return [
    row(
      'AsOf.ask',
      `${name}, 5 filters, beside object histories`,
      ours,
      'ms',
      median(times.objects),
      '≤ 10 ms and ≥ 4× faster',
      ours <= 10 && median(times.objects) / ours >= 4,
    ),
    row(
      'AsOf.ask',
      `${name}, unfiltered, beside object histories`,
      plain,
      'ms',
      median(times.plainObjects),
      '≤ 1 ms',
      plain <= 1,
    ),
    row(
      'AsOf.ask',
      'P9 longest of 120 steps of the day slider, 5 filters, beside object histories',
      worst,
      'ms',
      Math.max(...objectSteps),
      '≤ 33 ms',
      worst <= 33,
    ),
  ];
}

/** The same at ten times the size, beside a scan of every interval, which plain objects would need several GB for. */
function pastOfMillion(): BenchRow {
  const log = makeLog(1_000_000, VERSIONS);
  const random = seeded(19);
  const [ours, scans]: [number[], number[]] = [[], []];
  for (let query = 0; query < 10; query += 1) {
    const { filter } = question(log, random);
    const at = (FIRST + Math.floor(random.next() * DAYS)) * DAY;
    timed(ours, () => byStage(log, at, filter));
    timed(scans, () => scan(log, at));
  }
  return row(
    'AsOf.ask',
    'P8 the same over 11 M versions of 1,000,000 deals, 5 filters, beside one scan of every interval',
    median(ours),
    'ms',
    median(scans),
    '≤ 100 ms',
    median(ours) <= 100,
  );
}

const byStage = (log: PipelineLog, at: number, filter: PipelineFilter): FigureAnswer['groups'] =>
  asOf(log, instant(at)).ask(openPipeline, { today: dayAt(instant(at)), filter, by: 'stage' }).groups;

/** The versions that hold at an instant, by one pass over every interval: what a table without an index of deals does. */
function scan(log: PipelineLog, at: number): Int32Array {
  const found = new Int32Array(log.size).fill(-1);
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const [start, end] = [log.starts[deal] ?? 0, log.starts[deal + 1] ?? 0];
    const goneAt = log.goneAt[deal] ?? Infinity;
    for (let version = start; version < end; version += 1) {
      const until = version + 1 < end ? Math.min(log.from[version + 1] ?? goneAt, goneAt) : goneAt;
      if ((log.from[version] ?? Infinity) <= at && at < until) found[deal] = version;
    }
  }
  return found;
}

function assertSame(what: string, ours: ReadonlyMap<string, Cell>, theirs: ReadonlyMap<string, Cell>): void {
  if (ours.size !== theirs.size) throw new Error(`${what}: ${ours.size} cells, not ${theirs.size}`);
  for (const [key, { amount, count }] of ours) {
    const other = theirs.get(key);
    if (other?.amount !== amount || other.count !== count)
      throw new Error(`${what}: ${key} is ${amount}/${count}, not ${other?.amount}/${other?.count}`);
  }
}

function assertGroups(
  what: string,
  ours: readonly { key: string; amount: number; count: number }[],
  theirs: ReadonlyMap<string, { amount: number; count: number }>,
): void {
  const same =
    ours.length === theirs.size &&
    ours.every(({ key, amount, count }) => theirs.get(key)?.amount === amount && theirs.get(key)?.count === count);
  if (!same) throw new Error(`${what}: ${JSON.stringify(ours)} is not ${JSON.stringify([...theirs])}`);
}

function timed<T>(into: number[], work: () => T): T {
  const start = performance.now();
  const found = work();
  into.push(performance.now() - start);
  return found;
}
