import ExcelJS from 'exceljs';
import { HyperFormula, type RawCellContent } from 'hyperformula';
import { afterEach, expect, test } from 'vitest';

import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { toMinor } from '@/lib/deal/money';
import { ask } from '@/lib/figures/ask';
import { randomStream } from '@/lib/figures/random';
import { bestCase, commit, overdue } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { addTexts, setLocale, t } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { generateOrg } from '@/lib/sample/generate';
import { headlineWorkbook } from '@/lib/sheets/headline';
import { xlsxOf } from '@/lib/sheets/xlsx';
import type { FigureAsked } from '@/lib/warehouse/asked-tables';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';
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

/** That the file, as a spreadsheet opens and works it out, has the figures of the product. */
async function expectRecomputed(facts: OrgFacts, { at, today, kind }: Pick<FigureAsked, 'at' | 'today' | 'kind'>) {
  const { currency } = facts.profile;
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
  return book;
}

test.each([...ORG_NAMES.map((name) => [name, 'en']), [ORG_NAMES[0] ?? '', 'pl']])(
  'the formulas of the workbook give the headline figures to the cent: %s in %s',
  async (name, locale) => {
    addTexts('pl', pl);
    setLocale(locale);
    const { facts, asked } = askedOrg(name);
    for (const each of [asked[1], asked.find(({ id }) => id === 'early'), asked.at(-1)]) {
      if (!each) throw new Error('Nothing is asked.');
      const book = await expectRecomputed(facts, each);
      expect(book.worksheets.map((sheet) => sheet.name)).toEqual(
        locale === 'pl' ? ['Wskaźniki', 'Szanse'] : ['Figures', 'Deals'],
      );
    }
  },
);

test('so they do where close dates are of days that no spreadsheet counts, stages are formulas and run from right to left, and nothing is there at all', async () => {
  const today = dayOf('2026-11-24');
  const org = generateOrg({ size: 30, seed: 5, asOf: today });
  const { Opportunity, OpportunityHistory, OpportunityStage } = org.tables;
  const open = Opportunity.filter((row) => row['IsClosed'] === false);
  const won = Opportunity.filter((row) => row['IsWon'] === true);
  const days = new Map(
    ['1700-01-01', '1900-01-01', '1900-02-28', '1900-03-01', '2999-12-31'].flatMap((on, at) =>
      [open[at], won[at]].flatMap((row) => (row ? [[row.Id, on] as const] : [])),
    ),
  );
  for (const row of Opportunity) row['CloseDate'] = days.get(row.Id) ?? row['CloseDate'] ?? null;
  for (const row of OpportunityHistory)
    row['CloseDate'] = days.get(String(row['OpportunityId'])) ?? row['CloseDate'] ?? null;
  const names = ['=cmd|"/c calc"!A1', 'הצעה', '‮evil', 'constructor', "'a'!B2", '*'];
  const renamed = new Map(OpportunityStage.map((row, at) => [row['ApiName'], names[at] ?? row['ApiName'] ?? null]));
  for (const row of OpportunityStage) row['ApiName'] = row['MasterLabel'] = renamed.get(row['ApiName']) ?? null;
  for (const row of [...Opportunity, ...OpportunityHistory])
    row['StageName'] = renamed.get(row['StageName'] ?? null) ?? null;
  for (const keep of [true, false]) {
    if (!keep) for (const table of [Opportunity, OpportunityHistory]) table.length = 0;
    const { facts } = contextOf(structuredClone(org));
    expect(ask(facts.log, overdue, { at: facts.now, today }).total.count > 3).toBe(keep);
    await expectRecomputed(facts, { at: facts.now, today, kind: 'quarter' });
  }
});
