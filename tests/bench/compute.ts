import { op, table } from 'arquero';
import crossfilter from 'crossfilter2';

import { dayFromNumber } from '@/lib/calendar/days';
import { cumulativeIndex } from '@/lib/columns/cumulative';
import { accumulate, filterRows } from '@/lib/columns/pivot';
import { type StateColumns, stateColumns, versionsAtByScan } from '@/lib/columns/state-columns';
import { OPEN, type PipelineLog, stateOf } from '@/lib/log/event-log';
import { logFilter, type PipelineFilter } from '@/lib/log/pipeline';
import { pipelineAsOf } from '@/lib/log/pipeline';
import { seeded } from '@/lib/sample/random';

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
interface Grid {
  amount: Float64Array;
  count: Uint32Array;
}

/** Slices of the pipeline and its past: our kernels beside plain objects, crossfilter2 and arquero, on the same rows. */
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
const itemsOf = ({ size, status, stage, owner, type, closeDay, month, amount }: StateColumns): Item[] =>
  Array.from({ length: size }, (_, at) => ({
    status: status[at] ?? 0,
    stage: stage[at] ?? 0,
    owner: owner[at] ?? 0,
    type: type[at] ?? 0,
    day: closeDay[at] ?? 0,
    month: month[at] ?? 0,
    amount: amount[at] ?? 0,
  }));

/** Months counted from the first one there is, so that a grid has no empty centuries. */
function prepare(log: PipelineLog) {
  const all = stateColumns(log, Infinity);
  const least = all.month.reduce((low, code) => Math.min(low, code), Infinity);
  const columns = { ...all, month: Uint8Array.from(all.month, (code) => code - least) };
  const months = columns.month.reduce((high, code) => Math.max(high, code), 0) + 1;
  const [stages, owners] = [log.words.stage.length, log.words.owner.length];
  const pivot = (asked: Asked): Grid =>
    accumulate(columns.amount, filterRows(all, logFilter(log, asked.filter)), [
      { codes: columns.stage, size: stages },
      { codes: columns.owner, size: owners },
      { codes: columns.month, size: months },
    ]);
  const regroup = (asked: Asked): Grid =>
    accumulate(columns.amount, filterRows(all, logFilter(log, asked.filter)), [{ codes: columns.stage, size: stages }]);
  const firstMonth = least;
  return {
    columns: { ...all, month: Uint32Array.from(columns.month) },
    months,
    firstMonth,
    stages,
    owners,
    pivot,
    regroup,
  };
}

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
const plainOf = (log: PipelineLog, { deal, type }: StateColumns): Plain[] =>
  Array.from(deal, (own, at) => {
    const {
      stage,
      status,
      ownerId = '',
      closeDate = '',
      category = '',
      amount,
    } = stateOf(log, (log.starts[own + 1] ?? 1) - 1);
    const words = { stage, ownerId, closeDate, category, type: log.words.type[type[at] ?? 0] ?? '' };
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

/** Cells of a map by words, by the log's codes. */
function gridOf(
  groups: ReadonlyMap<string, { amount: number; count: number }>,
  log: PipelineLog,
  { months, firstMonth }: { months: number; firstMonth: number },
): Grid {
  const owners = log.words.owner.length;
  const found = grid(log.words.stage.length * owners * months);
  for (const [key, { amount, count }] of groups) {
    const [stage = '', owner = '', month = ''] = key.split('|');
    const [year = 0, ofYear = 0] = month.split('-').map(Number);
    const code = year * 12 + ofYear - firstMonth;
    put(
      found,
      (log.words.stage.indexOf(stage) * owners + log.words.owner.indexOf(owner)) * months + code,
      amount,
      count,
    );
  }
  return found;
}

function slices(log: PipelineLog): BenchRow[] {
  const prepared = prepare(log);
  const { columns, months, stages, owners, pivot, regroup } = prepared;
  const items = itemsOf(columns);
  const plain = plainOf(log, columns);
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
  const frame = table({
    status: columns.status,
    stage: columns.stage,
    owner: columns.owner,
    type: columns.type,
    day: columns.closeDay,
    month: columns.month,
    amount: columns.amount,
  });
  const random = seeded(11);
  const times: Record<'ours' | 'objects' | 'crossfilter' | 'arquero' | 'one' | 'oneObjects', number[]> = {
    ours: [],
    objects: [],
    crossfilter: [],
    arquero: [],
    one: [],
    oneObjects: [],
  };
  const cells = stages * owners * months;
  for (let query = 0; query < QUERIES; query += 1) {
    const asked = question(log, random);
    const mine = timed(times.ours, () => pivot(asked));
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
    const grids: Record<string, Grid> = {
      objects: gridOf(objects, log, prepared),
      crossfilter: grid(cells),
      arquero: grid(cells),
    };
    for (const { key, value } of crossed) put(grids['crossfilter'], Number(key), value.amount, value.count);
    for (const each of rolled as (Item & { count: number })[])
      put(grids['arquero'], cellOf(each), each.amount, each.count);
    for (const [engine, other] of Object.entries(grids)) assertSame(`P6 against ${engine}`, mine, other);

    const one = timed(times.one, () => regroup(asked));
    const oneObjects = timed(times.oneObjects, () => objectPivot(plain, asked.filter, ({ stage }) => stage));
    const other = grid(stages);
    for (const [key, { amount, count }] of oneObjects) put(other, log.words.stage.indexOf(key), amount, count);
    assertSame('P7', one, other);
  }
  const [ours, one] = [median(times.ours), median(times.one)];
  const name = 'P6 pivot of 100,000 deals by stage, owner and month with 5 filters';
  return [
    row(
      'accumulate',
      `${name}, beside objects with string keys`,
      ours,
      'ms',
      median(times.objects),
      '≤ 5 ms and ≥ 3× faster',
      ours <= 5 && median(times.objects) / ours >= 3,
    ),
    row(
      'accumulate',
      `${name}, beside arquero`,
      ours,
      'ms',
      median(times.arquero),
      'faster',
      median(times.arquero) > ours,
    ),
    row(
      'accumulate',
      `${name}, beside crossfilter2`,
      ours,
      'ms',
      median(times.crossfilter),
      'faster',
      median(times.crossfilter) > ours,
    ),
    row(
      'accumulate',
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
  const prepared = prepare(log);
  const plain = plainOf(log, prepared.columns);
  const random = seeded(13);
  const [ours, objects]: [number[], number[]] = [[], []];
  for (let query = 0; query < 10; query += 1) {
    const asked = question(log, random);
    const mine = timed(ours, () => prepared.pivot(asked));
    const other = gridOf(
      timed(objects, () => objectPivot(plain, asked.filter, wordsOf)),
      log,
      prepared,
    );
    assertSame('P6 at a million', mine, other);
  }
  return row(
    'accumulate',
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
  const building: number[] = [];
  const index = timed(building, () => cumulativeIndex(log));
  const { filter: dragged } = question(log, seeded(23));
  const slider = Array.from({ length: 120 }, (_, step) => (FIRST + step * 6) * DAY);
  const steps: number[] = [];
  for (const at of slider) timed(steps, () => pipelineAsOf(log, { at, by: 'stage', filter: dragged }));
  const histories = Array.from({ length: log.size }, (_, deal) => ({
    type: log.words.type[log.type[deal] ?? 0] ?? '',
    versions: Array.from({ length: VERSIONS }, (__, step) => {
      const version = deal * VERSIONS + step;
      return { from: log.from[version] ?? 0, ...stateOf(log, version) };
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
  const times: Record<'ours' | 'objects' | 'scan' | 'plain' | 'plainObjects', number[]> = {
    ours: [],
    objects: [],
    scan: [],
    plain: [],
    plainObjects: [],
  };
  for (let query = 0; query < QUERIES; query += 1) {
    const { filter } = question(log, random);
    const at = (FIRST + Math.floor(random.next() * DAYS)) * DAY;
    const mine = timed(times.ours, () => pipelineAsOf(log, { at, by: 'stage', filter }).groups);
    assertGroups(
      'P8',
      mine,
      timed(times.objects, () => asOfObjects(at, filter)),
    );
    timed(times.scan, () => versionsAtByScan(log, at));
    const cells = timed(times.plain, () => index.at(at));
    const plain = log.words.stage
      .map((key, code) => ({ key, amount: cells.amount[code] ?? 0, count: cells.count[code] ?? 0 }))
      .filter(({ count }) => count > 0);
    assertGroups(
      'P8 unfiltered',
      plain,
      timed(times.plainObjects, () => asOfObjects(at, {})),
    );
  }
  const objectSteps: number[] = [];
  for (const at of slider.filter((_, step) => step % 6 === 0)) timed(objectSteps, () => asOfObjects(at, dragged));
  const [ours, plain, worst] = [median(times.ours), median(times.plain), Math.max(...steps)];
  const name = 'P8 pipeline as of a date over 1.1 M versions';
  return [
    row(
      'pipelineAsOf',
      `${name}, 5 filters, beside object histories`,
      ours,
      'ms',
      median(times.objects),
      '≤ 10 ms and ≥ 4× faster',
      ours <= 10 && median(times.objects) / ours >= 4,
    ),
    row(
      'cumulativeIndex',
      `${name}, unfiltered, beside object histories`,
      plain,
      'ms',
      median(times.plainObjects),
      '≤ 1 ms',
      plain <= 1,
    ),
    row(
      'cumulativeIndex',
      'P8 build the index of unfiltered sums, beside one scan of every interval',
      building[0] ?? Number.NaN,
      'ms',
      median(times.scan),
      'once a log: ≤ 2,000 ms',
      (building[0] ?? Infinity) <= 2000,
    ),
    row(
      'pipelineAsOf',
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
    timed(ours, () => pipelineAsOf(log, { at, by: 'stage', filter }));
    timed(scans, () => versionsAtByScan(log, at));
  }
  return row(
    'pipelineAsOf',
    'P8 the same over 11 M versions of 1,000,000 deals, 5 filters, beside one scan of every interval',
    median(ours),
    'ms',
    median(scans),
    '≤ 100 ms',
    median(ours) <= 100,
  );
}

const grid = (cells: number): Grid => ({ amount: new Float64Array(cells), count: new Uint32Array(cells) });
function put(into: Grid | undefined, cell: number, amount: number, count: number): void {
  if (!into) return;
  into.amount[cell] = amount;
  into.count[cell] = count;
}

function assertSame(what: string, a: Grid, b: Grid): void {
  for (let cell = 0; cell < a.count.length; cell += 1)
    if (a.amount[cell] !== b.amount[cell] || a.count[cell] !== b.count[cell])
      throw new Error(
        `${what}: cell ${cell} is ${a.amount[cell]}/${a.count[cell]}, not ${b.amount[cell]}/${b.count[cell]}`,
      );
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
