import { makeId } from './made-ids';
import type { Row } from './org-tables';

/** The corporate currency first: units of each per one of it, and its digits. */
const CURRENCIES: readonly [iso: string, rate: number, digits: number][] = [
  ['EUR', 1, 2],
  ['PLN', 4.25, 2],
  ['USD', 1.1, 2],
];

/** Which currencies the deals of a mixed org are in, in turn. */
export const MIX = ['EUR', 'EUR', 'PLN', 'USD'] as const;

export const currencyRows = (): Row[] =>
  CURRENCIES.map(([iso, rate, digits], index) => ({
    Id: makeId('01L', index + 1),
    IsoCode: iso,
    ConversionRate: rate,
    DecimalPlaces: digits,
    IsActive: true,
    IsCorporate: index === 0,
  }));
