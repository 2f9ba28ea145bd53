import { addDays, type Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import { minor, type Minor, toMajor } from '@/lib/deal/money';
import { sumOf } from '@/lib/figures/bookings';
import { during } from '@/lib/figures/during';
import { called, CAUSES, missAutopsy } from '@/lib/figures/miss';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import type { DealIndex } from '@/lib/log/positions';

import { ownersOf } from './course';

type MissCause = keyof typeof CAUSES;
/** What makes a call too high; the others make it too low. */
const TOO_HIGH: ReadonlySet<MissCause> = new Set(['lost', 'slipped', 'decreased', 'movedAway']);

/** Why the last finished quarter brought something else than won and commit said a month before its end. Corporate currency. */
export interface Autopsy {
  period: Period;
  /** The day at whose end the call is taken. */
  on: Day;
  called: number;
  won: number;
  /** `missAutopsy` (G7.19): called − won, and what it is made of; what made the call too high is positive. */
  miss: number;
  parts: { cause: MissCause; amount: number; count: number }[];
}

/** The call is looked at so long before the end. */
const DAYS_BEFORE = 30;

/** One line of it: the call, what was won, or a cause between them. */
export type MissLine = MissCause | 'called' | 'won';

/** The last finished quarter from the lock of its call to its end; undefined where the org's first deal was not there for it. */
function lastCalled(facts: OrgFacts) {
  const { log } = facts;
  const { past, booked, first } = engineOf(facts);
  const { filter, isOwn } = ownersOf(facts);
  const period = past.at(-1);
  if (!period) return undefined;
  const on = addDays(period.end, -DAYS_BEFORE);
  const from = endOfDay(on, log.timeZone);
  if (from < first) return undefined;
  const to = periodEnd(period, log.timeZone);
  const { ask } = during({ log, from, to, filter: { ...filter, period, categories: ['commit'] } });
  return { period, on, ask, won: (booked.at(-1) ?? []).filter(({ owner }) => isOwn(owner)) };
}

/** Undefined where no quarter is finished that the org's first deal was there for. */
export function autopsyOf(facts: OrgFacts): Autopsy | undefined {
  const known = lastCalled(facts);
  if (!known) return undefined;
  const { period, on, ask, won } = known;
  const major = (units: number): number => toMajor(minor(units), facts.profile.currency);
  // Safe: the keys of a literal are its keys.
  const causes = Object.keys(CAUSES) as MissCause[];
  return {
    period,
    on,
    called: major(ask(called).total.amount),
    won: major(sumOf(won)),
    miss: major(ask(missAutopsy).total.amount),
    parts: causes.map((cause) => {
      const { amount, count } = ask(CAUSES[cause]).total;
      return { cause, amount: major(TOO_HIGH.has(cause) ? amount : 0 - amount), count };
    }),
  };
}

/** The deals behind a line of it, amounts in minor units as it counts them. */
export function missedDeals(facts: OrgFacts, line: MissLine): readonly { deal: DealIndex; amount: Minor }[] {
  const known = lastCalled(facts);
  if (!known) return [];
  return line === 'won' ? known.won : known.ask(line === 'called' ? called : CAUSES[line]).parts;
}
