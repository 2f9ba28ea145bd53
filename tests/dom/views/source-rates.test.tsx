import { render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';

import type { OpenProcess } from '@/components/views/team/process/open-process';
import { SourceRates } from '@/components/views/team/process/SourceRates';
import type { ProcessView } from '@/lib/answers/process/process';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';

afterEach(() => setLocale('en'));

const row = { by: 'source' as const, low: 0.08, high: 0.2, others: 0.5, isWeak: false };
const sources: ProcessView['sources'] = [
  { ...row, value: 'Web', label: 'Web', n: 120, share: 0.13, isWeak: true },
  { ...row, value: '', label: '', n: 40, share: 0.5, low: 0.35, high: 0.65, others: 0.4 },
];
const texts = (): string[] =>
  [...document.querySelectorAll('tbody tr, .note, .fold-aside')].map((each) => each.textContent ?? '');

test('a source that wins less often is said on the folded line and in its row, and its closed deals open', () => {
  const opened: Parameters<OpenProcess>[] = [];
  const { container } = render(<SourceRates view={{ sources }} onOpen={(...given) => void opened.push(given)} />);
  expect(texts()).toEqual([
    'Web: wins less often',
    'Source: Web wins less often13% 8%–20%, 120 deals50%',
    'Source: none 50% 35%–65%, 40 deals40%',
    'What wins less often does so by more than chance explains, all of these looked at together. Why, no figure says.',
  ]);
  container.querySelector<HTMLElement>('[data-focus="source-source-Web"]')?.click();
  expect(opened[0]?.slice(0, 2)).toEqual([{ kind: 'closed', from: { by: 'source', value: 'Web' } }, 'Source: Web']);
});

test('where none does, that is said; without cases nothing is; and the same in Polish', () => {
  render(<SourceRates view={{ sources: sources.slice(1) }} onOpen={() => undefined} />);
  expect(texts().at(-1)).toContain('None wins less often');
  expect(render(<SourceRates view={{ sources: [] }} onOpen={() => undefined} />).container.textContent).toBe('');
  addTexts('pl', pl);
  setLocale('pl');
  const { container } = render(<SourceRates view={{ sources }} onOpen={() => undefined} />);
  expect(container.textContent).toContain('Web: wygrywa rzadziej');
});
