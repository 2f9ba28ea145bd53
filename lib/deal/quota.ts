import type { Day } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { periodAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { belowOf } from '@/lib/deal/hierarchy';
import { toMajor, minor } from '@/lib/deal/money';
import type { OrgData } from '@/lib/deal/org-data';
import { quotaRows, type QuotaRows } from '@/lib/deal/quota-rows';

/** The quota of some people for a period (G2.3), in corporate currency. */
export interface PeopleQuota {
  /** What they are asked to bring: the target that is set from above where there is one, else the sum. Absent: none is known. */
  amount?: number;
  /** What a manager carries for these people; absent where no manager among them does. */
  target?: number;
  /** What those carry who have no one below them with a quota. It may differ from the target: both are then shown. */
  sum?: number;
  doubts: QuotaDoubts;
}

/** Of which of the CRM's forecasts a quota is. */
export interface QuotaKind {
  /** In the org's words, where there are several that have quotas in money. */
  forecastType?: string;
  /**
   * What the quota is for is not what is looked at, or only by the org's own filter: `isPart`: it counts only some of the deals; `onlyParts`:
   * the CRM has quotas for several kinds of deals and none for all; `none`: it has none for just the deals that are looked at.
   */
  slice?: 'isPart' | 'onlyParts' | 'none';
}

interface QuotaDoubts extends QuotaKind {
  /** Quotas in a currency without a rate: they are in no figure. */
  unpriced: number;
  /** Quotas of people who have left: they count, as what these people won does. */
  left: number;
  /** A longer quota's share, by days. */
  isShared: boolean;
  /** Quotas that stand twice for the same person and start: one of each counts. */
  twice: number;
  /** Quotas of months beside that of their quarter, or the other way round: the one or the other counts. */
  otherSpans: number;
  /** Quotas that begin on no period's first day: they are in no figure. */
  offPeriod: OffPeriod[];
  /** Quotas from a file whose last day ends no period any more. */
  oddEnds: OddEnd[];
}

/** A quota whose last day ends no period, and whose it is, in the org's words. */
interface OddEnd {
  name: string;
  start: Day;
  end: Day;
}

/** A quota that is left out, its day, and the first days that it can have been meant for. */
interface OffPeriod {
  id: string;
  /** Whose it is, in the org's words. */
  name: string;
  start: Day;
  month: Day;
  quarter: Day;
}

/** The quotas of one period, for any people. */
export interface PeriodQuotas {
  /** Everyone where no people are named. */
  of(people?: ReadonlySet<string>): PeopleQuota;
  /** Who carries one, in no order. */
  holders: readonly string[];
  kind: QuotaKind;
}

type Facts = Pick<OrgData, 'quotas' | 'profile' | 'users' | 'roles' | 'quotaType' | 'quotaSlice'>;

/** Rows that nobody wrote to are the same at the next revision: their quotas of a period are worked out once for an org as it is set up. */
function rowsByPeriod(quotas: Facts['quotas']) {
  const known = new Map<string, QuotaRows>();
  return (profile: Facts['profile'], { start, end }: Pick<Period, 'start' | 'end'>, wanted: string | undefined) => {
    const key = JSON.stringify([start, end, wanted, profile]);
    const rows = known.get(key) ?? quotaRows(quotas, profile, { start, end }, wanted);
    known.set(key, rows);
    return rows;
  };
}

/**
 * The quotas of a period. A manager's row is the target of the people below and never one more addend: of
 * some people the rows count that have no one's above them, from the top down. A row whose holder leads people with quotas outside of the
 * asked ones is not about these. `sum` is the same from the bottom up. Both add up rows of people of whom none is below another.
 */
export function quotasIn(facts: Facts, period: Pick<Period, 'start' | 'end'>): PeriodQuotas {
  const { profile, users } = facts;
  const { byUser, offPeriod, oddEnds, forecastTypeId } = derived(facts.quotas, rowsByPeriod)(
    profile,
    period,
    facts.quotaType,
  );
  const holders = [...byUser.keys()];
  const below = new Map(holders.map((id) => [id, belowOf(facts, id)]));
  // People who lead each other in a loop are side by side.
  const leads = (boss: string, id: string): boolean =>
    boss !== id && below.get(boss)?.has(id) === true && below.get(id)?.has(boss) !== true;
  const led = new Map(
    holders.map((boss) => [boss, [...(below.get(boss) ?? [])].filter((id) => byUser.has(id) && leads(boss, id))]),
  );
  const types = new Set(facts.quotas.flatMap((row) => row.forecastTypeId ?? []));
  const type = profile.forecastTypes?.find(({ id }) => id === forecastTypeId);
  const label = type?.label ?? forecastTypeId;
  const isNamed = types.size > 1 || type?.only !== undefined || facts.quotaSlice === 'own';
  const hasParts = profile.forecastTypes?.some(({ id, only, isAmount }) => only && isAmount && types.has(id)) === true;
  const slice =
    facts.quotaSlice === 'none'
      ? 'none'
      : facts.quotaSlice === undefined && type?.only
        ? 'isPart'
        : forecastTypeId === undefined && hasParts
          ? 'onlyParts'
          : undefined;
  const kind: QuotaKind = {
    ...(isNamed && label !== undefined ? { forecastType: label } : {}),
    ...(slice === undefined ? {} : { slice }),
  };
  return {
    holders,
    kind,
    of(people) {
      const isAsked = (id: string): boolean => !people || people.has(id);
      const asked = people ? [...people].filter((id) => byUser.has(id)) : holders;
      const own = asked.filter((id) => (led.get(id) ?? []).every(isAsked));
      const ledByOwn = new Set(own.flatMap((boss) => led.get(boss) ?? []));
      const top = own.filter((id) => !ledByOwn.has(id));
      const lowest = own.filter((id) => (led.get(id) ?? []).length === 0);
      const isPriced = (id: string): boolean => {
        const row = byUser.get(id);
        return row !== undefined && (row.amount !== 0 || row.unpriced === 0);
      };
      const add = (ids: readonly string[]): number | undefined => {
        const priced = ids.filter(isPriced);
        // Disjoint: no one of these people is below another, and `quotaRows` adds up each one's own.
        const units = priced.reduce((sum, id) => sum + (byUser.get(id)?.amount ?? 0), 0);
        return priced.length === 0 ? undefined : toMajor(minor(units), profile.currency);
      };
      const hasTarget = top.some((id) => isPriced(id) && (led.get(id) ?? []).length > 0);
      const sum = add(lowest);
      const target = hasTarget ? add(top) : undefined;
      const amount = target ?? sum;
      const counted = hasTarget ? top : lowest;
      return {
        ...(amount === undefined ? {} : { amount }),
        ...(target === undefined ? {} : { target }),
        ...(sum === undefined ? {} : { sum }),
        doubts: {
          unpriced: [...new Set([...top, ...lowest])].reduce((count, id) => count + (byUser.get(id)?.unpriced ?? 0), 0),
          left: counted.filter((id) => users.get(id)?.isActive === false).length,
          twice: counted.reduce((count, id) => count + (byUser.get(id)?.twice ?? 0), 0),
          otherSpans: counted.reduce((count, id) => count + (byUser.get(id)?.otherSpans ?? 0), 0),
          offPeriod: offPeriod
            .filter(({ userId }) => isAsked(userId))
            .map(({ id, userId, start }) => ({
              id,
              name: users.get(userId)?.name ?? userId,
              start,
              month: periodAt(profile, 'month', start).start,
              quarter: periodAt(profile, 'quarter', start).start,
            })),
          oddEnds: oddEnds.flatMap(({ userId, start, end }) =>
            end !== undefined && isAsked(userId) ? [{ name: users.get(userId)?.name ?? userId, start, end }] : [],
          ),
          isShared: counted.some((id) => byUser.get(id)?.isShared === true),
          ...kind,
        },
      };
    },
  };
}
