import { parse, type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import { afterEach, describe, expect, test } from 'vitest';

import {
  addTexts,
  formatMoney,
  formatMoneyExact,
  formatMoneyRange,
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

test('a range says its unit once where it stands behind both amounts, and twice where it does not', () => {
  setLocale('pl-PL');
  expect(formatMoneyRange(225_000, 430_000, 'EUR')).toEqual(['225', '430 tys. €'.replaceAll(' ', '\u00a0')]);
  expect(formatMoneyRange(873_000, 1_310_000, 'EUR')).toEqual(
    ['873 tys. €', '1,31 mln €'].map((text) => text.replaceAll(' ', '\u00a0')),
  );
  setLocale('en-GB');
  expect(formatMoneyRange(225_000, 430_000, 'EUR')).toEqual(['€225k', '€430k']);
});
