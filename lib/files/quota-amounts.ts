import { MOST_MONEY, toCorporate } from '@/lib/deal/money';
import type { OrgProfile } from '@/lib/deal/org';

import { currenciesOf } from './currencies';
import { type ReadNumber, wayText } from './numbers';
import { type Problem, short } from './problem';
import type { QuotaColumns } from './quota-columns';

type Wrong = Omit<Problem, 'line'>;
/** Codes are newer in the CRM than in a browser. */
export const isOwnCode = (text: string, { rates = {} }: OrgProfile): boolean =>
  /^[A-Z]{3}$/.test(text.trim().toUpperCase()) && text.trim().toUpperCase() in rates;
export const isCurrency = (text: string): boolean => currenciesOf(text).length > 0;

/** A column with an amount below 1 has one of this, where it is written out. */
const WRITTEN_OUT = 1000;
/** The smallest of a column that holds shares, or amounts in millions: one is below 1, and none is large. */
export function leastShare(amounts: readonly ReadNumber[]): number | undefined {
  const values = amounts.map(({ value }) => value).filter((value) => value > 0);
  const least = values.reduce((found, value) => Math.min(found, value), Infinity);
  return least < 1 && values.every((value) => value < WRITTEN_OUT) ? least : undefined;
}

/** What is wrong with an amount by itself; `least` is the smallest of a column of shares. */
export function amountProblem(
  text: string,
  { value, fault, mark, ways }: ReadNumber,
  least?: number,
): Wrong | undefined {
  const values = { text: short(text) };
  if (text === '') return { id: 'amount.nothing', values };
  if (ways) return { id: 'amount.twoWays', values: { ...values, one: wayText(ways[0]), other: wayText(ways[1]) } };
  if (fault) return { id: fault === 'twoWays' ? 'amount.none' : `amount.${fault}`, values };
  if (mark === '%') return { id: 'amount.none', values };
  if (value > MOST_MONEY) return { id: 'amount.large', values: { ...values, most: MOST_MONEY } };
  if (value < 0) return { id: 'amount.negative', values };
  return least !== undefined && value > 0
    ? { id: 'amount.share', values: { ...values, least, most: WRITTEN_OUT } }
    : undefined;
}

/** `120,000` without quotes, in a file with commas, where the next column's own cell is missing. */
export function splitProblem(
  text: string,
  cells: readonly string[],
  columns: QuotaColumns,
  delimiter: string,
): Wrong | undefined {
  const next = columns.amount + 1;
  const isOwn = Object.values(columns).includes(next);
  const rest = cells[next] ?? '';
  return delimiter === ',' && !isOwn && /^\D{0,4}\d{1,3}$/.test(text) && /^\d{3}(?:\.\d+)?\D{0,4}$/.test(rest)
    ? { id: 'amount.split', values: { text: `${text},${rest}` } }
    : undefined;
}

/** The currency that a column, a sign beside the amount and the header agree on; undefined where none is named: the org's own. */
export function currencyOf(told: readonly string[], profile: OrgProfile): string | undefined | Wrong {
  const texts = told.filter((text) => text !== '');
  const [first] = texts;
  if (first === undefined) return undefined;
  const meant = (text: string): readonly string[] =>
    isOwnCode(text, profile) ? [text.trim().toUpperCase()] : currenciesOf(text);
  const unknown = texts.find((text) => meant(text).length === 0);
  if (unknown !== undefined)
    return { id: 'currency.unknown', values: { text: short(unknown), currency: profile.currency } };
  const common = texts.map(meant).reduce((all, own) => all.filter((code) => own.includes(code)));
  if (common.length === 0)
    return { id: 'currency.differs', values: { one: texts[0] ?? '', other: texts.at(-1) ?? '' } };
  // Asked of the very function that prices it later: what it cannot price would be left out without a word.
  const priced = common.filter((currency) => toCorporate({ amount: 1, currency }, profile) !== undefined);
  if (priced.includes(profile.currency)) return profile.currency;
  const [only, other] = priced;
  if (only === undefined)
    return { id: 'currency.noRate', values: { text: short(first), known: knownCurrencies(profile) } };
  return other === undefined
    ? only
    : { id: 'currency.twoWays', values: { text: short(first), ways: priced.join(', ') } };
}

const knownCurrencies = ({ currency, rates = {} }: OrgProfile): string =>
  [...new Set([currency, ...Object.keys(rates)])].join(', ');
