import type { Row, Value } from '@/lib/sample/org-tables';

import type { OrgView } from '../live-org';
import type { ObjectName } from './objects';

/** Objects whose amounts go by the rate of the deal's close date where there are dated rates; all others by today's. */
const DATED = new Set<ObjectName>(['Opportunity', 'OpportunityHistory']);

/** An amount of a row in another currency; units of `ConversionRate` are per one unit of the corporate currency. */
export function converted(org: OrgView, object: ObjectName | 'forecast', row: Row, amount: Value, to: string): Value {
  if (typeof amount !== 'number') return null;
  const from = String(row['CurrencyIsoCode'] ?? corporate(org));
  const on = object !== 'forecast' && DATED.has(object) ? String(row['CloseDate'] ?? '') : '';
  return (amount / rate(org, from, on)) * rate(org, to, on);
}

/** The corporate currency; where there is but one, that of the org. */
export const corporate = (org: OrgView): string =>
  String(
    org.rows('CurrencyType').find((type) => type['IsCorporate'] === true)?.['IsoCode'] ??
      org.rows('Organization')[0]?.['DefaultCurrencyIsoCode'] ??
      'USD',
  );

export const currencyOf = (org: OrgView): string =>
  String(
    (org.userId && org.has('CurrencyType') && org.find('User', org.userId)?.['DefaultCurrencyIsoCode']) ||
      corporate(org),
  );

function rate(org: OrgView, iso: string, on: string): number {
  const dated = org
    .rows('DatedConversionRate')
    .find((row) => row['IsoCode'] === iso && String(row['StartDate']) <= on && on < String(row['NextStartDate']));
  const plain = org.rows('CurrencyType').find((row) => row['IsoCode'] === iso);
  return Number((dated ?? plain)?.['ConversionRate'] ?? 1);
}
