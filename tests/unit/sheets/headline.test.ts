import ExcelJS from 'exceljs';
import { HyperFormula, type RawCellContent } from 'hyperformula';
import { afterEach, expect, test } from 'vitest';

import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { toMinor } from '@/lib/deal/money';
import { ask } from '@/lib/figures/ask';
import { randomStream } from '@/lib/figures/random';
import { bestCase, commit } from '@/lib/figures/states';
import { addTexts, setLocale, t } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { headlineWorkbook } from '@/lib/sheets/headline';
import { xlsxOf } from '@/lib/sheets/xlsx';

import { askedOrg, ORG_NAMES } from '../warehouse/orgs';

/** A file as a spreadsheet opens it: values and formulas, cell by cell. */
function cellsOf(sheet: ExcelJS.Worksheet): RawCellContent[][] {
  const rows: RawCellContent[][] = [];
  sheet.eachRow({ includeEmpty: true }, (row, number) => {
    const cells: RawCellContent[] = [];
    row.eachCell({ includeEmpty: true }, ({ formula, value }, place) => {
      // A text that begins with = stays one.
      const text = typeof value === 'string' ? `'${value}` : undefined;
      cells[place - 1] = formula
        ? `=${formula}`
        : (text ?? (value instanceof Date ? value : Number(value ?? Number.NaN)));
      if (value === null) cells[place - 1] = null;
    });
    rows[number - 1] = cells;
  });
  return rows;
}

afterEach(() => setLocale('en'));

test.each([...ORG_NAMES.map((name) => [name, 'en']), [ORG_NAMES[0] ?? '', 'pl']])(
  'the formulas of the workbook give the headline figures to the cent: %s in %s',
  async (name, locale) => {
    addTexts('pl', pl);
    setLocale(locale);
    const { facts, asked } = askedOrg(name);
    const { currency } = facts.profile;
    const last = asked.at(-1);
    const early = asked.find(({ id }) => id === 'early');
    for (const each of [asked[1], early, last]) {
      if (!each) throw new Error('Nothing is asked.');
      const { at, today, kind } = each;
      const question = measureQuestion(facts, { at, today, kind, random: randomStream(1) });
      const measures = measure(facts.log, question);
      const book = new ExcelJS.Workbook();
      const file = await xlsxOf(headlineWorkbook(facts.log, question, measures, currency));
      await book.xlsx.load(await file.arrayBuffer());
      const engine = HyperFormula.buildFromSheets(
        Object.fromEntries(book.worksheets.map((sheet) => [sheet.name, cellsOf(sheet)])),
        { licenseKey: 'gpl-v3' },
      );
      const figures = engine
        .getSheetValues(engine.getSheetId(t('sheet.figures')) ?? 0)
        .filter((row) => /^[a-z]/.test(String(row[4] ?? '')));
      engine.destroy();
      expect(book.worksheets.map((sheet) => sheet.name)).toEqual(
        locale === 'pl' ? ['Wskaźniki', 'Szanse'] : ['Figures', 'Deals'],
      );
      expect(figures.length).toBe(13);
      const filter = { period: question.period };
      for (const [, found, , , id] of figures) {
        const asks = { commit, bestCase }[String(id)];
        const told = asks
          ? ask(facts.log, asks, { at, today, filter }).total.amount
          : measures.metrics.find((metric) => metric.id === id)?.value;
        const metric = measures.metrics.find((own) => own.id === id);
        const isMoney = asks !== undefined || metric?.unit === 'money' || metric?.unit === 'moneyPerDay';
        if (typeof told !== 'number') expect(found, String(id)).toBe(told ?? '');
        else if (isMoney) expect(toMinor(Number(found), currency), String(id)).toBe(Math.round(told));
        else expect(found, String(id)).toBeCloseTo(told, 9);
      }
    }
  },
);
