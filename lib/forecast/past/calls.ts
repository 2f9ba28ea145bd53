import { type Day, dayFromNumber, dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { ChanceMethod } from '@/lib/forecast/chance/chances';

/** A person's number for a period, as submitted (G7.10). Amounts in minor units. */
export interface Call {
  id: string;
  /** Whose forecast it is, and who said it: an adjustment is a manager's call for someone below. */
  ownerId: string;
  byId: string;
  periodStart: Day;
  /** In minor units of `currency`; of the org's own where that is absent. */
  amount: number;
  currency?: string;
  at: number;
  note?: string;
}

/** What stands side by side for one owner: nothing overwrites anything. */
export interface CallSheet {
  /** The owner's own newest call. */
  call?: Call;
  /** The newest call of each other person for that owner. */
  adjustments: Call[];
}

/** Calls that the org's currency can say; the others stand in their own, where the org's was another and no rate leads from that. */
export const inMoneyOf = (calls: readonly Call[], currency: string): Call[] =>
  calls.filter((call) => call.currency === undefined || call.currency === currency);

/** The calls of one owner for one period as they stood at an instant. */
export function callSheet(calls: readonly Call[], ownerId: string, periodStart: Day, at: number): CallSheet {
  const newest = new Map<string, Call>();
  for (const call of calls) {
    if (call.ownerId !== ownerId || call.periodStart !== periodStart || call.at > at) continue;
    const known = newest.get(call.byId);
    if (!known || call.at >= known.at) newest.set(call.byId, call);
  }
  const call = newest.get(ownerId);
  return { ...(call ? { call } : {}), adjustments: [...newest.values()].filter(({ byId }) => byId !== ownerId) };
}

/** A forecast as it was when it was locked (G1.6): never changed afterwards. Amounts in minor units. */
export interface Snapshot {
  id: string;
  ownerId: string;
  periodStart: Day;
  lockedAt: number;
  /** Of its amounts; absent where the org's own was not known, and in what was locked before it was kept. */
  currency?: string;
  call?: number;
  won: number;
  p10: number;
  p50: number;
  p90: number;
  method: ChanceMethod;
  methodVersion: string;
}

/** The Monday (in the org's zone) of the week in which a forecast is locked: one snapshot an owner, a period and a week. */
export function lockId(ownerId: string, periodStart: Day, at: number, timeZone: string): string {
  const days = dayNumberAt(instant(at), timeZone);
  return `${ownerId}/${periodStart}/${dayFromNumber(days - ((((days + 3) % 7) + 7) % 7))}`;
}

/** Snapshots that are not locked yet; a locked one never changes. */
export const unlocked = (locked: ReadonlySet<string>, given: readonly Snapshot[]): Snapshot[] =>
  given.filter(({ id }) => !locked.has(id));
