/** One deal of a past window: its amount, its chance by each method, and whether it was won in it. */
export interface GatedDeal {
  amount: number;
  learnt: number;
  rates: number;
  isWon: boolean;
}

/** What a method had said of a past window, in any one unit. */
interface SaidWindow {
  p10: number;
  p50: number;
  p90: number;
  actual: number;
}

/** Whether sums are forecast by the learnt chances. Losses: below 1 the learnt ones were the better ones. */
export interface ForecastGate {
  isPassed: boolean;
  windows: number;
  /** Of sum and range, and of single deals by their amount, each against rates of stages on the same days. */
  sums: number;
  deals: number;
}

/** What the learnt chances have to gain before they forecast, and to lose before they no longer do: between two fits the step stays. */
const [ENTER, STAY] = [0.96, 1.04];
const LEAST_WINDOWS = 3;

/**
 * The forecast's own gate: chances of single deals may be better and their sum worse. Past windows as both methods would have forecast
 * them are compared by what their ranges lost (pinball at .1, .5 and .9), and their deals by squared error weighed by amount.
 */
export function forecastGate(
  windows: readonly { learnt: SaidWindow; rates: SaidWindow }[],
  deals: readonly GatedDeal[],
  hasPassed: boolean,
): ForecastGate {
  const sums = total(windows.map(({ learnt }) => pinball(learnt))) / total(windows.map(({ rates }) => pinball(rates)));
  const off = (of: 'learnt' | 'rates'): number =>
    total(deals.map((deal) => deal.amount * (deal[of] - Number(deal.isWon)) ** 2));
  const single = off('learnt') / off('rates');
  const both = Math.sqrt(sums * single);
  return {
    isPassed: windows.length >= LEAST_WINDOWS && both < (hasPassed ? STAY : ENTER),
    windows: windows.length,
    sums,
    deals: single,
  };
}

const pinball = ({ p10, p50, p90, actual }: SaidWindow): number =>
  total(
    [
      [0.1, p10],
      [0.5, p50],
      [0.9, p90],
    ].map(([share = 0, said = 0]) => (actual >= said ? share * (actual - said) : (1 - share) * (said - actual))),
  );

const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);
