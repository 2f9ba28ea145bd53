import { askedAt } from '@/lib/answers/asked-at';
import { type Day, dayAt, dayNumber } from '@/lib/calendar/days';
import { neighbour } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOf } from '@/lib/deal/hierarchy';
import { minor, toCorporate, toMajor } from '@/lib/deal/money';
import { type QuotaKind, quotasIn } from '@/lib/deal/quota';
import type { Hierarchy } from '@/lib/deal/team/team-scope';
import type { HealthState } from '@/lib/deal/verdict';
import { sumOf } from '@/lib/figures/bookings';
import type { Group } from '@/lib/figures/groups';
import { PACE_PERIODS } from '@/lib/figures/pacing';
import { type Closing, closings, winRateCount } from '@/lib/figures/rates';
import { closedWon, openDeals } from '@/lib/figures/states';
import { attainment } from '@/lib/figures/targets';
import { rateDays } from '@/lib/figures/windows';
import { asksAttention, verdictOf } from '@/lib/forecast/assess';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, outlook, type OutlookView } from '@/lib/forecast/outlook';
import { OWNER_ASSUMED } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';
import { closingOf } from '@/lib/log/stays';
import { type HabitCases, habitCases } from '@/lib/process/rep-cases';
import {
  compareHabits,
  type Difference,
  differencesOf,
  isMoreBetter,
  LEAST_CASES_NAMED,
} from '@/lib/process/rep-difference';

/** A card a person. Amounts in corporate currency, shares 0–1. */
export interface PeopleView {
  freshness: Freshness;
  today: Day;
  period: Period;
  /** The period is over: what is open and what may come is not of it. */
  isPast?: true;
  currency: string;
  hierarchy: Hierarchy;
  /** The days whose cases are compared, and how many of a person's are the least that anything is said of. */
  days: { start: Day; end: Day };
  leastCases: number;
  /** Whose cases are compared with each other. */
  compared: number;
  /** Of which of the CRM's forecasts the quotas are. */
  quotaKind: QuotaKind;
  /** Closed deals of those days of which the CRM keeps no owner of that time: they count for the first that it knows. */
  unknownOwners: number;
  /** The own card first, then those that most deals of need somebody. */
  cards: RepCard[];
}

export interface RepCard {
  userId: string;
  name: string;
  isSelf: boolean;
  isActive: boolean;
  won: number;
  quota?: number;
  /** `attainment` (G2.5); absent without a quota. */
  attainment?: number;
  outlook: OutlookView;
  /** Open deals by their state of health (G1.9), and how many of them need attention (G2.32). */
  health: Partial<Record<HealthState, number>>;
  open: number;
  needsAttention: number;
  /** Won in each of the last four finished quarters, the oldest first, and in this one; see `trendOf`. */
  quarters: { label: string; won: number }[];
  /** Share of the deals that were won, of those that the person closed in the last year and in the one before it. */
  winRate: Record<'lately' | 'before', { share?: number; n: number }>;
  /** The one thing in which chance does not explain that peers do better. */
  develop?: Shown & { examples: { id: string; name: string; amount?: number }[] };
  /** Everything that is compared, the worst first. */
  compared: Shown[];
}

type Shown = Difference & { stageLabel?: string };

const EXAMPLES = 3;
const YEAR = 365;

/**
 * Cards of the people below the user, and of the user. Where the org shows nobody below, there is the own card alone: the others, as far
 * as the CRM shows their deals, are peers without a name.
 */
export function peopleView(facts: OrgFacts): Omit<PeopleView, 'freshness'> {
  const { log, profile, users, today, stages } = facts;
  const asked = askedAt(facts);
  const { userIds, hierarchy } = teamOf(facts, profile.userId);
  const quotas = quotasIn(facts, asked.period);
  const holders = new Set(quotas.holders);
  const isSeller = (id: string): boolean => facts.owners.all.has(id) || (id === profile.userId && holders.has(id));
  // Whoever is looked at alone is still compared with all.
  const team = facts.whole ? teamOf(facts.whole, profile.userId).userIds : userIds;
  const peers = new Set([...team, ...userIds].filter((id) => id !== '' && isSeller(id)));
  const habits = habitCases(facts, peers);
  const groups = compareHabits(habits);
  const codes = new Map(log.words.owner.map((id, code) => [id, code]));
  const byOwner = (all: readonly Group[]): Map<string, Group> => new Map(all.map((each) => [each.key, each]));
  const won = byOwner(asked.ask(closedWon, { ownerIds: peers }, 'owner').groups);
  const health = healthByOwner(facts, peers);
  const closed = closedBy(facts);
  const trend = trendOf(facts, asked.period, peers);
  const cards = [...peers]
    .filter((id) => userIds.has(id) && (hierarchy !== 'everyone' || id === profile.userId))
    .map((userId): RepCard => {
      const one = new Set([userId]);
      const quota = quotas.of(one).amount;
      const amount = won.get(userId)?.amount;
      const own = amount === undefined ? 0 : asked.major(amount);
      const reached = quota === undefined ? undefined : attainment.compute({ quota, won: own });
      const code = codes.get(userId) ?? -1;
      const compared = differencesOf(groups, code).map((each): Shown => named(each));
      const [worst] = compared.filter(({ isWorse }) => isWorse);
      const states = health.get(userId) ?? new Map<HealthState, number>();
      const count = (isIn: (state: HealthState) => boolean): number =>
        [...states].reduce((sum, [state, n]) => (isIn(state) ? sum + n : sum), 0);
      return {
        userId,
        name: users.get(userId)?.name ?? userId,
        isSelf: userId === profile.userId,
        isActive: users.get(userId)?.isActive ?? false,
        won: own,
        ...(quota === undefined ? {} : { quota }),
        ...(reached === undefined ? {} : { attainment: reached }),
        outlook: outlook(facts, one, quota),
        health: Object.fromEntries(states),
        open: count(() => true),
        needsAttention: count(asksAttention),
        quarters: trend.map(({ label, wonOf }) => ({ label, won: wonOf(userId) })),
        winRate: winRates(today, closed.byCloser.get(code) ?? []),
        ...(worst ? { develop: { ...worst, examples: examplesOf(facts, habits, worst, code) } } : {}),
        compared,
      };
    })
    .toSorted(
      (a, b) =>
        Number(b.isSelf) - Number(a.isSelf) || b.needsAttention - a.needsAttention || a.name.localeCompare(b.name),
    );
  return {
    today,
    period: asked.period,
    ...(asked.isPast ? { isPast: true } : {}),
    currency: profile.currency,
    hierarchy,
    days: rateDays(today).closed,
    leastCases: LEAST_CASES_NAMED,
    compared: peers.size,
    quotaKind: quotas.kind,
    unknownOwners: closed.unknown,
    cards,
  };

  function named(each: Difference): Shown {
    const label = each.stage === undefined ? undefined : (stages.get(each.stage)?.label ?? each.stage);
    return { ...each, ...(label === undefined ? {} : { stageLabel: label }) };
  }
}

/** Open deals of each owner by their state of health. */
function healthByOwner(facts: OrgFacts, ownerIds: ReadonlySet<string>): Map<string, Map<HealthState, number>> {
  const { log } = facts;
  const found = new Map<string, Map<HealthState, number>>();
  const { deals, versions } = askedAt(facts).state.rows(openDeals, { filter: { ownerIds } });
  for (const [row, deal] of deals.entries()) {
    const owner = log.words.owner[log.owner[versions[row] ?? 0] ?? 0] ?? '';
    const { state } = verdictOf(facts, log.ids[deal] ?? '') ?? { state: 'new' as const };
    const own = found.get(owner) ?? new Map<HealthState, number>();
    found.set(owner, own.set(state, (own.get(state) ?? 0) + 1));
  }
  return found;
}

/** The last four finished quarters and the present one; where the one that is looked at is older, it and the four before it. */
function trendOf(
  facts: OrgFacts,
  chosen: Period,
  ownerIds: ReadonlySet<string>,
): { label: string; wonOf(owner: string): number }[] {
  const { past, booked, won, period, first: firstDeal } = engineOf(facts);
  const { log, profile } = facts;
  // A quarter that was over before the org's first deal brought nothing, and not little.
  const isLived = ({ end }: Pick<Period, 'end'>): boolean =>
    Number.isFinite(firstDeal) && end >= dayAt(instant(firstDeal), log.timeZone);
  const brought = past
    .map((each, index) => ({ ...each, all: booked[index] ?? [] }))
    .slice(-PACE_PERIODS)
    .filter(isLived);
  if (chosen.start >= (brought[0] ?? period).start)
    return [...brought, { ...period, all: won }].map(({ label, all }) => {
      const byOwner = Map.groupBy(all, ({ owner }) => log.words.owner[owner] ?? '');
      return { label, wonOf: (owner) => toMajor(sumOf(byOwner.get(owner) ?? []), profile.currency) };
    });
  const older = [chosen];
  for (let step = 0; step < PACE_PERIODS; step += 1) older.unshift(neighbour(profile, older[0] ?? chosen, -1));
  return older.filter(isLived).map(({ label, end }) => {
    const then = askedAt(facts, end);
    const groups = new Map(then.ask(closedWon, { ownerIds }, 'owner').groups.map((each) => [each.key, each.amount]));
    return { label, wonOf: (owner) => then.major(groups.get(owner) ?? minor(0)) };
  });
}

/** Of the last two years, by the code of whoever had it as it was closed. */
function closedBy({ log, now, today }: OrgFacts): { byCloser: Map<number, Closing[]>; unknown: number } {
  const all = closings(log, now, { days: rateDays(today).closed }).map((each) => ({ each, ...closingOf(log, each) }));
  const byCloser = new Map(
    [...Map.groupBy(all, ({ owner }) => owner)].map(([owner, own]) => [owner, own.map(({ each }) => each)]),
  );
  return {
    byCloser,
    unknown: all.filter(({ version }) => ((log.doubt[version] ?? 0) & OWNER_ASSUMED) !== 0).length,
  };
}

function winRates(today: Day, all: readonly Closing[]): RepCard['winRate'] {
  const yearAgo = dayNumber(today) - YEAR;
  const of = (given: typeof all): { share?: number; n: number } => {
    const share = winRateCount.compute(given);
    return { n: given.length, ...(share === undefined ? {} : { share }) };
  };
  return { lately: of(all.filter(({ day }) => day > yearAgo)), before: of(all.filter(({ day }) => day <= yearAgo)) };
}

/** Deals of the person that show it: open ones first, then the newest. */
function examplesOf(
  facts: OrgFacts,
  habits: readonly HabitCases[],
  { habit, stage }: Difference,
  code: number,
): NonNullable<RepCard['develop']>['examples'] {
  const { log, profile } = facts;
  const cases = habits.find((each) => each.habit === habit && each.stage === stage)?.cases ?? [];
  const shown = cases.filter(({ owner, isCounted }) => owner === code && isCounted !== isMoreBetter(habit));
  const isOpen = (deal: DealIndex): boolean => facts.deal(log.ids[deal] ?? '')?.opportunity.isClosed === false;
  const ids = new Set(
    shown
      .toSorted((a, b) => Number(isOpen(b.deal)) - Number(isOpen(a.deal)) || b.at - a.at)
      .map(({ deal }) => log.ids[deal] ?? ''),
  );
  return [...ids]
    .flatMap((id) => {
      const known = facts.deal(id)?.opportunity;
      const amount = known && toCorporate(known, profile);
      return known ? [{ id, name: known.name, ...(amount === undefined ? {} : { amount }) }] : [];
    })
    .slice(0, EXAMPLES);
}
