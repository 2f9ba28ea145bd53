import type { Instant } from '@/lib/calendar/instant';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { asOf } from '@/lib/figures/ask';
import { closedWon, openPipeline } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import { LOST, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { compile, type PipelineFilter } from '@/lib/log/filter';
import { FIRST_DEAL, type DealIndex, type VersionIndex, NO_DEAL } from '@/lib/log/positions';

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
 * `conversionAtLock` (G7.20): of what was called open in some categories at a lock, the share that was booked in the period by its end;
 * both at the amount that was called. Undefined where nothing was.
 */
export function conversionAtLock(
  log: PipelineLog,
  { lockedAt, endedAt, categories, filter }: MissQuestion,
): number | undefined {
  const called = asOf(log, lockedAt).rows({ counts: { ...openPipeline.counts, categories } }, { filter });
  const booked = new Set(asOf(log, endedAt).rows(closedWon, { filter }).deals);
  const amounts = Array.from(called.versions, (version) => log.amount[version] || 0);
  const sum = (isIn: (row: number) => boolean): number =>
    amounts.reduce((all, amount, row) => all + (isIn(row) ? amount : 0), 0);
  const whole = sum(() => true);
  return whole > 0 ? sum((row) => booked.has(called.deals[row] ?? NO_DEAL)) / whole : undefined;
}

/** A call at a lock and the end of its period, instants (ms): what was open in these categories then. */
export interface MissQuestion {
  lockedAt: Instant;
  endedAt: Instant;
  categories: readonly ForecastCategory[];
  filter: PipelineFilter;
}

/** What a miss is made of; the first four over-called, the last three under-called it. */
type Cause = 'lost' | 'slipped' | 'decreased' | 'movedAway' | 'increased' | 'pulledIn' | 'createdAndWon';
interface MissPart {
  amount: number;
  deals: { deal: DealIndex; amount: number }[];
}
export interface Miss {
  forecast: number;
  actual: number;
  /** forecast − actual. */
  error: number;
  parts: Record<Cause, MissPart>;
}

/**
 * `missAutopsy` (G7.19): why a call at a lock differs from what the period brought. Called is what was won by then and what was
 * open in one of the categories. lost + slipped + decreased + movedAway − increased − pulledIn − createdAndWon = forecast − actual,
 * to the cent. Slipped deals are still open, or were won later; movedAway ones are gone or another's.
 */
export function missAutopsy(log: PipelineLog, { lockedAt, endedAt, categories, filter }: MissQuestion): Miss {
  const compiled = compile(log, filter);
  const isBooked = stateTest(log, closedWon.counts, filter);
  const isCalled = stateTest(log, { ...openPipeline.counts, categories }, filter);
  const nothing = (): MissPart => ({ amount: 0, deals: [] });
  const parts: Miss['parts'] = {
    lost: nothing(),
    slipped: nothing(),
    decreased: nothing(),
    movedAway: nothing(),
    increased: nothing(),
    pulledIn: nothing(),
    createdAndWon: nothing(),
  };
  let [forecast, actual] = [0, 0];
  const amountOf = (version: VersionIndex): number => {
    const amount = log.amount[version] ?? Number.NaN;
    return Number.isNaN(amount) ? 0 : amount;
  };
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (!compiled.isDeal(deal)) continue;
    const then = versionAt(log, deal, lockedAt);
    const ended = versionAt(log, deal, endedAt);
    const wasCalled = isBooked(then) || (isCalled(then) && compiled.isState(then));
    const isWon = isBooked(ended);
    if (wasCalled) forecast += amountOf(then);
    if (isWon) actual += amountOf(ended);
    const add = (cause: Cause, amount: number): void => {
      if (amount === 0) return;
      parts[cause].amount += amount;
      parts[cause].deals.push({ deal, amount });
    };
    if (wasCalled && isWon) {
      const change = amountOf(ended) - amountOf(then);
      add(change < 0 ? 'decreased' : 'increased', Math.abs(change));
    } else if (wasCalled) {
      const isGone = ended < 0 || !compiled.isInScope(ended);
      add(isGone ? 'movedAway' : log.status[ended] === LOST ? 'lost' : 'slipped', amountOf(then));
    } else if (isWon) add(then < 0 ? 'createdAndWon' : 'pulledIn', amountOf(ended));
  }
  return { forecast, actual, error: forecast - actual, parts };
}
