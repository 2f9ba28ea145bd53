import type { Row, Value } from '@/lib/sample/org-tables';

import type { OrgView } from '../live-org';
import { converted, corporate, currencyOf } from './currency';
import type { ObjectName } from './objects';
import type { FieldInfo } from './schema';

/** A value as the user reads it: in their locale and time zone. FORMAT() and the UI API's `displayValue`. */
export function shownValue(
  org: OrgView,
  object: ObjectName,
  row: Row,
  { type }: FieldInfo,
  value: Value,
): string | null {
  if (value === null) return null;
  const user = org.userId === undefined ? undefined : org.find('User', org.userId);
  const locale = String(user?.['LocaleSidKey'] ?? 'en_US').replaceAll('_', '-');
  const timeZone = String(user?.['TimeZoneSidKey'] ?? 'UTC');
  switch (type) {
    case 'currency':
      return typeof value === 'number' ? money(org, object, row, value, locale) : String(value);
    case 'percent':
      return `${Number(value).toLocaleString(locale)}%`;
    case 'int':
    case 'double':
      return Number(value).toLocaleString(locale);
    case 'date':
      return new Date(`${String(value)}T00:00:00Z`).toLocaleDateString(locale, { timeZone: 'UTC' });
    case 'datetime':
      return new Date(String(value)).toLocaleString(locale, { timeZone, dateStyle: 'short', timeStyle: 'short' });
    case 'id':
    case 'boolean':
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'multipicklist':
    case 'reference':
    case 'base64':
      return String(value);
  }
}

/** With one currency its sign; with several each amount by its code, and in brackets what it is in the user's own. */
function money(org: OrgView, object: ObjectName, row: Row, amount: number, locale: string): string {
  const iso = String(row['CurrencyIsoCode'] ?? corporate(org));
  if (!org.has('CurrencyType')) return amount.toLocaleString(locale, { style: 'currency', currency: iso });
  const plain = (value: number): string =>
    value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const own = currencyOf(org);
  const other = own === iso ? null : converted(org, object, row, amount, own);
  return `${iso} ${plain(amount)}${typeof other === 'number' ? ` (${own} ${plain(other)})` : ''}`;
}
