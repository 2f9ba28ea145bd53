import { DAY_MS } from '@/lib/calendar/days';
import { median, quantile } from '@/lib/figures/pacing';
import { LOST, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';

/** A visit of a deal to a stage, up to `at`. `exit` is absent while it is still there. */
export interface Visit {
  deal: number;
  stage: number;
  enteredAt: number;
  exit?: { at: number; to: 'stage' | 'won' | 'lost'; stage: number };
}

/** Which deals count, by their position in the log. */
export type IsDeal = (deal: number) => boolean;
const everyDeal: IsDeal = () => true;

/** Every visit to an open stage that began by an instant; versions that only change other fields belong to the same visit. */
export function visits(log: PipelineLog, at: number, isDeal = everyDeal): Visit[] {
  const found: Visit[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    if (!isDeal(deal)) continue;
    let current: Visit | undefined;
    const until = Math.min(at, (log.goneAt[deal] ?? Infinity) - 1);
    for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1) {
      const from = log.from[version] ?? 0;
      if (from > until) break;
      const [status, stage] = [log.status[version] ?? OPEN, log.stage[version] ?? 0];
      if (current && status === OPEN && current.stage === stage) continue;
      if (current) {
        current.exit = { at: from, to: status === WON ? 'won' : status === LOST ? 'lost' : 'stage', stage };
        current = undefined;
      }
      if (status === OPEN) found.push((current = { deal, stage, enteredAt: from }));
    }
  }
  return found;
}

/**
 * Quantile of how long visits last, by Kaplan and Meier: visits that still go on are censored at `at`, so long ones that are not over
 * are not forgotten. Days; undefined where fewer than that share is known to end.
 */
export function dwellQuantile(given: readonly Visit[], at: number, share: number): number | undefined {
  const spans = given
    .map(({ enteredAt, exit }) => ({ days: ((exit?.at ?? at) - enteredAt) / DAY_MS, isOver: exit !== undefined }))
    .toSorted((a, b) => a.days - b.days || Number(b.isOver) - Number(a.isOver));
  let [survival, atRisk] = [1, spans.length];
  for (const { days, isOver } of spans) {
    if (isOver) survival *= 1 - 1 / atRisk;
    atRisk -= 1;
    if (survival <= 1 - share + 1e-12) return days;
  }
  return undefined;
}

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
  lostAmount: number;
}

/** What {@link stageProcess} looks at: visits that began in [from, at], and the open stages, the first one first. */
export interface ProcessWindow {
  from: number;
  at: number;
  order: readonly string[];
  isDeal?: IsDeal;
}

/** The visits of the window by stage, in the order of the stages; stages that nothing came into are left out. */
export function stageVisits(
  log: PipelineLog,
  { from, at, order, isDeal = everyDeal }: ProcessWindow,
): { stage: string; entered: Visit[]; forward: Visit[]; lost: Visit[]; leaked: Visit[] }[] {
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

/** Amount of a visit's deal when the visit ended, minor units; 0 when unpriced. */
export function amountAtExit(log: PipelineLog, { deal, exit }: Visit, at: number): number {
  const amount = log.amount[versionAt(log, deal, exit?.at ?? at)] ?? Number.NaN;
  return Number.isNaN(amount) ? 0 : amount;
}

/** Each stage of the process. */
export function stageProcess(log: PipelineLog, window: ProcessWindow): StageProcess[] {
  const { at } = window;
  return stageVisits(log, window).map(({ stage, entered, forward, lost, leaked }) => {
    const left = entered.filter(({ exit }) => exit !== undefined).length;
    const [middle, long] = [dwellQuantile(entered, at, 0.5), dwellQuantile(entered, at, 0.8)];
    return {
      stage,
      entered: entered.length,
      left,
      forward: forward.length,
      ...(left > 0 ? { conversion: forward.length / left } : {}),
      ...(middle === undefined ? {} : { medianDays: middle }),
      ...(long === undefined ? {} : { p80Days: long }),
      lost: lost.length,
      leaked: leaked.length,
      lostAmount: leaked.reduce((sum, visit) => sum + amountAtExit(log, visit, at), 0),
    };
  });
}
export interface Closed {
  deal: number;
  isWon: boolean;
  amount: number;
  closedAt: number;
  cycleDays: number;
}

/** Deals closed in a window [from, at], as they stand at `at`; a reopened deal is not closed. Amounts in minor units. */
export function closedIn(
  log: PipelineLog,
  { from, at, isDeal = everyDeal }: { from: number; at: number; isDeal?: IsDeal },
): Closed[] {
  const found: Closed[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    if (!isDeal(deal)) continue;
    let version = versionAt(log, deal, at);
    if (version < 0 || log.status[version] === OPEN) continue;
    const status = log.status[version];
    const amount = log.amount[version] ?? Number.NaN;
    // Later edits of a closed deal do not close it again.
    while (version > (log.starts[deal] ?? 0) && log.status[version - 1] === status) version -= 1;
    const closedAt = log.from[version] ?? 0;
    if (closedAt < from) continue;
    found.push({
      deal,
      isWon: status === WON,
      amount: Number.isNaN(amount) ? 0 : amount,
      closedAt,
      cycleDays: (closedAt - (log.createdAt[deal] ?? closedAt)) / DAY_MS,
    });
  }
  return found;
}

/** `winRateCount`, `winRateAmount` (G2.19, G2.20); undefined without a closed deal, or without an amount. */
export function winRates(closed: readonly Closed[]): { count?: number; amount?: number; n: number } {
  const won = closed.filter(({ isWon }) => isWon);
  const [all, part] = [closed, won].map((deals) => deals.reduce((sum, { amount }) => sum + amount, 0)) as [
    number,
    number,
  ];
  return {
    ...(closed.length > 0 ? { count: won.length / closed.length } : {}),
    ...(all > 0 ? { amount: part / all } : {}),
    n: closed.length,
  };
}

/** `winRateCohort`: won ÷ created, of deals created in a window that was over long enough ago; undefined without any. */
export function winRateCohort(log: PipelineLog, window: CohortWindow): { rate?: number; n: number } {
  const created = cohort(log, window);
  const won = created.filter(({ isWon }) => isWon).length;
  return { ...(created.length > 0 ? { rate: won / created.length } : {}), n: created.length };
}

/** Created in [from, to), as they stand at `at`. */
export interface CohortWindow {
  from: number;
  to: number;
  at: number;
  isDeal?: IsDeal;
}

/** The deals that were created in a window and are still there. */
export function cohort(
  log: PipelineLog,
  { from, to, at, isDeal = everyDeal }: CohortWindow,
): { deal: number; isWon: boolean }[] {
  const found: { deal: number; isWon: boolean }[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const born = log.createdAt[deal] ?? 0;
    if (born < from || born >= to || !isDeal(deal)) continue;
    const version = versionAt(log, deal, at);
    if (version >= 0) found.push({ deal, isWon: log.status[version] === WON });
  }
  return found;
}

/** Median `cycleDays` of won deals, and the 90th percentile. */
export function cycle(closed: readonly Closed[]): { medianDays?: number; p90Days?: number } {
  const days = closed.filter(({ isWon }) => isWon).map(({ cycleDays }) => cycleDays);
  const [middle, long] = [median(days), quantile(days, 0.9)];
  return { ...(middle === undefined ? {} : { medianDays: middle }), ...(long === undefined ? {} : { p90Days: long }) };
}

/** Edges of the age bands, in days. */
export const AGE_BANDS = [0, 30, 60, 90, 180, 365] as const;
/** A deal this long in one stage is a zombie (G9.2). */
export const ZOMBIE_DAYS = 365;

export interface AgeCell {
  stage: string;
  band: number;
  count: number;
  amount: number;
  deals: number[];
}

/** Stage × days in stage of what is open: where deals lie still. Amounts in minor units. */
export function stageAgeMatrix(log: PipelineLog, at: number, isDeal = everyDeal): AgeCell[] {
  const cells = new Map<string, AgeCell>();
  for (const { deal, stage, enteredAt, exit } of visits(log, at, isDeal)) {
    if (exit) continue;
    const version = versionAt(log, deal, at);
    if (version < 0) continue;
    const days = (at - enteredAt) / DAY_MS;
    const band = AGE_BANDS.findLastIndex((edge) => days >= edge);
    const name = log.words.stage[stage] ?? '';
    const cell = cells.get(`${name}/${band}`) ?? { stage: name, band, count: 0, amount: 0, deals: [] };
    const amount = log.amount[version] ?? Number.NaN;
    cell.count += 1;
    cell.amount += Number.isNaN(amount) ? 0 : amount;
    cell.deals.push(deal);
    cells.set(`${name}/${band}`, cell);
  }
  return [...cells.values()];
}
