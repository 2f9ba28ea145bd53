import type { Day } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { instant, type Instant } from '@/lib/calendar/instant';
import { startOfDay } from '@/lib/calendar/zoned-time';
import { minor } from '@/lib/deal/money';
import type { Between, EventQuestion, Happened } from '@/lib/figures/during';
import { eventFigure } from '@/lib/figures/event-figure';
import { lost, open, won } from '@/lib/figures/example';
import { LOST, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { compile } from '@/lib/log/filter';
import { FIRST_DEAL, type DealIndex, type VersionIndex, NO_VERSION, FIRST_VERSION } from '@/lib/log/positions';

/** A visit of a deal to a stage. `exit` is absent while it is still there. */
export interface Visit {
  deal: DealIndex;
  /** With which it began. */
  version: VersionIndex;
  /** That of the deal at the end of what is looked at. */
  last: VersionIndex;
  stage: number;
  enteredAt: Instant;
  exit?: { at: Instant; to: 'stage' | 'won' | 'lost'; stage: number };
}

type Seen = (version: VersionIndex, next: VersionIndex) => void;

/**
 * Each visit of a deal to an open stage that began by an instant (ms), with the version that began it and the one that ended it, −1 where
 * it goes on. Versions that only change other fields belong to the same visit.
 */
export function eachVisit(log: PipelineLog, deal: DealIndex, at: Instant, seen: Seen): void {
  const until = Math.min(at, (log.goneAt[deal] ?? Infinity) - 1);
  const end = log.starts[deal + 1] ?? 0;
  let began = NO_VERSION;
  for (let version = log.starts[deal] ?? FIRST_VERSION; version < end; version++) {
    if ((log.from[version] ?? 0) > until) break;
    const isOpen = log.status[version] === OPEN;
    if (began >= 0) {
      if (isOpen && log.stage[began] === log.stage[version]) continue;
      seen(began, version);
    }
    began = isOpen ? version : NO_VERSION;
  }
  if (began >= 0) seen(began, NO_VERSION);
}

/**
 * The visits that began after the one instant and by the other, of the deals that are there by the other and in the filter's scope then.
 */
export function visitsIn({ log, from, to, filter }: Between): Visit[] {
  const scope = compile(log, filter);
  const found: Visit[] = [];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const last = versionAt(log, deal, to);
    if (last < 0 || !scope.isDeal(deal) || !scope.isInScope(last)) continue;
    eachVisit(log, deal, to, (version, next) => {
      const enteredAt = instant(log.from[version] ?? 0);
      if (enteredAt <= from) return;
      const visit: Visit = { deal, version, last, stage: log.stage[version] ?? 0, enteredAt };
      if (next >= 0) {
        const status = log.status[next];
        const to = status === WON ? 'won' : status === LOST ? 'lost' : 'stage';
        visit.exit = { at: instant(log.from[next] ?? 0), to, stage: log.stage[next] ?? 0 };
      }
      found.push(visit);
    });
  }
  return found;
}

/** Whether a visit went on as a day of a zone began. */
export const isThereOn = (day: Day, timeZone: string): ((visit: Pick<Visit, 'enteredAt' | 'exit'>) => boolean) => {
  const at = startOfDay(day, timeZone);
  return ({ enteredAt, exit }) => enteredAt < at && (exit === undefined || exit.at >= at);
};

/** A visit as something that happened: with the stage that it was to, at the amount that it ended with, or has by now. */
function happenedOf(stretch: Between, visit: Visit): Happened {
  const { deal, version } = visit;
  const known = knownOf(stretch, visit);
  const amount = stretch.log.amount[known.priced.version] ?? Number.NaN;
  const isUnpriced = Number.isNaN(amount);
  return { deal, version, amount: minor(isUnpriced ? 0 : amount), isUnpriced, known };
}

/** When a visit began decides; whose it is, the end of what is looked at. */
export function knownOf({ log, to }: Between, { deal, version, last, enteredAt, exit }: Visit) {
  const until = exit?.at ?? to;
  const priced = { version: versionAt(log, deal, until), at: until };
  return { deal, version, at: enteredAt, scope: { version: last, at: to }, priced };
}

/** Of a filter's stage, category and amount, those of the visit count. */
const happenedTo = (stretch: Between, visits: Iterable<Visit>): Happened[] => {
  const { isState } = compile(stretch.log, stretch.filter);
  return Array.from(visits).flatMap((visit) => (isState(visit.version) ? [happenedOf(stretch, visit)] : []));
};

const visitsThat = (isIn: (visit: Visit, log: PipelineLog) => boolean): EventQuestion => ({
  isOfEnd: true,
  happened: (stretch) =>
    happenedTo(
      stretch,
      derived(stretch, visitsIn).filter((visit) => isIn(visit, stretch.log)),
    ),
});

export const stageEntered = eventFigure({
  id: 'stageEntered',
  rule: 'G2.23',
  ...visitsThat(() => true),
  examples: [
    { deals: [{ after: open(5) }, { before: open(1), after: open(1, { stage: 'B' }) }, { after: won(1) }], is: 2 },
  ],
});
/** The visits that are over. */
export const stageLeft = visitsThat(({ exit }) => exit !== undefined);
/** Those that went on to a later stage of the ladder, or were won. */
export const stageForward = (order: readonly string[]): EventQuestion => {
  const rank = new Map(order.map((name, place) => [name, place]));
  const rankOf = (log: PipelineLog, stage: number): number => rank.get(log.words.stage[stage] ?? '') ?? -1;
  return visitsThat(
    ({ stage, exit }, log) =>
      exit !== undefined &&
      (exit.to === 'won' || (exit.to === 'stage' && rankOf(log, exit.stage) > rankOf(log, stage))),
  );
};
/** Those that ended in a loss. */
export const stageLost = visitsThat(({ exit }) => exit?.to === 'lost');
export const leakage = eventFigure({
  id: 'leakage',
  rule: 'G2.24',
  isOfEnd: true,
  happened(stretch) {
    const losses = derived(stretch, visitsIn).filter(({ exit }) => exit?.to === 'lost');
    // A deal that was lost several times counts as lost once: from where it was lost last, wherever that was.
    return happenedTo(stretch, new Map(losses.map((visit) => [visit.deal, visit])).values());
  },
  examples: [
    { deals: [{ after: open(9) }, { before: open(9), after: won(9) }, { after: lost(9) }], is: 0 },
    {
      deals: [
        { before: open(50), after: lost(40) },
        { before: open(60), after: lost(60) },
        { before: open(9), after: won(9) },
      ],
      since: 0,
      is: 100,
    },
  ],
});
