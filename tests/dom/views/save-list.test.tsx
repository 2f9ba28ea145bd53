import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterEach, expect, test, vi } from 'vitest';

import { SaveList } from '@/components/views/shared/SaveList';
import type { DealRow } from '@/lib/answers/deals';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { useManaged } from '@/lib/store/managed-store';

import { dayOf } from '../../unit/domain/deal';
import { fakeBackend } from '../backend';
import { button, screen, show } from '../screen';

addTexts('pl', pl);

const deal = (id: string, more: Partial<DealRow>): DealRow => ({
  id,
  name: id,
  stage: 'A',
  stageLabel: 'Stage A',
  currency: 'EUR',
  isClosed: false,
  isWon: false,
  reasons: [],
  values: [],
  ...more,
});
const ROWS = [
  deal('1', {
    name: '=1+1',
    accountName: 'Zażółć, "Gęślą"',
    ownerName: 'Mia',
    amount: -1234.5,
    closeDate: dayOf('2026-02-28'),
  }),
  deal('2', { name: 'Acme', amount: 15_000, currency: 'JPY' }),
];

afterEach(() => {
  vi.restoreAllMocks();
  setLocale('en');
});

/** The files that the page hands over, by their names. */
function handedOver(): Map<string, Blob> {
  const files = new Map<string, Blob>();
  let last: Blob | undefined;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    if (file instanceof Blob) last = file;
    return 'blob:test';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    if (last) files.set(this.download, last);
  });
  return files;
}

test('a list is saved as CSV as it stands: another reader finds its rows, no text of which runs as a formula', async () => {
  const files = handedOver();
  const user = show(fakeBackend({}), <SaveList rows={ROWS} currency="EUR" name="list" />);
  await user.click(await button('Save this list as CSV'));
  const rows = parse(await (files.get('list.csv') ?? new Blob()).text(), { columns: true, bom: true }) as Record<
    string,
    string
  >[];
  expect(rows.map((row) => [row['Deal'], row['Account'], row['Amount'], row['Currency'], row['Close date']])).toEqual([
    ["'=1+1", 'Zażółć, "Gęślą"', '-1234.5', 'EUR', '2026-02-28'],
    ['Acme', '', '15000', 'JPY', ''],
  ]);
});

test('where decimals are commas, CSV has semicolons and decimal commas, and that is said', async () => {
  setLocale('pl');
  const files = handedOver();
  const rows = [{ ...ROWS[0]!, accountName: 'Ząb; Spółka, z o.o.' }, ROWS[1]!];
  const user = show(fakeBackend({}), <SaveList rows={rows} currency="EUR" name="list" />);
  await user.click(await button('Zapisz listę jako CSV'));
  expect(screen.getByRole('status').textContent).toContain('średnikami');
  const text = await (files.get('list.csv') ?? new Blob()).text();
  const [, first, second] = parse(text, { delimiter: ';', bom: true }) as string[][];
  expect(first?.slice(0, 7)).toEqual([
    "'=1+1",
    'Ząb; Spółka, z o.o.',
    'Mia',
    'Stage A',
    '-1234,5',
    'EUR',
    '2026-02-28',
  ]);
  expect(second?.[4]).toBe('15000');
});

test('and as XLSX, where days are days and amounts are numbers in their currency', async () => {
  const files = handedOver();
  const user = show(fakeBackend({}), <SaveList rows={ROWS} currency="EUR" name="list" />);
  await user.click(await button('Save this list as XLSX'));
  await vi.waitFor(() => expect(files.has('list.xlsx')).toBe(true), { timeout: 20_000 });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await (files.get('list.xlsx') ?? new Blob()).arrayBuffer());
  const [first, second] = [2, 3].map((line) => book.worksheets[0]?.getRow(line));
  expect(first?.getCell(1).value).toBe('=1+1');
  expect(first?.getCell(5).value).toBe(-1234.5);
  expect(first?.getCell(5).numFmt).toBe('[$EUR] #,##0.00');
  expect(first?.getCell(7).value).toEqual(new Date('2026-02-28T00:00:00Z'));
  expect(second?.getCell(5).numFmt).toBe('[$JPY] #,##0');
});

test('a company that allows no files has no way to one here', () => {
  useManaged.setState(({ policy }) => ({ policy: { ...policy, disabledFeatures: ['export'] } }));
  show(fakeBackend({}), <SaveList rows={ROWS} currency="EUR" name="list" />);
  expect(screen.queryByRole('button')).toBeNull();
  useManaged.setState(({ policy }) => ({ policy: { ...policy, disabledFeatures: [] } }));
});

test('where deals have products, their families are a column of both files', async () => {
  const files = handedOver();
  const rows = [{ ...ROWS[0]!, families: ['Platform', '=Add-on'] }, ROWS[1]!];
  const user = show(fakeBackend({}), <SaveList rows={rows} currency="EUR" name="list" />);
  await user.click(await button('Save this list as CSV'));
  const read = parse(await (files.get('list.csv') ?? new Blob()).text(), { columns: true, bom: true }) as Record<
    string,
    string
  >[];
  expect(read.map((row) => row['Product families'])).toEqual(['Platform; =Add-on', '']);
});
