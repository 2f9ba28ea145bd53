import { askedAt, presentOf } from '@/lib/answers/asked-at';
import { withNext, type DealRow, type DealsView } from '@/lib/answers/deals';
import { missedDeals } from '@/lib/answers/leading/autopsy';
import { aheadBefore } from '@/lib/answers/leading/came-forward';
import { createdIn, sourceOf } from '@/lib/answers/leading/course';
import { openIn, openLines } from '@/lib/answers/leading/open-lines';
import { isBlank } from '@/lib/answers/process/data-quality';
import type { ProcessDeals } from '@/lib/answers/process/process-door';
import { agedDeals } from '@/lib/answers/process/stage-ages';
import { dayAt } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { minor, type Minor, toMajor } from '@/lib/deal/money';
import { recycle, zombies } from '@/lib/figures/ages';
import { asOf } from '@/lib/figures/ask';
import { during, type EventQuestion } from '@/lib/figures/during';
import type { StateQuestion } from '@/lib/figures/figure';
import { born, closings } from '@/lib/figures/rates';
import { forecastAtStart } from '@/lib/figures/slip';
import { stageProcess } from '@/lib/figures/stage-process';
import { isThereOn, leakage, stageEntered, stageForward, type Visit, visitsIn } from '@/lib/figures/stage-visits';
import { openDeals } from '@/lib/figures/states';
import type { Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import { lastVersion, LOST, OPEN, stateOf, versionAt, WON } from '@/lib/log/event-log';
import { type DealIndex, type VersionIndex } from '@/lib/log/positions';
import { atAsked, processScope } from '@/lib/process/scope';
import { originOf } from '@/lib/process/source-rates';
import { amountOf, fateOf, wayOf } from '@/lib/process/stage-leaks';

interface Part {
  deal: DealIndex;
  /** Minor units, as the figure counts it. */
  amount: Minor;
}

/** The deals behind a figure of the process, the largest first; a deal that counts twice is listed once. */
export function processDeals(
  facts: OrgFacts,
  wanted: ProcessDeals,
  kept: Own = { reminders: [], jottings: [] },
): Omit<DealsView, 'freshness'> {
  const { log, profile, today } = facts;
  const parts = new Map<DealIndex, number>();
  for (const { deal, amount } of partsOf(facts, wanted)) parts.set(deal, (parts.get(deal) ?? 0) + amount);
  const rows = [...parts].toSorted((a, b) => b[1] - a[1]);
  return {
    period: wanted.kind === 'open' ? askedAt(lookedAt(facts, wanted)).period : processScope(facts).period,
    on: today,
    today,
    quarterEnd: quarterAt(profile, today).end,
    currency: profile.currency,
    rows: rows.map(([deal]) => row(facts, deal, kept)),
    total: {
      amount: toMajor(minor(rows.reduce((sum, [, amount]) => sum + amount, 0)), profile.currency),
      count: rows.length,
      unpriced: rows.filter(([deal]) => Number.isNaN(log.amount[lastOf(facts, deal)] ?? Number.NaN)).length,
    },
  };
}

/** Figures of the process itself, looked at as of the end of a quarter that is over; the others say themselves as of when they are. */
const OF_PROCESS: ReadonlySet<ProcessDeals['kind']> = new Set([
  'age',
  'entered',
  'forward',
  'fate',
  'way',
  'born',
  'leaked',
  'closed',
  'cohort',
  'slipped',
  'zombies',
  'openNow',
] as const);

const lookedAt = (facts: OrgFacts, wanted: ProcessDeals): OrgFacts =>
  'isNow' in wanted && wanted.isNow ? presentOf(facts) : facts;

function partsOf(given: OrgFacts, wanted: ProcessDeals): Part[] {
  const facts = OF_PROCESS.has(wanted.kind) ? atAsked(given) : given;
  const { log, now, today, profile } = facts;
  const { stretch, order, filter, period, days, cohortDays } = processScope(facts);
  const present = ({ deal }: { deal: DealIndex }): Part => {
    const amount = log.amount[lastOf(facts, deal)] ?? Number.NaN;
    return { deal, amount: minor(Number.isNaN(amount) ? 0 : amount) };
  };
  /** As it stood in a version. */
  const then = ({ deal, version }: { deal: DealIndex; version: VersionIndex }): Part => ({
    deal,
    amount: minor(log.amount[version] || 0),
  });
  const standing = (figure: StateQuestion, stages?: string[]): Part[] =>
    Array.from(
      asOf(log, now).rows(figure, { today, filter: { ...filter, ...(stages ? { stages } : {}) } }).deals,
      (deal) => present({ deal }),
    );
  const visiting = (figure: EventQuestion, stages: readonly string[] = order): Part[] =>
    during({ ...stretch, filter: { ...filter, stages } })
      .ask(figure)
      .parts.slice();
  const visited = (stage: string, isWanted: (visit: Visit) => boolean): Part[] =>
    visitsIn(stretch)
      .filter((visit) => log.words.stage[visit.stage] === stage && isWanted(visit))
      .map((visit) => ({ deal: visit.deal, amount: amountOf(stretch, visit) }));
  const looked = lookedAt(facts, wanted);
  switch (wanted.kind) {
    case 'age':
      return agedDeals({ log, now, today, filter, stages: stageProcess(stretch, order) }).filter(
        ({ stage, age }) => stage === wanted.stage && age === wanted.age,
      );
    case 'blank':
      return standing(openDeals, wanted.stage === undefined ? undefined : [wanted.stage]).filter(({ deal }) => {
        const known = facts.deal(log.ids[deal] ?? '');
        return known !== undefined && isBlank(wanted.field, known, today);
      });
    case 'open':
      return openIn(looked, askedAt(looked).period).filter(openLines(looked)(wanted.line)).map(then);
    case 'ahead':
      return openIn(looked, neighbour(profile, askedAt(looked).period, 1)).map(then);
    case 'cameForward':
      return aheadBefore(facts).flatMap(({ deal, won }) => (won === undefined ? [] : [then({ deal, version: won })]));
    case 'openNow':
      return standing(openDeals);
    case 'missed':
      return [...missedDeals(facts, wanted.line)];
    case 'created':
      return createdIn(facts, wanted).filter(
        ({ deal, version }) => wanted.source === undefined || sourceOf(log, deal, version) === wanted.source,
      );
    case 'zombies':
      return standing(zombies);
    case 'recycle':
      return standing(recycle);
    case 'entered':
      return visiting(stageEntered, [wanted.stage]);
    case 'forward':
      return visiting(stageForward(order), [wanted.stage]);
    case 'fate':
      return visited(
        wanted.stage,
        (visit) => fateOf(log, visit, { order, dwell: facts.context.dwell, at: now }) === wanted.fate,
      );
    case 'way':
      return visited(wanted.stage, (visit) => {
        const way = wayOf(log, visit);
        return way?.to === wanted.way.to && way.stage === wanted.way.stage;
      });
    case 'born':
      return born(log, now, { ...filter, days: { start: wanted.start, end: wanted.end } })
        .filter(({ version }) => wanted.fate === undefined || log.status[version] === STATUSES[wanted.fate])
        .map(present);
    case 'leaked':
      return visiting(leakage, wanted.stage === undefined ? order : [wanted.stage]);
    case 'closed':
      return closings(log, now, { ...filter, days }).filter(
        ({ isWon, deal, version }) =>
          (isWon || wanted.isWon !== true) &&
          (wanted.from === undefined || originOf(log, wanted.from.by, { deal, version }) === wanted.from.value),
      );
    case 'cohort':
      return born(log, now, { ...filter, days: cohortDays }).map(present);
    case 'ended':
      return visitsIn({ ...stretch, from: instant(-Infinity) }).flatMap((visit) => {
        const on = visit.exit && dayAt(visit.exit.at, log.timeZone);
        const isIn = on !== undefined && on >= wanted.start && on <= wanted.end;
        return isIn && log.words.stage[visit.stage] === wanted.stage
          ? [{ deal: visit.deal, amount: amountOf(stretch, visit) }]
          : [];
      });
    case 'thereOn':
      return visitsIn({ ...stretch, from: instant(-Infinity) })
        .filter((visit) => log.words.stage[visit.stage] === wanted.stage)
        .filter(isThereOn(wanted.day, log.timeZone))
        .map((visit) => ({ deal: visit.deal, amount: amountOf(stretch, visit) }));
    case 'closedIn':
      return closings(log, now, { ...filter, days: { start: wanted.start, end: wanted.end } }).filter(
        ({ isWon }) => isWon || !wanted.isWon,
      );
    case 'slippedIn':
      return forecastAtStart(log, { at: now, period: wanted, ownerIds: filter.ownerIds })
        .filter(({ isClosedInside }) => !isClosedInside)
        .map(present);
    case 'slipped':
      return forecastAtStart(log, { at: now, period, ownerIds: filter.ownerIds })
        .filter(({ isClosedInside }) => !isClosedInside)
        .map(present);
  }
}

const STATUSES = { won: WON, lost: LOST, open: OPEN } as const;

/** The version that holds now, or the last one of a deal that is gone. */
function lastOf({ log, now }: OrgFacts, deal: DealIndex): VersionIndex {
  const version = versionAt(log, deal, now);
  return version >= 0 ? version : lastVersion(log, deal);
}

function row(facts: OrgFacts, deal: DealIndex, kept: Own): DealRow {
  const { log, profile, stages } = facts;
  const id = log.ids[deal] ?? '';
  const known = facts.deal(id);
  if (known) return withNext(facts, known, kept);
  const version = lastOf(facts, deal);
  const { stage, amount: units, closeDate, status } = stateOf(log, version);
  const amount = units === undefined ? undefined : toMajor(units, profile.currency);
  return {
    id,
    name: id,
    stage,
    stageLabel: stages.get(stage)?.label ?? stage,
    ...(amount === undefined ? {} : { amount, converted: amount }),
    currency: profile.currency,
    ...(closeDate === undefined ? {} : { closeDate }),
    isClosed: log.status[version] !== OPEN,
    isWon: status === 'won',
    reasons: [],
    values: [],
  };
}
