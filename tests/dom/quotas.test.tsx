import { render } from '@testing-library/react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';

import { HeldQuotas } from '@/components/views/options/quotas/HeldQuotas';
import { QuotaInput, type QuotaPreview } from '@/components/views/options/quotas/QuotaInput';
import type { Day } from '@/lib/calendar/days';
import type { Quota } from '@/lib/deal/org';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
afterEach(() => setLocale('en'));

const FOUND: QuotaPreview = {
  names: { '1': 'Ada Kowalska' },
  before: { 'csv-1': 4 },
  currency: 'EUR',
  quotas: [{ id: 'csv-1', userId: '1', amount: 5, start: '2026-10-01' as Day }],
  problems: [
    { id: 'user.none', line: 3, values: { name: 'Nobody' } },
    { id: 'amount.twoWays', line: 7, values: { text: '120.000', one: '120000', other: '120' } },
  ],
  notes: [{ id: 'footer', line: 9, values: { count: 3, text: 'Grand Totals (2 records)' } }],
};

/** Chooses a file as a person does, and gives what the page then reads. */
async function choose(
  answer: (bytes: Uint8Array) => Promise<QuotaPreview | undefined>,
  take: (quotas: readonly Quota[]) => Promise<void> = () => Promise.resolve(),
): Promise<string[]> {
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  await act(async () => createRoot(element).render(<QuotaInput name="Acme" onRead={answer} onTake={take} />));
  const input = element.querySelector('input');
  if (!input) throw new Error('The page has no place for a file.');
  Object.defineProperty(input, 'files', { value: [new File(['user,start,amount'], 'q.csv')] });
  await act(async () => {
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  return [...element.querySelectorAll('[role=status] p, [role=status] li')].map((each) => each.textContent ?? '');
}

test('each line that was not taken is shown with its number and what to write instead, and the report’s own lines are counted', async () => {
  let given = '';
  const shown = await choose(async (bytes) => {
    given = new TextDecoder().decode(bytes);
    return FOUND;
  });
  expect(given).toBe('user,start,amount');
  expect(shown).toEqual([
    '1 quota would be set. Nothing is changed yet.',
    '2 lines need a look:',
    'Line 3: No user is called Nobody: give a name or an id as Salesforce has it.',
    'Line 7: “120.000” can be 120000 or 120: write it in one of these two ways.',
    'Line 9: From this line on, 3 lines at the end are the report’s own (“Grand Totals (2 records)”) and no rows.',
  ]);
});

test('the same in Polish', async () => {
  addTexts('pl', pl);
  setLocale('pl');
  expect((await choose(async () => FOUND)).slice(1, 4)).toEqual([
    '2 wiersze wymagają uwagi:',
    'Wiersz 3: Nikt nie nazywa się Nobody: podaj nazwę lub identyfikator taki jak w Salesforce.',
    'Wiersz 7: „120.000” może znaczyć 120000 albo 120: zapisz jedną z tych dwóch postaci.',
  ]);
});

test('what the file would do is shown beside what holds now, and nothing is done before the press', async () => {
  const taken: (readonly Quota[])[] = [];
  await choose(
    async () => FOUND,
    async (quotas) => void taken.push(quotas),
  );
  const rows = [...document.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ['Person', 'From', 'Now', 'New'],
    ['Ada Kowalska', 'Oct 1, 2026', '€4', '€5'],
  ]);
  expect(taken).toEqual([]);
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Set 1 quota');
  await act(async () => button?.click());
  expect(taken).toEqual([FOUND.quotas]);
  expect(document.querySelector('[role=status]')?.textContent).toBe('1 quota was set.');
  expect(document.querySelector('table')).toBeNull();
});

test('a quota is shown with all its digits, in its own money, and with the days that it is for', async () => {
  const quota = { id: 'csv-1', userId: '1', amount: 1.5, currency: 'KWD', start: '2026-10-01', end: '2026-10-31' };
  await choose(async () => ({ ...FOUND, quotas: [quota as Quota] }));
  const cells = [...document.querySelectorAll('tbody td, tbody th')].map((cell) =>
    cell.textContent?.replace(/\u00A0/g, ' '),
  );
  expect(cells).toEqual(['Ada Kowalska', 'Oct 1, 2026 – Oct 31, 2026', '€4', 'KWD 1.500']);
});

test('a file that cannot be opened, and an org that is not there yet, are said', async () => {
  expect(await choose(() => Promise.reject(new Error('The disk is gone.')))).toEqual([
    'The file could not be read: The disk is gone.',
  ]);
  expect((await choose(async () => undefined))[0]).toContain('this org has not been read yet');
});

test('a file that is wrong in each of its lines names the first, and says how many there are', async () => {
  const problems = Array.from({ length: 30_000 }, (_, at) => ({
    id: 'user.none' as const,
    line: at + 2,
    values: { name: 'Nobody' },
  }));
  const shown = await choose(() => Promise.resolve({ ...FOUND, problems, notes: [] }));
  expect(shown).toHaveLength(103);
  expect([shown[1], shown.at(-1)]).toEqual(['30,000 lines need a look:', 'and 29,900 more']);
});

test('quotas that were given and begin on one day are told apart by their last days', () => {
  const row = { name: 'Ada Kowalska', start: '2027-01-01', amount: 1, currency: 'EUR', isTyped: false };
  const rows = [
    { ...row, id: 'a', end: '2027-03-31' },
    { ...row, id: 'b', end: '2027-06-30' },
    { ...row, id: 'c' },
  ];
  const held = { ofCrm: 0, people: [], periods: [], rows, currency: 'EUR' };
  const { container } = render(<HeldQuotas held={held} onRemove={() => Promise.resolve()} />);
  expect([...container.querySelectorAll('li .quiet')].map(({ textContent }) => textContent)).toEqual([
    'from a file, Jan 1, 2027 – Mar 31, 2027',
    'from a file, Jan 1, 2027 – Jun 30, 2027',
    'from a file, from Jan 1, 2027',
  ]);
});
