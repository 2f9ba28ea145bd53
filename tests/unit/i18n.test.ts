import { parse, type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import { afterEach, describe, expect, test } from 'vitest';

import {
  addTexts,
  formatMoney,
  formatMoneyExact,
  cellMoney,
  formatMoneyRange,
  formatMeasure,
  formatMoneyShort,
  formatShare,
  setLocale,
  t,
} from '@/lib/i18n';
import { en, type MessageKey } from '@/lib/i18n/locales/en';
import { pl } from '@/lib/i18n/locales/pl';

const keys = Object.keys(en) as MessageKey[];

/** Names of the values that a message asks for, by the parser's own tree. */
function names(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    const inner = 'options' in element ? Object.values(element.options).flatMap((option) => names(option.value)) : [];
    return [element.value, ...inner];
  });
}

afterEach(() => setLocale('en'));

test('both locales have the same keys', () => {
  expect(Object.keys(pl).toSorted()).toEqual(keys.toSorted());
});

test.each(keys)('%s asks for the same values in both locales', (key) => {
  expect([...new Set(names(parse(pl[key])))].toSorted()).toEqual([...new Set(names(parse(en[key])))].toSorted());
});

describe('Polish has its own plural for few and many', () => {
  test.each([
    [1, '1 szansa'],
    [2, '2 szanse'],
    [5, '5 szans'],
    [22, '22 szanse'],
  ])('%d', (count, text) => {
    addTexts('pl', pl);
    setLocale('pl');
    expect(t('list.count', { count })).toBe(text);
  });
});

test('a minus is a minus and never a hyphen, in each locale', () => {
  for (const locale of ['en-GB', 'pl-PL', 'de-DE']) {
    setLocale(locale);
    for (const text of [
      formatMoney(-12_345, 'EUR'),
      formatMoneyShort(-12_345, 'EUR'),
      formatMoneyExact(-1.5, 'USD'),
      formatShare(-0.2),
    ]) {
      expect(text).toContain('−');
      expect(text).not.toContain('-');
    }
  }
  setLocale('en-GB');
});

test('nothing is less than nought: what rounds to it has no minus', () => {
  expect(formatShare(-0.003)).toBe('0%');
  expect(formatMoney(-0.2, 'EUR')).toBe('€0');
});

test('in Polish a share has the room before its sign that texts have, no line begins with it, and a measure has a comma', () => {
  setLocale('pl-PL');
  expect(formatShare(0.14)).toBe('14\u00A0%');
  expect(formatShare(-0.36)).toBe('−36\u00A0%');
  expect(t('chance.percent', { percent: 14 })).toBe(formatShare(0.14));
  expect(formatMeasure(0.0928, 4)).toBe('0,0928');
  setLocale('en-GB');
  expect(formatShare(0.14)).toBe('14%');
  expect(formatMeasure(0.0928, 4)).toBe('0.0928');
});

test('no text in either language has a plain space before the sign of a share, once it is on screen, and English has none', () => {
  for (const locale of ['en-GB', 'pl-PL']) {
    setLocale(locale);
    for (const key of keys) if (!/[{'#]/.test(en[key] + pl[key])) expect(t(key), key).not.toContain(' %');
  }
  for (const key of keys) expect(en[key], key).not.toMatch(/[\d}]\s%/);
});

test('a range says its unit once where it stands behind both amounts, and twice where it does not', () => {
  setLocale('pl-PL');
  expect(formatMoneyRange(225_000, 430_000, 'EUR')).toEqual(['225', '430 tys. €'.replaceAll(' ', '\u00a0')]);
  expect(formatMoneyRange(873_000, 1_310_000, 'EUR')).toEqual(
    ['873 tys. €', '1,31 mln €'].map((text) => text.replaceAll(' ', '\u00a0')),
  );
  setLocale('en-GB');
  expect(formatMoneyRange(225_000, 430_000, 'EUR')).toEqual(['€225k', '€430k']);
});

test('amounts of narrow cells are short, or numbers of one unit that is said', () => {
  const cells = (locale: string, amounts: number[], currency: string) => {
    setLocale(locale);
    const { text, unit } = cellMoney(amounts, currency);
    return [...amounts.map(text), unit].map((each) => each?.replaceAll(/\s/g, ' '));
  };
  expect(cells('en-GB', [707_000, 2400, 97_100], 'EUR')).toEqual(['€707k', '€2.4k', '€97.1k', undefined]);
  expect(cells('pl-PL', [707_000, 2400, 97_100, 0], 'EUR')).toEqual(['707', '2,4', '97', '0', '1000 €']);
  expect(cells('pl-PL', [12_300_000, 57_600], 'EUR')).toEqual(['12 300', '58', '1000 €']);
  expect(cells('de-DE', [707_000, 2400], 'EUR')).toEqual(['707', '2,4', '1.000 €']);
  expect(cells('de-DE', [4_000_000_000, 2_400_000], 'USD')).toEqual(['4.000', '2,4', '1.000.000 $']);
  expect(cells('pl-PL', [57_600, 900], 'PLN')).toEqual(['57 600', '900', 'PLN']);
  expect(cells('pl-PL', [], 'EUR')).toEqual([undefined]);
  setLocale('en-GB');
});
