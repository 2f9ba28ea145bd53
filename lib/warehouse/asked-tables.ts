import { addDays, type Day, dayAt } from '@/lib/calendar/days';
import {
  type FiscalSettings,
  neighbour,
  partsOf,
  PERIOD_KINDS,
  type PeriodKind,
  periodAt,
} from '@/lib/calendar/fiscal';
import { type Instant, instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, instantsOf } from '@/lib/calendar/zoned-time';
import { ownersIn } from '@/lib/deal/hierarchy';
import { toMinor } from '@/lib/deal/money';
import { type OrgProfile, orgZone } from '@/lib/deal/org';
import { quotasIn } from '@/lib/deal/quota';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type WarehouseTable, tableOf } from '@/lib/warehouse/warehouse-table';

/** One question to every figure: about some people, a period and an instant. */
export interface FigureAsked {
  id: string;
  at: Instant;
  today: Day;
  /** From when movements are counted. */
  since: Instant;
  /** `everyone`, or the id of the person with whose team it is about. */
  scopeId: string;
  kind: PeriodKind;
}

const EVERYONE = 'everyone';
/** Movements are counted over this many days, where nothing else is asked. */
const MOVED_DAYS = 30;
/** Finished quarters that are asked about as they stood on their last day. */
const PAST_QUARTERS = 4;

/** What fiscal periods are made of, and the days that they are told of. */
interface Days extends Pick<OrgFacts, 'now' | 'today' | 'log'> {
  profile: FiscalSettings & Pick<OrgProfile, 'timeZone' | 'orgTimeZone'>;
}

/** Everyone of a scope; undefined where it is all. */
export const scopeOwners = (facts: OrgFacts, scopeId: string): ReadonlySet<string> | undefined =>
  scopeId === EVERYONE ? undefined : (ownersIn(facts, { kind: 'team', userId: scopeId }) ?? new Set([scopeId]));

/** Those who have deals or people: each is a scope. */
const scopeIds = (facts: OrgFacts): string[] =>
  [...facts.users.keys()].filter(
    (id) => facts.owners.all.has(id) || (ownersIn(facts, { kind: 'team', userId: id })?.size ?? 0) > 1,
  );

/** What is asked where nothing else is said: everyone now by every kind of period, each team now, and everyone at the end of past quarters. */
export function usualQuestions(facts: OrgFacts): FigureAsked[] {
  const zone = orgZone(facts.profile);
  const asked = (id: string, scopeId: string, kind: PeriodKind, at: Instant, today: Day): FigureAsked => ({
    id,
    at,
    today,
    since: endOfDay(addDays(today, -MOVED_DAYS), zone),
    scopeId,
    kind,
  });
  const { now, today } = facts;
  const past: FigureAsked[] = [];
  let quarter = periodAt(facts.profile, 'quarter', today);
  while (past.length < PAST_QUARTERS) {
    quarter = neighbour(facts.profile, quarter, -1);
    past.push(asked(`end:${quarter.end}`, EVERYONE, 'quarter', endOfDay(quarter.end, zone), quarter.end));
  }
  return [
    ...PERIOD_KINDS.map((kind) => asked(`now:${kind}`, EVERYONE, kind, now, today)),
    ...scopeIds(facts).map((id) => asked(`now:quarter:${id}`, id, 'quarter', now, today)),
    ...past,
  ];
}

export const askedTable = (asked: readonly FigureAsked[]): WarehouseTable =>
  tableOf(
    {
      name: 'asked',
      about: 'What the figures are asked: a row is a question, and every figure answers each. Add your own.',
      key: ['asked_id'],
    },
    asked,
    [
      { name: 'asked_id', type: 'text', about: 'The question.', of: ({ id }) => id },
      { name: 'asked_at', type: 'instant', about: 'The instant that is asked about.', of: ({ at }) => at },
      { name: 'today', type: 'day', about: 'The day of that in the zone of the org.', of: ({ today }) => today },
      { name: 'since_at', type: 'instant', about: 'From when movements are counted.', of: ({ since }) => since },
      {
        name: 'scope_id',
        type: 'text',
        about: 'everyone, or the id of the person with whose team it is about (scopes).',
        of: ({ scopeId }) => scopeId,
      },
      {
        name: 'kind',
        type: 'text',
        about: 'The kind of period: year, quarter, month or week.',
        of: ({ kind }) => kind,
      },
    ],
  );

export const scopeTable = (facts: OrgFacts): WarehouseTable =>
  tableOf(
    {
      name: 'scopes',
      about: 'Who is in whose team, that person included: by the role tree, else by managers.',
      key: ['scope_id', 'owner_id'],
      refers: { scope_id: 'users.user_id' },
    },
    scopeIds(facts).flatMap((id) => [...(scopeOwners(facts, id) ?? [])].map((owner) => ({ id, owner }))),
    [
      { name: 'scope_id', type: 'text', about: 'The person whose team it is.', of: ({ id }) => id },
      { name: 'owner_id', type: 'text', about: 'Somebody in it.', of: ({ owner }) => owner },
    ],
  );

interface Placed extends Period {
  kind: PeriodKind;
  place: number;
}

/** Years before the first day and after the last one that periods are told of. */
const SPARE_DAYS = 800;
/** Also of a young org: what is usual is asked of four years before. */
const LEAST_DAYS = 2600;

function periodsOf(facts: Days): Placed[] {
  const { log, profile, today } = facts;
  const first = log.createdAt.reduce((least, at) => Math.min(least, at), facts.now);
  const born = addDays(dayAt(instant(first), log.timeZone), -SPARE_DAYS);
  const least = addDays(today, -LEAST_DAYS);
  const from = born < least ? born : least;
  const to = addDays(today, SPARE_DAYS);
  return PERIOD_KINDS.flatMap((kind) => {
    const found: Placed[] = [];
    for (let own = periodAt(profile, kind, from); own.start <= to; own = neighbour(profile, own, 1, kind))
      found.push({ ...own, kind, place: found.length + 1 });
    return found;
  });
}

export const periodTable = (facts: Days): WarehouseTable =>
  tableOf(
    {
      name: 'periods',
      about: 'The fiscal years, quarters, months and weeks of the org. Those of a kind tile the line.',
      key: ['kind', 'place'],
    },
    periodsOf(facts),
    [
      { name: 'kind', type: 'text', about: 'year, quarter, month or week.', of: ({ kind }) => kind },
      { name: 'place', type: 'whole', about: 'Its place among those of its kind, from 1.', of: ({ place }) => place },
      { name: 'label', type: 'text', about: 'Its name, in the words of the org.', of: ({ label }) => label },
      { name: 'start_day', type: 'day', about: 'Its first day.', of: ({ start }) => start },
      { name: 'end_day', type: 'day', about: 'Its last day.', of: ({ end }) => end },
      {
        name: 'from_at',
        type: 'instant',
        about: 'Its first instant.',
        of: (period) => instantsOf(period, orgZone(facts.profile)).from,
      },
      {
        name: 'to_at',
        type: 'instant',
        about: 'The first instant after it.',
        of: (period) => instantsOf(period, orgZone(facts.profile)).to,
      },
      {
        name: 'last_month_start',
        type: 'day',
        about: 'First day of its last month.',
        of: (period) => partsOf(facts.profile, 'month', period).at(-1)?.start ?? period.start,
      },
    ],
  );

/** What each scope is asked to bring in each period that has begun within the time of the log, or is the next one. */
export function targetTable(facts: OrgFacts): WarehouseTable {
  const { profile } = facts;
  const scopes = [EVERYONE, ...scopeIds(facts)].map((id) => ({ id, owners: scopeOwners(facts, id) }));
  const rows = periodsOf(facts).flatMap(({ kind, start, end }) => {
    if (facts.quotas.length === 0) return [];
    const quotas = quotasIn(facts, { start, end });
    return scopes.flatMap(({ id, owners }) => {
      const { amount } = quotas.of(owners);
      return amount === undefined ? [] : [{ id, kind, start, amount: toMinor(amount, profile.currency) }];
    });
  });
  return tableOf(
    {
      name: 'targets',
      about:
        'The quota of each scope and period, as the product adds up the rows of quotas: targets from above count before sums.',
      key: ['scope_id', 'kind', 'start_day'],
    },
    rows,
    [
      { name: 'scope_id', type: 'text', about: 'everyone, or whose team.', of: ({ id }) => id },
      { name: 'kind', type: 'text', about: 'year, quarter, month or week.', of: ({ kind }) => kind },
      { name: 'start_day', type: 'day', about: 'First day of the period.', of: ({ start }) => start },
      {
        name: 'quota_minor',
        type: 'whole',
        about: 'Minor units of the corporate currency.',
        of: ({ amount }) => amount,
      },
    ],
  );
}
