import type { Stage } from '@/lib/deal/org';
import { comparedAmounts, type DealState, type PipelineLog, stateOf } from '@/lib/log/event-log';
import type { VersionIndex } from '@/lib/log/positions';

/**
 * Where a deal went between two states (G3.18): up when it closes earlier, is further on or is worth more, down when the
 * opposite, idle when none of these changed, mixed when some went up and some went down: it is counted as neither. A deal that was won
 * or lost went that way, whatever else changed: its close date is then no plan but what happened.
 */
export const TRENDS = ['up', 'down', 'mixed', 'idle'] as const;
export type Trend = (typeof TRENDS)[number];

/** What a trend looks at. */
type TrendState = Pick<DealState, 'stage' | 'status' | 'closeDate'> & { amount?: number };

/**
 * `order` are the org's open stages, the first one first. Won is further than all of them and lost behind all; a stage that is not
 * among them is compared with none, nor is a date or an amount that is absent on one side.
 */
export function trendOf(before: TrendState, after: TrendState, order: readonly string[]): Trend {
  const rank = ({ status, stage }: TrendState): number | undefined => {
    if (status !== 'open') return status === 'won' ? Infinity : -1;
    const index = order.indexOf(stage);
    return index < 0 ? undefined : index;
  };
  const [stage, amount] = [sign(rank(before), rank(after)), sign(before.amount, after.amount)];
  const isPlanned = before.status === 'open' && after.status === 'open';
  const signs = isPlanned ? [stage, amount, sign(after.closeDate, before.closeDate)] : [stage === 0 ? amount : stage];
  const [up, down] = [signs.includes(1), signs.includes(-1)];
  return up && down ? 'mixed' : up ? 'up' : down ? 'down' : 'idle';
}

/** The same of two versions of a deal, whose amounts are compared in its own money. */
export function trendBetween(
  log: PipelineLog,
  before: VersionIndex,
  after: VersionIndex,
  order: readonly string[],
): Trend {
  const amounts = comparedAmounts(log);
  const seen = (version: VersionIndex): TrendState => {
    const { amount: _priced, ...state } = stateOf(log, version);
    const amount = amounts[version] ?? Number.NaN;
    return Number.isNaN(amount) ? state : { ...state, amount };
  };
  return trendOf(seen(before), seen(after), order);
}

/** Names of the open stages in the order of the org's ladder. */
export const stageOrder = (stages: ReadonlyMap<string, Pick<Stage, 'name' | 'order' | 'isClosed'>>): string[] =>
  [...stages.values()]
    .filter(({ isClosed }) => !isClosed)
    .toSorted((a, b) => a.order - b.order)
    .map(({ name }) => name);

function sign<Value extends number | string>(from: Value | undefined, to: Value | undefined): -1 | 0 | 1 {
  if (from === undefined || to === undefined || from === to) return 0;
  return to > from ? 1 : -1;
}
