import type { OrgCalendar } from '@/components/views/options/OrgCalendars';
import { dayAt } from '@/lib/calendar/days';
import { periodAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { orgZone, type OrgProfile } from '@/lib/deal/org';

/** What the options say of an org's periods and currencies. */
export function calendarOf(profile: OrgProfile): OrgCalendar {
  const today = dayAt(instant(Date.now()), orgZone(profile));
  const { timeZone, orgTimeZone, currency, rates = {}, datedRates = [], periods = [] } = profile;
  const others = new Set([...Object.keys(rates), ...datedRates.map((rate) => rate.currency)]);
  others.delete(currency);
  return {
    year: periodAt(profile, 'year', today),
    quarter: periodAt(profile, 'quarter', today),
    isOwn: periods.length > 0,
    timeZone,
    ...(orgTimeZone === undefined ? {} : { orgTimeZone }),
    currency,
    others: [...others].toSorted(),
    hasDatedRates: datedRates.length > 0,
  };
}
