import { type Binning, toBins } from './model/bins';
import type { Model } from './model/model';
import { withPairs } from './model/pairs';
import type { TrainingTable } from './model/training-table';
import { owningFeature } from './reasons';

/** What has changed since the fit: stable ids with their values, texts are in the locales. */
export type DriftAlarm =
  | { id: 'featureMoved'; feature: string; psi: number }
  | { id: 'unseenWords'; feature: string; share: number }
  | { id: 'resultsDiffer'; side: 'more' | 'fewer'; sum: number; n: number };

const MOST_PSI = 0.2;
/** Normal deviate of one false alarm in a thousand. */
const Z999 = 3.09;
const MOST_UNSEEN = 0.1;
/** Each bin counts as if it had so small a share at least: an empty one would make the index infinite. */
const LEAST_SHARE = 1e-3;

/**
 * Population stability index of two sets of shares: Σ (now − then) · ln(now ÷ then). Above 0.2 the rows are not those that were
 * learnt from (the usual rule of credit scoring; G8.16).
 */
export function psi(then: readonly number[], now: readonly number[]): number {
  const shares = (counts: readonly number[]): number[] => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => Math.max(LEAST_SHARE, count / all));
  };
  const [a, b] = [shares(then), shares(now)];
  return a.reduce((sum, share, index) => sum + ((b[index] ?? 0) - share) * Math.log((b[index] ?? 0) / share), 0);
}

/** Rows of each bin, to be kept with the model. */
export const binCounts = (table: TrainingTable, binnings: readonly Binning[]): number[][] => {
  const { codes } = toBins(table, binnings);
  return binnings.map(({ count }, feature) => {
    const counts = Array.from({ length: count }, () => 0);
    for (const bin of codes[feature]!) counts[bin]! += 1;
    return counts;
  });
};

/**
 * What the index comes to by chance where nothing has moved: about χ² with bins − 1 degrees of freedom times 1/n + 1/m (Yurdakul, 2018);
 * its 99.9 % quantile by the normal approximation. With 60 deals and 16 bins it is above 0.2.
 */
function chancePsi(bins: number, n: number, m: number): number {
  const free = Math.max(1, bins - 1);
  return (free + Z999 * Math.sqrt(2 * free)) * (1 / n + 1 / m);
}

/** The features whose shares in the log-odds spread most over these rows: the ones worth an alarm (G8.16). */
export function importantFeatures({ pairs, binnings, additive }: Model, table: TrainingTable, most = 5): string[] {
  const { codes } = toBins(withPairs(table, pairs), binnings);
  const spread = new Map<string, number>();
  additive.shapes.forEach((shape, feature) => {
    const parts = Array.from(codes[feature] ?? [], (code) => shape[code] ?? 0);
    const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
    const name = owningFeature(binnings[feature]?.name ?? '');
    spread.set(name, (spread.get(name) ?? 0) + parts.reduce((sum, part) => sum + (part - mean) ** 2, 0));
  });
  return [...spread]
    .filter(([name, sum]) => sum > 0 && table.columns.some((column) => column.name === name))
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name);
}

/** Alarms on features of open deals against those of the fit. */
export function featureAlarms(
  binnings: readonly Binning[],
  then: readonly (readonly number[])[],
  table: TrainingTable,
): DriftAlarm[] {
  if (table.size === 0) return [];
  const now = binCounts(table, binnings);
  return binnings.flatMap(({ name, kind, words }, feature): DriftAlarm[] => {
    const column = table.columns.find((each) => each.name === name);
    const known = new Set(words);
    const unseen =
      kind === 'category' && column?.words
        ? column.values.reduce((sum, code) => sum + (code !== 0 && !known.has(column.words?.[code] ?? '') ? 1 : 0), 0) /
          table.size
        : 0;
    if (unseen > MOST_UNSEEN) return [{ id: 'unseenWords', feature: name, share: unseen }];
    const before = then[feature] ?? [];
    const moved = psi(before, now[feature] ?? []);
    const all = before.reduce((sum, count) => sum + count, 0);
    const bins = before.filter((count, bin) => count + (now[feature]?.[bin] ?? 0) > 0).length;
    return moved > MOST_PSI && moved > chancePsi(bins, all, table.size)
      ? [{ id: 'featureMoved', feature: name, psi: moved }]
      : [];
  });
}

/** The change of the odds that is looked for, and what the running sum of log likelihood ratios may reach. */
const CUSUM_ODDS = 2;
/** One false alarm in 5,000 to 13,000 outcomes, simulated for chances around 5, 50 and 92 %; odds that doubled are found in 120 to 440. */
const CUSUM_LIMIT = 6;

/**
 * Two-sided risk-adjusted CUSUM (Steiner et al., 2000) of outcomes against their own chances, in the order in which they came: how much more
 * likely they are if all odds had doubled, or halved. A level that stays off adds up, whatever the chances are.
 */
export function resultAlarm(p: ArrayLike<number>, y: ArrayLike<number>): DriftAlarm | undefined {
  let [up, down] = [0, 0];
  const step = (chance: number, isWon: boolean, odds: number): number =>
    (isWon ? Math.log(odds) : 0) - Math.log(1 - chance + odds * chance);
  for (let row = 0; row < p.length; row += 1) {
    const chance = Math.min(0.99, Math.max(0.01, p[row]!));
    up = Math.max(0, up + step(chance, y[row]! > 0, CUSUM_ODDS));
    down = Math.max(0, down + step(chance, y[row]! > 0, 1 / CUSUM_ODDS));
    if (up > CUSUM_LIMIT) return { id: 'resultsDiffer', side: 'more', sum: up, n: row + 1 };
    if (down > CUSUM_LIMIT) return { id: 'resultsDiffer', side: 'fewer', sum: down, n: row + 1 };
  }
  return undefined;
}
