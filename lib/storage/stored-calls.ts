import { day } from '@/lib/calendar/days';
import { asOwnUnits, toMinor } from '@/lib/deal/money';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';
import type { Call } from '@/lib/forecast/past/calls';

import type { PipelensDatabase } from './database';
import { getProfile } from './profile';
import { copyWritten } from './written';

/** Adds a call; earlier ones stay, so that what was said when is never lost. `amount` in corporate currency. */
export async function addCall(
  db: PipelensDatabase,
  { ownerId, byId, amount, start, at }: { ownerId: string; byId: string; amount: number; start: string; at: number },
): Promise<void> {
  const periodStart = day(start);
  if (!periodStart || !Number.isFinite(amount) || amount < 0)
    throw new RangeError(`A call is an amount of money for a period, not ${amount} from ${start}.`);
  const id = `${ownerId}/${byId}/${periodStart}/${at}`;
  const currency = (await getProfile(db))?.currency ?? UNKNOWN_CURRENCY;
  const call: Call = {
    id,
    ownerId,
    byId,
    periodStart,
    amount: toMinor(amount, currency),
    ...(currency === UNKNOWN_CURRENCY ? {} : { currency }),
    at,
  };
  // No new revision: nothing read from the CRM has changed, and the forecast need not be made again for it.
  await db.calls.put(call);
  await copyWritten(db);
}

/** Every call in the order in which they were made, each in the currency that the org has now, or in its own where no rate leads from that. */
export async function allCalls(db: PipelensDatabase): Promise<Call[]> {
  const [calls, profile] = [await db.calls.orderBy('at').toArray(), await getProfile(db)];
  if (!profile) return calls;
  return calls.map((call): Call => {
    const amount = asOwnUnits(call.amount, call.currency, profile);
    return amount === undefined ? call : { ...call, ...(call.currency ? { currency: profile.currency } : {}), amount };
  });
}
