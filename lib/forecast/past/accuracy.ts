import { asOf } from '@/lib/figures/ask';
import { sumOf } from '@/lib/figures/bookings';
import type { Between } from '@/lib/figures/during';
import { closedWon, openPipeline } from '@/lib/figures/states';
import { NO_DEAL } from '@/lib/log/positions';

/** One forecast with what came of it; amounts in minor units. */
export interface Outcome {
  forecast: number;
  actual: number;
  low?: number;
  high?: number;
}

/** forecast − actual (G7.12): above 0 is over-called. */
export const error = ({ forecast, actual }: Outcome): number => forecast - actual;
/** |error| ÷ actual; undefined where nothing came in. */
export const ape = (outcome: Outcome): number | undefined =>
  outcome.actual === 0 ? undefined : Math.abs(error(outcome)) / Math.abs(outcome.actual);
/** Σ|error| ÷ Σ actual; undefined where nothing came in. */
export function wape(outcomes: readonly Outcome[]): number | undefined {
  const actual = outcomes.reduce((sum, each) => sum + each.actual, 0);
  return actual === 0 ? undefined : outcomes.reduce((sum, each) => sum + Math.abs(error(each)), 0) / actual;
}
/** Σ error ÷ Σ actual: above 0 over-called, below 0 under-called (G7.16). */
export function bias(outcomes: readonly Outcome[]): number | undefined {
  const actual = outcomes.reduce((sum, each) => sum + each.actual, 0);
  return actual === 0 ? undefined : outcomes.reduce((sum, each) => sum + error(each), 0) / actual;
}
/** HubSpot's forecast accuracy: max(0, 1 − |actual − forecast| ÷ actual). */
export function accuracyHubspot(outcome: Outcome): number | undefined {
  const off = ape(outcome);
  return off === undefined ? undefined : Math.max(0, 1 - off);
}
/** `intervalCoverage`: how many outcomes lay inside their band, of those that had one. */
export function intervalCoverage(outcomes: readonly Outcome[]): { held: number; of: number } {
  const banded = outcomes.filter(({ low, high }) => low !== undefined && high !== undefined);
  const held = banded.filter(({ actual, low = 0, high = 0 }) => actual >= low && actual <= high).length;
  return { held, of: banded.length };
}

/**
 * `conversionAtLock` (G7.20): of what was open in the filter's categories at a lock, the share that was booked in the period by its end;
 * both at the amount that was called, instants in ms. Undefined where nothing was.
 */
export function conversionAtLock({ log, from, to, filter }: Between): number | undefined {
  const { categories: _called, ...scope } = filter;
  const { deals, versions } = asOf(log, from).rows(openPipeline, { filter });
  const booked = new Set(asOf(log, to).rows(closedWon, { filter: scope }).deals);
  const called = Array.from(versions, (version, row) => ({
    amount: log.amount[version] || 0,
    isBooked: booked.has(deals[row] ?? NO_DEAL),
  }));
  const all = sumOf(called);
  return all > 0 ? sumOf(called.filter(({ isBooked }) => isBooked)) / all : undefined;
}
