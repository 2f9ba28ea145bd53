import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import * as v from 'valibot';

import { prepareRows } from '@/lib/scoring/prepare';
import { rowsOf } from '@/lib/scoring/table';

import { mappedLog } from './map-log';
import { columnsOf, type MappedRow, Mapping } from './map-shape';
import type { BacktestRow } from './row';
import { splitRows } from './split';
import { readCsv } from './tables';
import { readXes } from './xes';

/** Any CSV or event log, as a small file describes it (lib/scoring/README.md). */
export function mapped(path: string): BacktestRow[] {
  const mapping = v.parse(Mapping, JSON.parse(readFileSync(path, 'utf8')));
  const file = resolve(dirname(path), mapping.file);
  const rows = /\.xes(\.gz)?$/.test(file)
    ? readXes(file).flatMap(({ attributes, events }) => {
        const own = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`case:${key}`, value]));
        return events.map((event): MappedRow => ({ ...own, ...event }));
      })
    : readCsv(file, mapping.delimiter);
  const named = [mapping.outcome.column, ...mapping.categories, ...mapping.numbers];
  const missing = [...named, mapping.id, mapping.created, mapping.time, mapping.event, mapping.amount].filter(
    (name) => name !== undefined && !rows.some((row) => name in row),
  );
  if (missing.length > 0) throw new Error(`${mapping.file} has no column ${missing.join(', ')}.`);
  const { id, event, time } = mapping;
  if (event === undefined) return mappedTable(rows, mapping);
  if (id === undefined || time === undefined)
    throw new Error(`${mapping.name}: a log needs an id and a time beside its event.`);
  return mappedLog(rows, { ...mapping, id, event, time });
}

/** One row a deal; of rows with one id the last counts. The later 30 % are tested, or every third where there is no date. */
function mappedTable(all: readonly MappedRow[], mapping: Mapping): BacktestRow[] {
  const { outcome, created } = mapping;
  const ended = [
    ...new Map(all.map((row, at) => [mapping.id === undefined ? at : (row[mapping.id] ?? ''), row])).values(),
  ].filter((row) => [...outcome.won, ...outcome.lost].includes(row[outcome.column] ?? ''));
  const timeOf = (row: MappedRow): number => Date.parse(row[created ?? ''] ?? '');
  const rows = created === undefined ? ended : ended.toSorted((a, b) => timeOf(a) - timeOf(b));
  const y = rows.map((row) => (outcome.won.includes(row[outcome.column] ?? '') ? 1 : 0));
  const cut = Math.floor(rows.length * 0.7);
  const isTest = (row: number): boolean =>
    created === undefined ? (Math.imul(row + 1, 0x9e3779b1) >>> 0) % 10 < 3 : row >= cut;
  const positions = [...rows.keys()];
  const learnt = Uint32Array.from(positions.filter((row) => !isTest(row)));
  const { table, notes } = prepareRows(
    rowsOf(columnsOf(rows, mapping), learnt),
    Array.from(learnt, (row) => y[row] ?? 0),
  );
  for (const note of notes) console.log(`${mapping.name}: ${JSON.stringify(note)}`);
  const tested = Uint32Array.from(positions.filter(isTest));
  const by = mapping.categories.find((name) => table.columns.some((column) => column.name === name));
  if (by === undefined) throw new Error(`${mapping.name} needs a category to make a stage table of.`);
  return splitRows(
    mapping.name,
    { table, y: Array.from(learnt, (row) => y[row] ?? 0) },
    { table: rowsOf(columnsOf(rows, mapping), tested), y: Array.from(tested, (row) => y[row] ?? 0) },
    by,
    { isOrdered: created !== undefined },
  );
}
