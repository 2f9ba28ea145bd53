import { perRecentWord } from '@/lib/calendar/derived';
import { beginning } from '@/lib/deal/beginning';

import { MAJOR } from './major-money';
import { isScaledUnit, unitAtEnd } from './scaled';
import { plainText } from './scripts';

/** A wanted column by its names in files, each as {@link headerKey} gives it. */
export type Synonyms = readonly string[];

/** No column has a longer name: what a file has beyond it is read in no way. */
const MOST_NAME = 255;

/** A header's cell, cleaned: blanks of all kinds and line breaks are one blank. */
export const headerName = perRecentWord((cell): string =>
  cleanCell(beginning(cell, 4 * MOST_NAME))
    .replaceAll(/\s+/g, ' ')
    .slice(0, MOST_NAME),
);

/** What a header is compared by: `QUOTA_OWNER_ID`, `Quota Owner ID` and `quotaOwnerId` alike; a bracket at the end is left out. */
export const headerKey = perRecentWord((name): string =>
  plainText(headerName(name))
    .normalize('NFC')
    // A report points at the columns that it is sorted or grouped by.
    .replace(/\s*[↑↓▲▼]$/u, '')
    .replace(/\s*[([{][^()[\]{}]*[)\]}]$/, (bracket) => (/converted|przelicz/i.test(bracket) ? bracket : ''))
    .toLowerCase()
    .replaceAll(/[\s_.:*-]+/g, '')
    // Columns of reports carry their object's name.
    .replace(/^forecast(?:ing)?quota(?=.)/, ''),
);

/** A header without the unit that ends it: `Quota` of `Quota USD`. */
export const withoutUnit = perRecentWord((name): string => {
  const [plain, unit] = [plainText(headerName(name)), unitAtEnd(headerName(name))];
  return unit === '' ? name : plain.slice(0, -unit.length).replace(/[\s,/|-]+$/u, '');
});

/** What stands in the bracket at the end of a header, or ends it as a unit: `USD` of `Amount (USD)` and of `Amount USD`; '' for none. */
export const unitWords = (name: string): string =>
  (/[([{]([^()[\]{}]*)[)\]}]$/.exec(plainText(headerName(name)))?.[1]?.trim() ?? '') || unitAtEnd(headerName(name));

/** `%`, `units`, `szt.`: what stands below is no money. */
const NO_MONEY =
  /^(?:%|per ?cent|percentage|pct|procent\w*|prozent|units?|qty|quantity|pcs|pieces|ilość|sztuk[ai]?|szt|stück|stk|menge|count|deals|hours|h|days)$/iu;

const QUANTITY = /^(?:quantity|qty|ilość|menge|quantité|cantidad|quantidade)$/iu;
/**
 * Whether a cell beside an amount says that it is no money: `Units`, or a forecast type by its name or its API name, `OpportunityQuantity`. A
 * business unit is none.
 */
export function saysNoMoney(text: string): boolean {
  const words = text
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .split(/[\s_.,;:/()-]+/u)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  return QUANTITY.test(last) || (words.length === 1 && NO_MONEY.test(last));
}

/**
 * What the bracket of a header, or the words at its end, say of the amounts below: the currency that it names, if one, and whether they are in thousands or
 * millions, or no money at all.
 */
export function headerUnit(
  name: string,
  isCurrency: (text: string) => boolean,
): { currency: string; isScaled: boolean; isNoMoney: boolean } {
  const bracket = unitWords(name);
  if (isCurrency(bracket)) return { currency: bracket, isScaled: false, isNoMoney: false };
  const words = bracket.split(/[\s.,;:/]+/u).filter((word) => word !== '');
  const currency = words.find(isCurrency) ?? '';
  return {
    currency,
    isScaled: isScaledUnit(bracket),
    isNoMoney: currency === '' && words.some((word) => NO_MONEY.test(word)),
  };
}

/** `Amounts in USD`, `Plan 2026 (EUR)`: the code of a currency in a title or a footnote; '' for none. */
export const saidCurrency = (text: string, isOwn: (code: string) => boolean): string =>
  [...text.matchAll(/(?:(?<!\p{L})(?:in|w|en)\s+|[([])([A-Z]{3})(?![\p{L}\p{N}])/gu)]
    .map(([, code = '']) => code)
    .find((code) => isOwn(code) || MAJOR.has(code)) ?? '';

const UNSEEN = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** A cell without blanks around it, and without what spreadsheets put around a text that is no number: `="007"`. */
export function cleanCell(cell: string): string {
  const text = cell.replaceAll(UNSEEN, '').trim();
  return /^="[^"]*"$/.test(text) ? text.slice(2, -1).trim() : text;
}
