import { type AskedAt, askedAt } from '@/lib/answers/asked-at';
import { bySplits, kindsOf, overlayOf } from '@/lib/answers/leading/by-splits';
import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { minor, type Minor, toCorporate, toMinor, type Total } from '@/lib/deal/money';
import type { Split } from '@/lib/deal/opportunity';
import { type PeriodQuotas, quotasIn } from '@/lib/deal/quota';
import type { FigureAnswer } from '@/lib/figures/groups';
import { closedWon, openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type DealIndex, positions } from '@/lib/log/positions';

import { ownersOf } from './course';

/** Which credit: a person's part of the revenue, or by a kind of split beside it. */
export interface Credit {
  /** Absent: of all who are looked at. */
  userId?: string;
  /** The kind of split; absent: revenue. */
  beside?: string;
}

/** What one person is credited with, in corporate currency. */
export interface CreditRow {
  /** '' is nobody: deals without an owner. */
  userId: string;
  name: string;
  won: number;
  open: number;
  /** Deals behind each. */
  wonDeals: number;
  openDeals: number;
  /** The person's own quota in the forecast that is of this credit, and the part of it that is won. Absent: none is known. */
  quota?: number;
  attained?: number;
}

/** Credit of one kind of split beside the revenue: never a part of it, nor one more addend to another kind’s. */
interface CreditBeside {
  typeId: string;
  /** In the org's words; absent where it may not be read. */
  label?: string;
  /** Its parts make up a whole, but one of another amount than the deal's, or a second time of the same. */
  isWhole: boolean;
  rows: CreditRow[];
  /** Splits whose size may not be read, or that have no rate: they are in no figure. */
  untold: number;
}

/**
 * Who is credited with the quarter’s won and open deals, in corporate currency. What the people’s own deals come to + `received` from
 * those of others − `given` away = the sum of the rows, to the minor unit. Splits are taken as they stand today.
 */
export interface CreditView {
  freshness: Freshness;
  day: Day;
  period: Period;
  currency: string;
  /** Splits are there, but may not be read; or there are none on these deals. Every deal is then its owner's. */
  lacks?: 'access' | 'splits';
  won: Flow;
  open: Flow;
  rows: CreditRow[];
  /** The forecast of the same splits that their quotas are of, in the org's words; absent: those that are shown everywhere. */
  quotasOf?: string;
  /** Deals of the rows that more than one person is credited with. */
  shared: number;
  beside: CreditBeside[];
}

/** Of one figure: what the people’s own deals come to, what others' deals bring them, and what theirs bring others. */
interface Flow {
  own: Total;
  received: number;
  given: number;
  credited: number;
}

export function creditView(facts: OrgFacts): Omit<CreditView, 'freshness'> {
  const { profile, users } = facts;
  const asked = askedAt(facts);
  const { userIds, filter } = ownersOf(facts);
  const isIn = (id: string): boolean => !userIds || userIds.has(id);
  const rows = new Map<string, Sums>();
  const beside = new Map<string, { label?: string; isWhole: boolean; untold: number; rows: Map<string, Sums> }>();
  const shared = new Set<DealIndex>();
  let splits = 0;
  let kinds = new Set<string | undefined>();
  const flowOf = (name: 'won' | 'open', figure: typeof closedWon): Flow => {
    const { total } = asked.ask(figure, filter);
    const moved = { received: 0, given: 0, credited: 0 };
    for (const deal of dealsOf(facts, asked.ask(figure))) {
      splits += deal.splits.length;
      if (deal.revenue.length > 0) kinds = kinds.add(deal.revenue[0]?.typeId);
      for (const [userId, amount] of deal.parts) {
        if (isIn(userId)) add(rows, userId, name, amount);
        if (isIn(userId)) moved.credited += amount;
        if (isIn(userId) && !isIn(deal.owner)) moved.received += amount;
        if (!isIn(userId) && isIn(deal.owner)) moved.given += amount;
        if (isIn(userId) && (deal.parts.size > 1 || userId !== deal.owner)) shared.add(deal.place);
      }
      for (const split of deal.beside.filter(({ userId }) => isIn(userId))) {
        const typeId = split.typeId ?? '';
        const held = beside.get(typeId) ?? {
          ...(split.type === undefined ? {} : { label: split.type }),
          isWhole: split.kind === 'revenue',
          untold: 0,
          rows: new Map<string, Sums>(),
        };
        beside.set(typeId, held);
        const amount = besideOf(facts, deal, split);
        if (amount === undefined) held.untold += 1;
        else add(held.rows, split.userId, name, amount);
      }
    }
    const { received, given, credited } = moved;
    return {
      own: { ...total, amount: asked.major(total.amount) },
      received: asked.major(minor(received)),
      given: asked.major(minor(given)),
      credited: asked.major(minor(credited)),
    };
  };
  const [won, open] = [flowOf('won', closedWon), flowOf('open', openPipeline)];
  const isHidden = profile.hiddenTables.includes('split') && hasSplitForecast(facts);
  const lacks = isHidden ? 'access' : splits === 0 ? 'splits' : undefined;
  const shownRows = (of: ReadonlyMap<string, Sums>, quotas: PeriodQuotas): CreditRow[] =>
    rowsOf(of, { asked, quotas, people: userIds, nameOf: (id) => users.get(id)?.name ?? id });
  const [kind] = kinds;
  // Of the forecast of this very kind of split where it has any; else those that are shown everywhere.
  const own = kinds.size === 1 && kind !== undefined ? besideQuotas(facts, asked.period, kind) : undefined;
  const ofKind = own && own.holders.length > 0 ? own : undefined;
  return {
    day: asked.day,
    period: asked.period,
    currency: profile.currency,
    ...(lacks ? { lacks } : {}),
    won,
    open,
    shared: shared.size,
    rows: shownRows(rows, ofKind ?? quotasIn(facts, asked.period)),
    ...(ofKind?.kind.forecastType === undefined ? {} : { quotasOf: ofKind.kind.forecastType }),
    beside: [...beside]
      .map(([typeId, { rows: own, ...kindOf }]) => ({
        typeId,
        ...kindOf,
        rows: shownRows(own, besideQuotas(facts, asked.period, typeId)),
      }))
      .toSorted((a, b) => ((a.label ?? a.typeId) < (b.label ?? b.typeId) ? -1 : 1)),
  };
}

/** An org that forecasts by splits has some. */
export const hasSplitForecast = ({ profile }: OrgFacts): boolean =>
  profile.forecastTypes?.some(({ by, isActive }) => by === 'split' && isActive) === true;

/** The deals of a figure in which somebody has a part, and the parts (minor units, side by side with the rows) with their sum. */
export function ofCredit(
  facts: OrgFacts,
  answer: FigureAnswer,
  { userId, beside }: Credit,
): Pick<FigureAnswer, 'rows' | 'total'> & { parts: number[] } {
  const { userIds } = ownersOf(facts);
  const isMeant = (id: string): boolean => (userId === undefined ? !userIds || userIds.has(id) : id === userId);
  const parts = dealsOf(facts, answer).flatMap((deal) => {
    const amounts =
      beside === undefined
        ? [...deal.parts].flatMap(([id, amount]) => (isMeant(id) ? [amount] : []))
        : deal.beside
            .filter((split) => isMeant(split.userId) && (split.typeId ?? '') === beside)
            .flatMap((split) => besideOf(facts, deal, split) ?? []);
    return amounts.length === 0 ? [] : [{ row: deal.row, amount: amounts.reduce((sum, each) => sum + each, 0) }];
  });
  const { deals, versions } = answer.rows;
  return {
    rows: {
      deals: positions(Uint32Array.from(parts, ({ row }) => deals[row] ?? 0)),
      versions: positions(Uint32Array.from(parts, ({ row }) => versions[row] ?? 0)),
    },
    total: { amount: minor(parts.reduce((sum, { amount }) => sum + amount, 0)), count: parts.length, unpriced: 0 },
    parts: parts.map(({ amount }) => amount),
  };
}

/** A deal of a figure and its credit. */
interface CreditedDeal {
  /** Its place among the figure's. */
  row: number;
  place: DealIndex;
  id: string;
  owner: string;
  amount: Minor;
  splits: readonly Split[];
  /** Of its splits those that its amount is divided by, and the others. */
  revenue: readonly Split[];
  beside: readonly Split[];
  parts: ReadonlyMap<string, Minor>;
  whole: number | undefined;
  currency: string;
}

/** Each deal with an amount. */
function dealsOf(facts: OrgFacts, { rows }: Pick<FigureAnswer, 'rows'>): CreditedDeal[] {
  const { log, profile } = facts;
  return Array.from(rows.deals).flatMap((place, row): CreditedDeal[] => {
    const version = rows.versions[row] ?? -1;
    const units = log.amount[version] ?? Number.NaN;
    if (Number.isNaN(units)) return [];
    const id = log.ids[place] ?? '';
    const splits = facts.splits(id);
    const owner = log.words.owner[log.owner[version] ?? 0] ?? '';
    const amount = minor(units);
    const own = splits.length === 0 ? undefined : facts.deal(id)?.opportunity;
    const money = { whole: own?.amount, currency: own?.currency ?? profile.currency };
    const { revenue, beside } = kindsOf(splits);
    const parts = bySplits(amount, revenue, { owner, ...money });
    return [
      {
        row,
        place,
        id,
        owner,
        amount,
        splits,
        revenue,
        beside,
        parts,
        ...money,
      },
    ];
  });
}

function besideOf(facts: OrgFacts, deal: CreditedDeal, split: Split): Minor | undefined {
  if (split.isOfOther !== true) return overlayOf(deal.amount, split, deal);
  const closeDate = facts.deal(deal.id)?.opportunity.closeDate;
  const money = toCorporate(
    {
      ...(split.amount === undefined ? {} : { amount: split.amount }),
      currency: deal.currency,
      ...(closeDate === undefined ? {} : { closeDate }),
    },
    facts.profile,
  );
  return money === undefined ? undefined : toMinor(money, facts.profile.currency);
}

interface Sums {
  won: number;
  open: number;
  wonDeals: number;
  openDeals: number;
}

function add(rows: Map<string, Sums>, userId: string, name: 'won' | 'open', amount: number): void {
  const held = rows.get(userId) ?? { won: 0, open: 0, wonDeals: 0, openDeals: 0 };
  const count = name === 'won' ? 'wonDeals' : 'openDeals';
  rows.set(userId, { ...held, [name]: held[name] + amount, [count]: held[count] + 1 });
}

/** The most won first; who has a quota and no credit comes last. */
function rowsOf(
  sums: ReadonlyMap<string, Sums>,
  {
    asked,
    quotas,
    people,
    nameOf,
  }: {
    asked: AskedAt;
    quotas: PeriodQuotas;
    people: ReadonlySet<string> | undefined;
    nameOf: (id: string) => string;
  },
): CreditRow[] {
  const holders = quotas.holders.filter((id) => !people || people.has(id));
  return [...new Set([...sums.keys(), ...holders])]
    .flatMap((userId): CreditRow[] => {
      const { won = 0, open = 0, wonDeals = 0, openDeals = 0 } = sums.get(userId) ?? {};
      // Of one person alone: a manager's target is the team's, and no measure of one's own credit.
      const quota = quotas.of(new Set([userId])).amount;
      if (!sums.has(userId) && quota === undefined) return [];
      const major = asked.major(minor(won));
      return [
        {
          userId,
          name: nameOf(userId),
          won: major,
          open: asked.major(minor(open)),
          wonDeals,
          openDeals,
          ...(quota === undefined ? {} : { quota }),
          ...(quota === undefined || quota <= 0 ? {} : { attained: major / quota }),
        },
      ];
    })
    .toSorted((a, b) => b.won - a.won || b.open - a.open || (a.userId < b.userId ? -1 : 1));
}

/** Quotas of the forecast of a kind of split alone; a quota for something else is no measure of it. */
function besideQuotas(facts: OrgFacts, period: Period, typeId: string): PeriodQuotas {
  const types = facts.profile.forecastTypes ?? [];
  const ids = new Set(types.flatMap(({ id, splitTypeId }) => (splitTypeId === typeId ? [id] : [])));
  return quotasIn(
    { ...facts, quotaSlice: 'own', quotas: facts.quotas.filter(({ forecastTypeId = '' }) => ids.has(forecastTypeId)) },
    period,
  );
}
