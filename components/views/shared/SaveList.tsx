import { useState } from 'react';

import type { DealRow } from '@/lib/answers/deals';
import { csvText } from '@/lib/answers/export/csv';
import { isOff } from '@/lib/deal/kept/policy';
import { hasDecimalComma, t } from '@/lib/i18n';
import type { SheetCell } from '@/lib/sheets/sheet-cells';
import { act } from '@/lib/store/failures';
import { useManaged } from '@/lib/store/managed-store';

interface ListColumn {
  title: string;
  of(row: DealRow): SheetCell;
}

const text = (value: string | undefined): SheetCell => (value === undefined ? undefined : { text: value });

const columns = (rows: readonly DealRow[], inCurrency: string): ListColumn[] => [
  { title: t('save.name'), of: ({ name }) => text(name) },
  { title: t('save.account'), of: ({ accountName }) => text(accountName) },
  { title: t('save.owner'), of: ({ ownerName }) => text(ownerName) },
  { title: t('save.stage'), of: ({ stageLabel }) => text(stageLabel) },
  {
    title: t('save.amount'),
    of: ({ amount, currency }) => (amount === undefined ? undefined : { money: amount, currency }),
  },
  { title: t('save.currency'), of: ({ currency }) => text(currency) },
  { title: t('save.closeDate'), of: ({ closeDate }) => closeDate && { day: closeDate } },
  { title: t('save.id'), of: ({ id }) => text(id) },
  ...(rows.some(({ families }) => families !== undefined)
    ? [{ title: t('save.families'), of: ({ families }: DealRow) => text(families?.join('; ')) }]
    : []),
  ...(rows.some(({ counts }) => counts !== undefined)
    ? [
        {
          title: t('save.counts'),
          of: ({ counts, converted }: DealRow) => {
            const money = counts ?? converted;
            return money === undefined ? undefined : { money, currency: inCurrency };
          },
        },
      ]
    : []),
];

/** A cell as CSV has it: numbers and days without a format. */
function plain(cell: SheetCell): string | number | undefined {
  if (cell === undefined || 'formula' in cell) return undefined;
  if ('text' in cell) return cell.text;
  if ('day' in cell) return cell.day;
  if ('instant' in cell) return new Date(cell.instant).toISOString();
  return 'money' in cell ? cell.money : 'share' in cell ? cell.share : cell.number;
}

function handOver(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The deals of a list, in its order, as a file: what writes a workbook is loaded when it is asked for. */
export function SaveList({
  rows,
  name,
  currency,
}: {
  rows: readonly DealRow[];
  name: string;
  /** Corporate currency, that of what of a deal counts where only a part does. */
  currency: string;
}) {
  const [said, setSaid] = useState('');
  const isFixed = useManaged(({ policy }) => isOff(policy, 'export'));
  if (rows.length === 0 || isFixed) return null;
  const saveCsv = (): Promise<void> => {
    const own = columns(rows, currency);
    const file = csvText(
      own.map(({ title }) => title),
      rows.map((row) => own.map(({ of }) => plain(of(row)))),
      hasDecimalComma() ? 'commas' : 'points',
    );
    // The mark by which a spreadsheet knows that it is UTF-8.
    handOver(new Blob(['\uFEFF', file], { type: 'text/csv' }), `${name}.csv`);
    return Promise.resolve();
  };
  const saveXlsx = async (): Promise<void> => {
    const { xlsxOf } = await import('@/lib/sheets/xlsx');
    const own = columns(rows, currency);
    const sheet = {
      name: t('sheet.deals'),
      header: own.map(({ title }) => title),
      widths: [36, 28, 24, 20, 18, 10, 12, 22, 28, 18].slice(0, own.length),
      rows: rows.map((row) => own.map(({ of }) => of(row))),
    };
    handOver(await xlsxOf([sheet]), `${name}.xlsx`);
  };
  const save = async (what: string, write: () => Promise<void>, saved: string): Promise<void> =>
    setSaid((await act(what, write)) ? saved : '');
  return (
    <p className="actions">
      <button
        type="button"
        className="link"
        onClick={() => void save(t('save.csv'), saveCsv, hasDecimalComma() ? t('save.csv.commas') : t('written.saved'))}
      >
        {t('save.csv')}
      </button>
      <button type="button" className="link" onClick={() => void save(t('save.xlsx'), saveXlsx, t('written.saved'))}>
        {t('save.xlsx')}
      </button>
      <span role="status" className="quiet">
        {said}
      </span>
    </p>
  );
}
