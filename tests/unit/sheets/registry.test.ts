import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RegistryFigure } from '@/lib/answers/export/figure-registry';
import { type RuleName, RULES } from '@/lib/figures/rules';
import { explore } from '@/tests/explore/explore';

const out = mkdtempSync(join(tmpdir(), 'pipelens-figures-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
let figures: RegistryFigure[] = [];
beforeAll(async () => {
  await explore(['--size', '40', '--as-of', '2026-11-24', 'export', '--out', out]);
  figures = (JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')) as { figures: RegistryFigure[] }).figures;
});

test('metrics.json has every figure of the registry, with its rule, unit, day and version', () => {
  const wanted = (Object.keys(RULES) as RuleName[]).filter((id) => RULES[id].unit !== 'term');
  expect([...new Set(figures.map(({ id }) => id))].toSorted()).toEqual(wanted.toSorted());
  for (const { id, rule, unit, asOf, methodVersion } of figures) {
    expect([rule, unit], id).toEqual([RULES[id].id, RULES[id].unit]);
    expect(Number.isFinite(Date.parse(asOf)), id).toBe(true);
    expect(methodVersion, id).toMatch(/^\w+ \d+$/);
  }
});

test('a figure has a value, or says where it is told instead', () => {
  for (const { id, value, elsewhere } of figures) expect(value === undefined, id).toBe(elsewhere !== undefined);
});

test('the workbook has the same figures, each value as what it is', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(join(out, 'figures.xlsx'));
  expect(book.worksheets.map(({ name }) => name)).toEqual(['Figures', 'Deals', 'All figures']);
  const sheet = book.getWorksheet('All figures');
  figures.forEach(({ id, value, unit, asOf }, index) => {
    const row = sheet?.getRow(index + 2);
    expect(row?.getCell(8).value, id).toEqual(new Date(asOf));
    expect(row?.getCell(7).value).toBe(id);
    const scale = unit === 'money' || unit === 'moneyPerDay' ? 100 : 1;
    const cell = row?.getCell(3).value;
    if (typeof value === 'number') expect(Number(cell) * scale, id).toBeCloseTo(value, 4);
    else expect(cell ?? undefined, id).toBe(value);
  });
});
