import { DAY_MS } from '@/lib/calendar/days';
import { EPOCH, instant, type Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import type { Dwell } from '@/lib/deal/signals/signal';
import { asOf } from '@/lib/figures/ask';
import { metric } from '@/lib/figures/figure';
import { listedDeals } from '@/lib/figures/states';
import { type Doubts, doubtsOf } from '@/lib/log/doubts';
import { LOST, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex, type VersionIndex, FIRST_VERSION } from '@/lib/log/positions';

/** A visit of a deal to a stage, up to `at`. `exit` is absent while it is still there. */
export interface Visit {
  deal: DealIndex;
  /** With which it began. */
  version: VersionIndex;
  stage: number;
  enteredAt: Instant;
  exit?: { at: Instant; to: 'stage' | 'won' | 'lost'; stage: number };
}

/** Which deals count, by their position in the log. */
export type IsDeal = (deal: DealIndex) => boolean;
export const everyDeal: IsDeal = () => true;

/** The deals that are there at an instant (ms) and some people's then; of everyone where none are named. */
export function dealsOf(log: PipelineLog, at: Instant, ownerIds?: ReadonlySet<string>): IsDeal {
  const isIn = new Uint8Array(log.size);
  for (const deal of asOf(log, at).rows(listedDeals, { filter: ownerIds ? { ownerIds } : {} }).deals) isIn[deal] = 1;
  return (deal) => isIn[deal] === 1;
}

/** Every visit to an open stage that began by an instant; versions that only change other fields belong to the same visit. */
export function visits(log: PipelineLog, at: Instant, isDeal = everyDeal): Visit[] {
  const found: Visit[] = [];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (!isDeal(deal)) continue;
    let current: Visit | undefined;
    const until = Math.min(at, (log.goneAt[deal] ?? Infinity) - 1);
    for (let version = log.starts[deal] ?? FIRST_VERSION; version < (log.starts[deal + 1] ?? 0); version++) {
      const from = instant(log.from[version] ?? 0);
      if (from > until) break;
      const [status, stage] = [log.status[version] ?? OPEN, log.stage[version] ?? 0];
      if (current && status === OPEN && current.stage === stage) continue;
      if (current) {
        current.exit = { at: from, to: status === WON ? 'won' : status === LOST ? 'lost' : 'stage', stage };
        current = undefined;
      }
      if (status === OPEN) found.push((current = { deal, version, stage, enteredAt: from }));
    }
  }
  return found;
}

/**
 * Quantile of how long visits last, by Kaplan and Meier: visits that still go on are censored at `at`, so long ones that are not over
 * are not forgotten. Days; undefined where fewer than that share is known to end.
 */
export function dwellQuantile(given: readonly Visit[], at: Instant, share: number): number | undefined {
  const lengths = (isOver: boolean): Float64Array =>
    Float64Array.from(
      given.filter(({ exit }) => (exit !== undefined) === isOver),
      ({ enteredAt, exit }) => (exit?.at ?? at) - enteredAt,
    ).sort();
  return survived(lengths(true), lengths(false), share);
}

/** Days by which a share of visits had ended; lengths of those that are over and of those that go on, ms, each sorted. */
function survived(over: Float64Array, open: Float64Array, share: number): number | undefined {
  let [survival, left, place] = [1, over.length + open.length, 0];
  for (const length of over) {
    for (; (open[place] ?? Infinity) < length; place += 1) left -= 1;
    survival *= 1 - 1 / left;
    left -= 1;
    if (survival <= 1 - share + 1e-12) return length / DAY_MS;
  }
  return undefined;
}

/** A visit of so many days that ended, or goes on, at instant 0. */
const visitOf = (days: number, isOver = true): Visit => ({
  deal: FIRST_DEAL,
  version: FIRST_VERSION,
  stage: 1,
  enteredAt: instant(-days * DAY_MS),
  ...(isOver ? { exit: { at: EPOCH, to: 'stage', stage: 2 } } : {}),
});

/** Visits, and the instant up to which they are known. */
interface Visits {
  visits: readonly Visit[];
  at: Instant;
}
export const stageDwell = metric({
  id: 'stageDwell',
  rule: 'G2.25',
  compute: ({ visits: given, at }: Visits) => dwellQuantile(given, at, 0.5),
  vectors: [
    { input: { visits: [1, 2, 3].map((days) => visitOf(days)), at: EPOCH }, output: 2 },
    {
      input: {
        visits: [...[1, 2].map((days) => visitOf(days)), ...[5, 6, 7].map((days) => visitOf(days, false))],
        at: EPOCH,
      },
      output: undefined,
    },
  ],
});
export const stageDwellP80 = metric({
  id: 'stageDwellP80',
  rule: 'G2.26',
  compute: ({ visits: given, at }: Visits) => dwellQuantile(given, at, 0.8),
  vectors: [
    { input: { visits: [1, 2, 3, 4, 5].map((days) => visitOf(days)), at: EPOCH }, output: 4 },
    {
      input: {
        visits: [...[1, 2, 3].map((days) => visitOf(days)), ...[9, 9].map((days) => visitOf(days, false))],
        at: EPOCH,
      },
      output: undefined,
    },
  ],
});
export const stageConversion = metric({
  id: 'stageConversion',
  rule: 'G2.22',
  compute({ entered, forward }: Pick<StageVisits, 'entered' | 'forward'>) {
    const left = entered.filter(({ exit }) => exit !== undefined).length;
    return left > 0 ? forward.length / left : undefined;
  },
  vectors: [
    { input: { entered: [visitOf(1), visitOf(2), visitOf(9, false)], forward: [visitOf(1)] }, output: 0.5 },
    { input: { entered: [visitOf(9, false)], forward: [] }, output: undefined },
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
}

/** What {@link stageProcess} looks at: visits that began in [from, at], and the open stages, the first one first. */
export interface ProcessWindow {
  from: Instant;
  at: Instant;
  order: readonly string[];
  isDeal?: IsDeal;
}

/** Visits that came into a stage, and of these those that went on or were won, that were lost, and that were a deal's last loss. */
export interface StageVisits {
  stage: string;
  entered: Visit[];
  forward: Visit[];
  lost: Visit[];
  leaked: Visit[];
}

/** The visits of the window by stage, in the order of the stages; stages that nothing came into are left out. */
export function stageVisits(log: PipelineLog, { from, at, order, isDeal = everyDeal }: ProcessWindow): StageVisits[] {
  const rank = new Map(order.map((name, index) => [name, index]));
  const rankOf = (stage: number): number => rank.get(log.words.stage[stage] ?? '') ?? -1;
  const all = visits(log, at, isDeal).filter(({ enteredAt }) => enteredAt >= from);
  // A deal that was lost several times counts as lost once: from where it was lost last.
  const lossOf = new Map(all.flatMap((visit) => (visit.exit?.to === 'lost' ? [[visit.deal, visit]] : [])));
  return order.flatMap((name) => {
    const entered = all.filter(({ stage }) => log.words.stage[stage] === name);
    if (entered.length === 0) return [];
    return [
      {
        stage: name,
        entered,
        forward: entered.filter(
          ({ stage, exit }) =>
            exit && (exit.to === 'won' || (exit.to === 'stage' && rankOf(exit.stage) > rankOf(stage))),
        ),
        lost: entered.filter(({ exit }) => exit?.to === 'lost'),
        leaked: entered.filter((visit) => lossOf.get(visit.deal) === visit),
      },
    ];
  });
}

/** What history could not know of when visits began. */
export const doubtsOfVisits = (log: PipelineLog, given: readonly Visit[], at: Instant): Doubts => ({
  ...doubtsOf(
    log,
    given.map(({ deal, version, enteredAt }) => ({ deal, version, at: enteredAt })),
    { asked: 0, since: at },
  ),
  // Time in a stage is told without amounts.
  currencyAssumed: 0,
});

/** Amount of a visit's deal when the visit ended, minor units; 0 when unpriced. */
export function amountAtExit(log: PipelineLog, { deal, exit }: Visit, at: Instant): Minor {
  const amount = log.amount[versionAt(log, deal, exit?.at ?? at)] ?? Number.NaN;
  return minor(Number.isNaN(amount) ? 0 : amount);
}

/** Each stage of the process. */
export function stageProcess(log: PipelineLog, window: ProcessWindow): StageProcess[] {
  const { at } = window;
  return stageVisits(log, window).map(({ stage, entered, forward, lost, leaked }) => {
    const conversion = stageConversion.compute({ entered, forward });
    const [medianDays, p80Days] = [stageDwell, stageDwellP80].map(({ compute }) => compute({ visits: entered, at }));
    return {
      stage,
      entered: entered.length,
      left: entered.filter(({ exit }) => exit !== undefined).length,
      forward: forward.length,
      ...(conversion === undefined ? {} : { conversion }),
      ...(medianDays === undefined ? {} : { medianDays }),
      ...(p80Days === undefined ? {} : { p80Days }),
      lost: lost.length,
      leaked: leaked.length,
      lostAmount: minor(leaked.reduce((sum, visit) => sum + amountAtExit(log, visit, at), 0)),
    };
  });
}

/** Visits that a stage's usual time is told from at least. */
const LEAST_OVER = 5;

/**
 * How long deals usually stay in each open stage, in whole days: `stageDwell` and `stageDwellP80` of the deals that are there now, without
 * an object a visit. Stages that too few have left say nothing.
 */
export function stageDwells(log: PipelineLog, { from, at, order }: Omit<ProcessWindow, 'isDeal'>): Map<string, Dwell> {
  const open = new Set(order);
  const lists = log.words.stage.map((name) =>
    open.has(name) ? { over: [] as number[], open: [] as number[] } : undefined,
  );
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (log.goneAt[deal] !== Infinity) continue;
    const end = log.starts[deal + 1] ?? 0;
    let [stage, since] = [-1, 0];
    for (let version = log.starts[deal] ?? FIRST_VERSION; version < end; version++) {
      const now = log.from[version] ?? 0;
      if (now > at) break;
      const next = log.status[version] === OPEN ? (log.stage[version] ?? 0) : -1;
      if (next === stage) continue;
      if (since >= from) lists[stage]?.over.push(now - since);
      [stage, since] = [next, now];
    }
    if (since >= from) lists[stage]?.open.push(at - since);
  }
  return new Map(
    lists.flatMap((list, code) => {
      if (!list || list.over.length < LEAST_OVER) return [];
      const [over, going] = [Float64Array.from(list.over).sort(), Float64Array.from(list.open).sort()];
      const [middle, long] = [survived(over, going, 0.5), survived(over, going, 0.8)];
      if (middle === undefined || long === undefined) return [];
      return [
        [log.words.stage[code] ?? '', { medianDays: Math.round(middle), p80Days: Math.round(long), n: over.length }],
      ];
    }),
  );
}
