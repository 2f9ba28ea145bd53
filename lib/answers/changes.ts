import type { TeamView } from '@/lib/answers/team';
import { addDays, dayAt, type Day } from '@/lib/calendar/days';
import { periodAt } from '@/lib/calendar/fiscal';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { asOfDay } from '@/lib/calendar/zoned-time';
import { teamOf } from '@/lib/deal/hierarchy';
import { minor, type Minor, toMajor, type Total } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import { clockOf } from '@/lib/deal/org-data';
import { during, type Happened, type Between } from '@/lib/figures/during';
import {
  flowBands,
  type FlowBand,
  type FlowEnd,
  flowIdentity,
  MOVED,
  MOVEMENTS,
  type MovementName,
} from '@/lib/figures/flow';
import type { Sums } from '@/lib/figures/groups';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Doubts } from '@/lib/log/doubts';
import { type DealState, stateOf, versionAt } from '@/lib/log/event-log';
import { stageOrder, type Trend, trendBetween } from '@/lib/log/trend';

/** Two days, each at its end (today: now), and which close dates count: those of the second day's quarter or year, or all. */
export interface ChangesQuestion {
  /** Absent: seven days ago. */
  from?: Day | undefined;
  /** Absent: today. */
  to?: Day | undefined;
  span: 'quarter' | 'year' | 'any';
}

/** What moved the team's pipeline between two days. Amounts in corporate currency. */
export interface ChangesView {
  from: Day;
  to: Day;
  today: Day;
  /** First day that the history knows of. */
  earliest: Day;
  /** Absent: all close dates. */
  period?: Period;
  currency: string;
  hierarchy: TeamView['hierarchy'];
  presets: Record<ChangesPreset, { from: Day; to: Day }>;
  start: Total;
  end: Total;
  movements: (Total & { name: MovementName })[];
  /** The same movements by stage, in the order of the ladder. */
  bands: StageBand[];
  /** start + movements − end, in minor units: 0, or the figures are wrong. */
  unexplainedMinor: Minor;
  doubts: Doubts;
  /** Won in the period by the second day; start + won − reversed + amended = end. */
  bookings: { start: number; end: number; reversed: number; amended: number };
}

/** An end of a band by its key, which asks for it, with the stage's label or the movement. */
export interface BandEnd {
  key: string;
  label?: string;
  movement?: MovementName;
  /** Where it stands among the others: by the ladder, then as movements are listed. */
  place: number;
}
/** What went from a stage, or by a movement, to a stage or out by a movement. */
export interface StageBand extends Total {
  from: BandEnd;
  to: BandEnd;
}
/** Keys of a band's two ends. */
export interface BandKeys {
  from: string;
  to: string;
}

/** A deal's part in a movement, with its two states in words. */
export interface MovedRow {
  id: string;
  name: string;
  ownerName?: string;
  /** What it adds to the movement; absent when unpriced. */
  amount?: number;
  from?: DealWords;
  to?: DealWords;
  /** Absent for a deal that was not there before, or is gone. */
  trend?: Trend;
}
interface DealWords {
  stage: string;
  amount?: number;
  closeDate?: Day;
  owner?: string;
}
export interface MovedView {
  currency: string;
  /** The second day. */
  to: Day;
  total: Total;
  rows: MovedRow[];
}

export function changesView(facts: OrgFacts, question: ChangesQuestion): ChangesView {
  const { from, to, period, hierarchy, stretch } = answer(facts, question);
  const found = during(stretch);
  const { start, end, unexplained, doubts, bookings } = flowIdentity(stretch);
  const { createdAt } = facts.log;
  const { currency } = facts.profile;
  const first = createdAt.reduce((least, at) => Math.min(least, at), facts.now);
  return {
    from,
    to,
    today: facts.today,
    earliest: dayAt(instant(first), orgZone(facts.profile)),
    ...(period ? { period } : {}),
    currency: facts.profile.currency,
    hierarchy,
    presets: {
      week: presetDays(facts, 'week'),
      month: presetDays(facts, 'month'),
      quarter: presetDays(facts, 'quarter'),
    },
    start: major(start, currency),
    end: major(end, currency),
    bands: bandsOf(facts, stretch),
    movements: MOVEMENTS.map((name) => ({ name, ...major(found.ask(MOVED[name]).total, currency) })),
    unexplainedMinor: unexplained,
    doubts,
    bookings: {
      start: toMajor(bookings.start, currency),
      end: toMajor(bookings.end, currency),
      reversed: toMajor(bookings.reversed, currency),
      amended: toMajor(bookings.amended, currency),
    },
  };
}

const keyOf = (end: FlowEnd): string => ('stage' in end ? `stage:${end.stage}` : end.movement);
const sumsOf = (parts: FlowBand['parts']): Sums => ({
  amount: minor(parts.reduce((all, { amount }) => all + amount, 0)),
  count: parts.length,
  unpriced: parts.filter(({ isUnpriced }) => isUnpriced).length,
});

function bandsOf(facts: OrgFacts, stretch: Between): StageBand[] {
  const order = stageOrder(facts.stages);
  const place = (end: FlowEnd): number => {
    if ('movement' in end) return 1000 + MOVEMENTS.indexOf(end.movement);
    const at = order.indexOf(end.stage);
    return at < 0 ? order.length : at;
  };
  const worded = (end: FlowEnd): BandEnd => ({
    key: keyOf(end),
    place: place(end),
    ...('stage' in end ? { label: facts.stages.get(end.stage)?.label ?? end.stage } : end),
  });
  return flowBands(stretch)
    .toSorted((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to))
    .map(({ from, to, parts }) => ({
      from: worded(from),
      to: worded(to),
      ...major(sumsOf(parts), facts.profile.currency),
    }));
}

/** The deals of one movement, or of one band of the movements by stage, the largest first. */
export function movedView(
  facts: OrgFacts,
  question: ChangesQuestion & ({ movement: MovementName } | { band: BandKeys }),
): MovedView {
  const { to, stretch } = answer(facts, question);
  const { parts, total } =
    'band' in question ? partsOf(stretch, question.band) : during(stretch).ask(MOVED[question.movement]);
  const order = stageOrder(facts.stages);
  return {
    currency: facts.profile.currency,
    to,
    total: major(total, facts.profile.currency),
    rows: parts.toSorted((a, b) => b.amount - a.amount).map((part) => row(facts, part, stretch, order)),
  };
}

function partsOf(stretch: Between, keys: BandKeys): { parts: FlowBand['parts']; total: Sums } {
  const band = flowBands(stretch).find(({ from, to }) => keyOf(from) === keys.from && keyOf(to) === keys.to);
  const parts = band?.parts ?? [];
  return { parts, total: sumsOf(parts) };
}

function answer(facts: OrgFacts, { from: since, to: until, span }: ChangesQuestion) {
  const { profile, today, log, asked } = facts;
  // Of a quarter that is over all of it; of one that is compared with, the same stretch.
  const isWhole = asked?.on !== undefined && asked.back === undefined;
  const back = -(asked?.back ?? 0);
  const to = addDays(until ?? (isWhole && asked.on ? asked.on : today), back);
  const from = addDays(since ?? (isWhole ? addDays(asked.period.start, -1) : addDays(today, -7)), back);
  // A day that has not come yet is today; two days in the wrong order are turned round.
  const [a, b] = [from, to].map((day) => (day > today ? today : day)).toSorted() as [Day, Day];
  const period = span === 'any' ? undefined : periodAt(profile, span, b);
  const { userIds, hierarchy } = teamOf(facts, profile.userId);
  const at = (day: Day): Instant => asOfDay(day, clockOf(facts));
  const filter = {
    ...(period ? { period } : {}),
    // Where the org shows no team, everyone counts: also those who have left since.
    ...(hierarchy === 'everyone' ? {} : { ownerIds: userIds }),
  };
  return { from: a, to: b, period, hierarchy, stretch: { log, from: at(a), to: at(b), filter } };
}

function row(facts: OrgFacts, { deal, amount }: Happened, stretch: Between, order: readonly string[]): MovedRow {
  const [before, after] = [versionAt(facts.log, deal, stretch.from), versionAt(facts.log, deal, stretch.to)];
  const [from, to] = [before, after].map((version) => (version < 0 ? undefined : stateOf(facts.log, version)));
  const id = facts.log.ids[deal] ?? '';
  const opportunity = facts.deal(id)?.opportunity;
  const owner = (to ?? from)?.ownerId;
  const ownerName = owner === undefined ? undefined : facts.users.get(owner)?.name;
  const isPriced = (to ?? from)?.amount !== undefined;
  return {
    id,
    name: opportunity?.name ?? id,
    ...(ownerName === undefined ? {} : { ownerName }),
    ...(isPriced ? { amount: toMajor(amount, facts.profile.currency) } : {}),
    ...(from ? { from: words(facts, from) } : {}),
    ...(to ? { to: words(facts, to) } : {}),
    ...(from && to ? { trend: trendBetween(facts.log, before, after, order) } : {}),
  };
}

function words(facts: OrgFacts, { stage, amount, closeDate, ownerId }: DealState): DealWords {
  const owner = ownerId === undefined ? undefined : (facts.users.get(ownerId)?.name ?? ownerId);
  return {
    stage: facts.stages.get(stage)?.label ?? stage,
    ...(amount === undefined ? {} : { amount: toMajor(amount, facts.profile.currency) }),
    ...(closeDate === undefined ? {} : { closeDate }),
    ...(owner === undefined ? {} : { owner }),
  };
}

const major = ({ amount, count, unpriced }: Sums, currency: string): Total => ({
  amount: toMajor(amount, currency),
  count,
  unpriced,
});

export type ChangesPreset = 'week' | 'month' | 'quarter';

/** The two days of a preset: seven days ago, the same day a month ago, or the eve of the quarter, each until today. */
function presetDays(facts: Pick<OrgFacts, 'profile' | 'today'>, preset: ChangesPreset): { from: Day; to: Day } {
  const { today, profile } = facts;
  switch (preset) {
    case 'week':
      return { from: addDays(today, -7), to: today };
    case 'month':
      return { from: monthBefore(today), to: today };
    case 'quarter':
      return { from: addDays(periodAt(profile, 'quarter', today).start, -1), to: today };
  }
}

/** The same day of the month before, or its last where it has none: 29 February for 31 March 2028. */
export function monthBefore(day: Day): Day {
  const last = addDays(`${day.slice(0, 7)}-01` as Day, -1);
  const same = `${last.slice(0, 7)}${day.slice(7)}` as Day;
  return same > last ? last : same;
}
