import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';

import { Glossary } from '@/components/views/glossary/Glossary';
import { type RuleName, RULES } from '@/lib/figures/rules';
import { addTexts, setLocale } from '@/lib/i18n';
import { en } from '@/lib/i18n/definitions/en';
import { pl } from '@/lib/i18n/definitions/pl';
import { pl as plTexts } from '@/lib/i18n/locales/pl';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
afterEach(() => setLocale('en'));

function shown(): HTMLElement {
  const element = document.createElement('div');
  act(() => createRoot(element).render(<Glossary />));
  return element;
}

test.each([
  ['en', en, 'Open pipeline'],
  ['pl', pl, 'Otwarty lejek'],
] as const)('in %s every rule has its name, sentence, formula and example under its id', (language, words, name) => {
  addTexts('pl', plTexts);
  setLocale(language);
  const page = shown();
  // Safe: the keys of the rules are their names.
  const rules = Object.keys(RULES) as RuleName[];
  expect(page.querySelectorAll('article')).toHaveLength(rules.length);
  for (const rule of rules) {
    const text = page.querySelector(`[id="${RULES[rule].id}"]`)?.textContent ?? '';
    for (const part of [words[rule].means, words[rule].formula, words[rule].example])
      expect(text, rule).toContain(part);
  }
  expect(page.querySelector('[id="G2.1"] h3')?.textContent).toBe(`G2.1 ${name}`);
});

test('each chapter of the list leads to rules', () => {
  const page = shown();
  const chapters = [...page.querySelectorAll('nav a')].map((link) => link.getAttribute('href')?.slice(1) ?? '');
  expect(chapters).toHaveLength(9);
  for (const chapter of chapters)
    expect(page.querySelectorAll(`section[id="${chapter}"] article`).length).toBeGreaterThan(3);
});
