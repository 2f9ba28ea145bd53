import { Facts } from '@/components/ui/Facts';
import { Setting } from '@/components/ui/Setting';
import type { Period } from '@/lib/calendar/period';
import { formatDay, t } from '@/lib/i18n';

/** What an org says of its time and its money. */
export interface OrgCalendar {
  year: Period;
  quarter: Period;
  /** Whether periods are the org's own rows; else they are made of the month in which its year begins. */
  isOwn: boolean;
  timeZone: string;
  orgTimeZone?: string;
  currency: string;
  /** Further currencies that it has a rate for. */
  others: readonly string[];
  hasDatedRates: boolean;
}

/** Periods and currencies as each org has them: read, and changed only there. */
export function OrgCalendars({
  orgs,
}: {
  orgs: readonly { key: string; name: string; calendar?: OrgCalendar | undefined }[];
}) {
  if (orgs.length === 0)
    return <Setting title={t('options.connections.none')} text={t('options.connections.none.text')} />;
  return orgs.map(({ key, name, calendar }) => (
    <Setting key={key} title={name} text={calendar ? undefined : t('scoring.nothingRead')}>
      {calendar && <Facts rows={rowsOf(calendar)} />}
    </Setting>
  ));
}

function rowsOf(calendar: OrgCalendar): [string, string][] {
  const { year, quarter, isOwn, timeZone, orgTimeZone, currency, others, hasDatedRates } = calendar;
  const days = ({ label, start, end }: Period): string =>
    t('calendar.days', { label, from: formatDay(start), to: formatDay(end) });
  return [
    [t('calendar.year'), days(year)],
    [t('calendar.quarter'), days(quarter)],
    [t('calendar.source'), t(isOwn ? 'calendar.source.own' : 'calendar.source.months')],
    [t('calendar.zone'), orgTimeZone ?? timeZone],
    ...(orgTimeZone === undefined ? [] : [[t('calendar.zone.person'), timeZone] satisfies [string, string]]),
    [t('calendar.currency'), currency],
    [
      t('calendar.others'),
      others.length === 0
        ? t('calendar.others.none')
        : t(hasDatedRates ? 'calendar.others.dated' : 'calendar.others.static', { codes: others.join(', ') }),
    ],
  ];
}
