import { measureQuality, type Quality } from '@/lib/scoring/model/quality';

/** One line of the backtest for a classification protocol. What cannot be told is NaN, null in the file. */
export interface ScoreRow extends Quality {
  protocol: string;
  model: string;
  gate: 'passed' | 'refused';
  /** Wins that were to be expected by the chances, for one that came. */
  saidToCame?: number;
}

export interface ForecastRow {
  protocol: string;
  method: string;
  windows: number;
  wape: number;
  bias: number;
  /** NaN, null in the file, for a method without a range. */
  cov80: number;
}

export type BacktestRow = ScoreRow | ForecastRow;

export const PRODUCT = 'pipelens';
export const TREES = 'pipelens with trees: not in the product';

export const scoreRow = (
  protocol: string,
  model: string,
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  isPassed: boolean,
): ScoreRow => {
  const found = measureQuality(p, y);
  const isMixed = found.baseRate > 0 && found.baseRate < 1;
  return {
    protocol,
    model,
    ...found,
    ece: found.n > 0 ? found.ece : Number.NaN,
    // With one kind of outcome any slope is as good as any other.
    slope: isMixed ? found.slope : Number.NaN,
    gate: isPassed ? 'passed' : 'refused',
  };
};

/** Forecasts against what came; a range counts where both ends are there. */
export function forecastRow(
  protocol: string,
  method: string,
  windows: readonly { forecast: number; actual: number; low?: number; high?: number }[],
): ForecastRow {
  const actual = windows.reduce((sum, each) => sum + each.actual, 0);
  const error = windows.reduce((sum, each) => sum + each.forecast - each.actual, 0);
  const wrong = windows.reduce((sum, each) => sum + Math.abs(each.forecast - each.actual), 0);
  const ranged = windows.filter(({ low, high }) => low !== undefined && high !== undefined);
  const held = ranged.filter((each) => each.actual >= (each.low ?? 0) && each.actual <= (each.high ?? 0));
  return {
    protocol,
    method,
    windows: windows.length,
    // Where nothing came, no share of it can be told.
    wape: actual === 0 ? Number.NaN : wrong / actual,
    bias: actual === 0 ? Number.NaN : error / actual,
    cov80: held.length / ranged.length,
  };
}
