import { type Day, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Odd } from '@/lib/sample/odd';
import { SETTINGS } from '@/lib/sample/sample-settings';

/** The day that it is now where the org's people work: around midnight it is another one than in UTC, and may lie in another quarter. */
export function orgToday(odd: readonly Odd[] = []): Day {
  const zone = odd.findLast(({ settings }) => settings?.zone !== undefined)?.settings?.zone ?? SETTINGS.zone;
  return dayAt(instant(Date.now()), zone);
}
