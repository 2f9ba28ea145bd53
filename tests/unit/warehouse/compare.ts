import type { OrgFacts } from '@/lib/forecast/facts';
import type { FigureAsked } from '@/lib/warehouse/asked-tables';
import { SQL_FIGURES } from '@/lib/warehouse/sql/catalogue';

import { keyOf, productAnswers } from './answers';

/** A row of the view of all figures, as any engine gives it. */
export interface FigureRow {
  asked_id: string;
  figure_id: string;
  part: string | null;
  value: number | null;
}

/** Where an engine's figures differ from the product's by more than the rounding of a double, and which it says nothing of at all. */
export function differences(rows: readonly FigureRow[], facts: OrgFacts, asked: readonly FigureAsked[]) {
  const product = productAnswers(facts, asked);
  const wrong = rows.flatMap(({ asked_id, figure_id, part, value: sql }) => {
    const key = keyOf(asked_id, figure_id, part);
    const own = product.get(key) ?? null;
    const isSame =
      sql === null || own === null ? sql === own : Math.abs(sql - own) <= 1e-9 * Math.max(1, Math.abs(own));
    return isSame ? [] : [{ key, sql, own }];
  });
  const told = new Set(rows.flatMap(({ value, figure_id }) => (value === null ? [] : [figure_id])));
  const answered = new Set(rows.map((row) => keyOf(row.asked_id, row.figure_id, row.part)));
  const sql = new Set<string>(SQL_FIGURES.map(({ id }) => id));
  return {
    wrong,
    /** Figures without a value anywhere: they would agree by being empty. */
    empty: [...sql].filter((id) => !told.has(id)),
    /** What the product has a value of and the engine no row. */
    missing: [...product].flatMap(([key, value]) =>
      value !== null && sql.has(key.split(' ')[1] ?? '') && !answered.has(key) ? [key] : [],
    ),
  };
}
export const SAME = { wrong: [], empty: [], missing: [] };
