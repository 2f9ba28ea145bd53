import { bySplits, kindsOf, overlayOf } from '@/lib/answers/leading/by-splits';
import { hasSplitForecast } from '@/lib/answers/leading/credit';
import { minor, toMajor, toMinor } from '@/lib/deal/money';
import type { Split } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';

/** What one person is credited with of a deal. */
interface CreditPart {
  /** '' is nobody: what splits leave of a deal without an owner. */
  userId: string;
  name: string;
  /** Of what is divided, 0–100, of an overlay more; absent where it may not be read and follows from nothing. */
  percent?: number;
  /** In the deal's currency, major units; absent where it may not be read, or the deal has no amount. */
  amount?: number;
}

/** Who is credited with a deal, as its splits stand today. The revenue parts add up to its amount; the others are never a part of it. */
export interface DealCredit {
  /** Splits may not be read, or there are none: all of the deal is its owner's, and no part is listed. */
  lacks?: 'access' | 'splits';
  /** Splits are there, but do not say what of the amount is whose, as where they come to more than it: all of it is its owner's. */
  isUnclear?: true;
  currency: string;
  revenue: CreditPart[];
  beside: {
    typeId: string;
    /** In the org's words; absent where it may not be read. */
    label?: string;
    /** Its parts make up a whole: another amount than the deal's, or the same a second time. */
    isWhole: boolean;
    parts: CreditPart[];
  }[];
}

/** Undefined where the org is not known to divide any credit. */
export function dealCredit(facts: OrgFacts, { opportunity }: Deal): DealCredit | undefined {
  const { profile, users } = facts;
  const { id, amount, currency = profile.currency, ownerId = '' } = opportunity;
  const splits = facts.splits(id);
  const none = { currency, revenue: [], beside: [] };
  if (splits.length === 0) {
    if (!hasSplitForecast(facts)) return undefined;
    return { ...none, lacks: profile.hiddenTables.includes('split') ? 'access' : 'splits' };
  }
  const money = { whole: amount, currency };
  const units = amount === undefined ? undefined : minor(toMinor(amount, currency));
  const { revenue, beside } = kindsOf(splits);
  const major = (part: number): { amount: number } => ({ amount: toMajor(minor(part), currency) });
  const named = (userId: string): Pick<CreditPart, 'userId' | 'name'> => ({
    userId,
    name: users.get(userId)?.name ?? userId,
  });
  const partOf = (split: Split): CreditPart => {
    // What is divided is not the deal's amount: only what the CRM itself says of the part is known.
    const part = split.isOfOther || units === undefined ? undefined : overlayOf(units, split, money);
    return {
      ...named(split.userId),
      ...(split.percent === undefined ? {} : { percent: split.percent }),
      ...(part !== undefined ? major(part) : split.amount === undefined ? {} : { amount: split.amount }),
    };
  };
  const parts = units === undefined ? undefined : bySplits(units, revenue, { owner: ownerId, ...money });
  const isUnclear = revenue.length > 0 && parts?.size === 1 && parts.has(ownerId) && !isOnlyOf(revenue, ownerId);
  const percents = new Map<string, number>();
  for (const { userId, percent = Number.NaN } of revenue) percents.set(userId, (percents.get(userId) ?? 0) + percent);
  const told = [...percents.values()].reduce((sum, each) => sum + each, 0);
  if (!Number.isNaN(told) && told < 100) percents.set(ownerId, (percents.get(ownerId) ?? 0) + 100 - told);
  const people = parts && !isUnclear ? [...parts.keys()] : [...percents.keys()];
  return {
    ...none,
    ...(isUnclear ? { isUnclear: true as const } : {}),
    revenue: (revenue.length === 0 ? [] : people)
      .map((userId): CreditPart => {
        const percent = percents.get(userId) ?? Number.NaN;
        const part = isUnclear ? undefined : parts?.get(userId);
        return {
          ...named(userId),
          ...(Number.isNaN(percent) ? {} : { percent: Math.round(percent * 100) / 100 }),
          ...(part === undefined ? {} : major(part)),
        };
      })
      .toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0) || (a.name < b.name ? -1 : 1)),
    beside: [...Map.groupBy(beside, ({ typeId = '' }) => typeId)]
      .map(([typeId, those]) => ({
        typeId,
        ...(those[0]?.type === undefined ? {} : { label: those[0].type }),
        isWhole: those[0]?.kind === 'revenue',
        parts: those.map(partOf),
      }))
      .toSorted((a, b) => ((a.label ?? a.typeId) < (b.label ?? b.typeId) ? -1 : 1)),
  };
}

const isOnlyOf = (revenue: readonly Split[], ownerId: string): boolean =>
  revenue.every(({ userId, percent, amount }) => userId === ownerId || percent === 0 || amount === 0);
