import { calendarDays, DAY_MS } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { EPOCH, instant, type Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import type { Dwell } from '@/lib/deal/signals/signal';
import { type Between, during } from '@/lib/figures/during';
import { metric } from '@/lib/figures/figure';
import {
  eachVisit,
  knownOf,
  leakage,
  stageEntered,
  stageForward,
  stageLeft,
  stageLost,
  type Visit,
  visitsIn,
} from '@/lib/figures/stage-visits';
import { askedOf, type Doubts, doubtsOf } from '@/lib/log/doubts';
import type { PipelineLog } from '@/lib/log/event-log';
import { FIRST_DEAL, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';

/**
 * Quantile of how long visits last, by Kaplan and Meier: visits that still go on are censored at `at`, so long ones that are not over
 * are not forgotten. Days; undefined where fewer than that share is known to end.
 */
export function dwellQuantile({ visits, at, timeZone }: Visits, share: number): number | undefined {
  const lengths = (isOver: boolean): Float64Array =>
    Float64Array.from(
      visits.filter(({ exit }) => (exit !== undefined) === isOver),
      ({ enteredAt, exit }) => calendarDays(enteredAt, exit?.at ?? at, timeZone),
    ).sort();
  return survived(lengths(true), lengths(false), share);
}

/** Days by which a share of visits had ended; days of those that are over and of those that go on, each sorted. */
function survived(over: Float64Array, going: Float64Array, share: number): number | undefined {
  let [survival, left, place] = [1, over.length + going.length, 0];
  for (const length of over) {
    for (; (going[place] ?? Infinity) < length; place += 1) left -= 1;
    survival *= 1 - 1 / left;
    left -= 1;
    if (survival <= 1 - share + 1e-12) return length;
  }
  return undefined;
}

/** A visit of so many days that ended, or goes on, at instant 0. */
const visitOf = (days: number, isOver = true): Visit => ({
  deal: FIRST_DEAL,
  version: FIRST_VERSION,
  last: FIRST_VERSION,
  stage: 1,
  enteredAt: instant(-days * DAY_MS),
  ...(isOver ? { exit: { at: EPOCH, to: 'stage', stage: 2 } } : {}),
});
const stays = (over: readonly number[], going: readonly number[] = []): Visits => ({
  visits: [...over.map((days) => visitOf(days)), ...going.map((days) => visitOf(days, false))],
  at: EPOCH,
  timeZone: 'UTC',
});

/** What began, and ended unless it goes on: a visit of a stage, or a whole deal. */
interface Lasted {
  enteredAt: Instant;
  exit?: { at: Instant };
}
/** Visits, the instant up to which they are known, and the zone whose days they are counted in. */
interface Visits {
  visits: readonly Lasted[];
  at: Instant;
  timeZone: string;
}
export const stageDwell = metric({
  id: 'stageDwell',
  rule: 'G2.25',
  compute: (given: Visits) => dwellQuantile(given, 0.5),
  vectors: [
    { input: stays([1, 2, 3]), output: 2 },
    { input: stays([1, 2], [5, 6, 7]), output: undefined },
  ],
});
export const stageDwellP80 = metric({
  id: 'stageDwellP80',
  rule: 'G2.26',
  compute: (given: Visits) => dwellQuantile(given, 0.8),
  vectors: [
    { input: stays([1, 2, 3, 4, 5]), output: 4 },
    { input: stays([1, 2, 3], [9, 9]), output: undefined },
  ],
});
export const stageConversion = metric({
  id: 'stageConversion',
  rule: 'G2.22',
  compute: ({ left, forward }: { left: number; forward: number }) => (left > 0 ? forward / left : undefined),
  vectors: [
    { input: { left: 2, forward: 1 }, output: 0.5 },
    { input: { left: 0, forward: 0 }, output: undefined },
  ],
});

export interface StageProcess {
  stage: string;
  /** Visits that began in the window, those of them that are over, and of these those that went on or were won. */
  entered: number;
  left: number;
  forward: number;
  /** `stageConversion` (G2.22): forward ÷ left. */
  conversion?: number;
  medianDays?: number;
  p80Days?: number;
  /** Visits that ended in a loss. */
  lost: number;
  /** `leakage` (G2.24): deals that were lost last from here, and their amount when they were, minor units. */
  leaked: number;
  lostAmount: Minor;
  /** Of when its visits began. */
  doubts: Doubts;
}

/**
 * Each open stage that something came into between two instants, in the order of the ladder: visits that began after the one and by the
 * other.
 */
export function stageProcess(stretch: Between, order: readonly string[]): StageProcess[] {
  const { log, to, filter } = stretch;
  const { timeZone } = log;
  const { ask } = during(stretch);
  const [entered, left, forward, gone, leaked] = [stageEntered, stageLeft, stageForward(order), stageLost, leakage].map(
    (figure) => new Map(ask(figure, 'stage').groups.map((group) => [group.key, group])),
  );
  const visits = Map.groupBy(derived(stretch, visitsIn), ({ stage }) => log.words.stage[stage] ?? '');
  return order.flatMap((stage): StageProcess[] => {
    const own = visits.get(stage) ?? [];
    if (own.length === 0) return [];
    const count = (of: typeof entered): number => of?.get(stage)?.count ?? 0;
    const conversion = stageConversion.compute({ left: count(left), forward: count(forward) });
    const [medianDays, p80Days] = [stageDwell, stageDwellP80].map(({ compute }) =>
      compute({ visits: own, at: to, timeZone }),
    );
    return [
      {
        stage,
        entered: count(entered),
        left: count(left),
        forward: count(forward),
        ...(conversion === undefined ? {} : { conversion }),
        ...(medianDays === undefined ? {} : { medianDays }),
        ...(p80Days === undefined ? {} : { p80Days }),
        lost: count(gone),
        leaked: count(leaked),
        lostAmount: leaked?.get(stage)?.amount ?? minor(0),
        // Time in a stage is told without amounts.
        doubts: {
          ...doubtsOf(
            log,
            own.map((visit) => knownOf(stretch, visit)),
            { asked: askedOf(filter), since: to },
          ),
          currencyAssumed: 0,
        },
      },
    ];
  });
}

/** Visits that a stage's usual time is told from at least. */
const LEAST_OVER = 5;

/**
 * How long deals usually stay in each open stage, in days: `stageDwell` and `stageDwellP80` of the visits since `from` of deals that
 * are there now, without an object a visit, and the days that `percent` of them are over within. Stages that too few have left say nothing.
 */
export function stageDwells(
  log: PipelineLog,
  { from, at, order, percent }: { from: Instant; at: Instant; order: readonly string[]; percent: number },
): Map<string, Dwell> {
  const open = new Set(order);
  const lists = log.words.stage.map((name) =>
    open.has(name) ? { over: [] as number[], open: [] as number[] } : undefined,
  );
  const seen = (version: VersionIndex, next: VersionIndex): void => {
    const enteredAt = instant(log.from[version] ?? 0);
    const list = lists[log.stage[version] ?? 0];
    if (enteredAt < from || !list) return;
    const until = next < 0 ? at : instant(log.from[next] ?? 0);
    (next < 0 ? list.open : list.over).push(calendarDays(enteredAt, until, log.timeZone));
  };
  for (let deal = FIRST_DEAL; deal < log.size; deal++)
    if (log.goneAt[deal] === Infinity) eachVisit(log, deal, at, seen);
  return new Map(
    lists.flatMap((list, code) => {
      if (!list || list.over.length < LEAST_OVER) return [];
      const [over, going] = [Float64Array.from(list.over).sort(), Float64Array.from(list.open).sort()];
      const [medianDays, p80Days, longDays] = [50, 80, percent].map((share) => survived(over, going, share / 100));
      if (medianDays === undefined || p80Days === undefined) return [];
      const dwell = { medianDays, p80Days, n: over.length, ...(longDays === undefined ? {} : { longDays }) };
      return [[log.words.stage[code] ?? '', dwell]];
    }),
  );
}
