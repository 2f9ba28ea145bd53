import type { RuleName } from '@/lib/figures/rules';
import type { Dialect } from '@/lib/warehouse/sql/dialect';

/** A query with a name: a view, or a model of a dbt project. Its SQL is written for an engine. */
export interface ViewModel {
  name: string;
  about: string;
  /** What each column says. */
  columns: Readonly<Record<string, string>>;
  key: readonly string[];
  sql(dialect: Dialect): string;
}

/**
 * A figure as SQL: a query of `asked_id`, `part` (the stage that it is about, else NULL), `value` (money in minor units; NULL where it has
 * none), `n` (deals, or what else it counts) and `unpriced`.
 */
export interface SqlFigure {
  id: RuleName;
  sql(dialect: Dialect): string;
}

/** `openPipeline` as a name in SQL, where upper and lower case are one. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
