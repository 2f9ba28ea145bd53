import { ibmRows, type IbmSet, readIbm } from './ibm';
import type { ScoreRow } from './row';
import { publishedRows } from './split';

const BY = 'Route To Market';
const SET_NAMES = ['static8', 'dynamic15', 'dynamic15+amount'] as const satisfies IbmSet[];

/** IBM-P1: the published split. Its rows have no order. */
export async function ibmP1(folder: string, sets: readonly IbmSet[] = SET_NAMES): Promise<ScoreRow[]> {
  const train = await readIbm(folder, 'df_train_stratified');
  const test = await readIbm(folder, 'df_test_stratified');
  if (!train || !test) return [];
  return sets.flatMap((set) => publishedRows(`IBM-P1 ${set}`, ibmRows(train, set), ibmRows(test, set), BY, false));
}

/** IBM-P2: first 70 % by number, last 30 %; of rows with the same number the first counts. */
export async function ibmP2(folder: string, sets: readonly IbmSet[] = SET_NAMES): Promise<ScoreRow[]> {
  const all = await readIbm(folder, 'cleaned_data');
  if (!all) return [];
  const idOf = (row: Record<string, unknown>): number => Number(row['Opportunity Number']);
  const rows = [...new Map(all.toReversed().map((row) => [idOf(row), row])).values()].toSorted(
    (a, b) => idOf(a) - idOf(b),
  );
  const cut = Math.floor(rows.length * 0.7);
  return sets.flatMap((set) =>
    publishedRows(`IBM-P2 ${set}`, ibmRows(rows.slice(0, cut), set), ibmRows(rows.slice(cut), set), BY, true),
  );
}
