/** One deal of a past window: its amount, its chance by rates of stages alone and as learnt chances mixed with them say, and whether it was won in it. */
export interface GatedDeal {
  amount: number;
  learnt: number;
  rates: number;
  isWon: boolean;
}

/** What a method had said of a past window, in any one unit. */
export interface SaidWindow {
  p10: number;
  p50: number;
  p90: number;
  actual: number;
}

/** What was left of a past quarter on one of its days, as both methods would have forecast it. */
export interface GatedWindow {
  daysLeft: number;
  learnt: SaidWindow;
  rates: SaidWindow;
  deals: readonly GatedDeal[];
}

/** Whether sums are forecast by the learnt chances. Losses: below 1 the learnt ones were the better ones. */
export interface ForecastGate {
  isPassed: boolean;
  /** Past quarters that were asked. */
  quarters: number;
  /** By days left: of sum and range, and of single deals by their amount, each against rates of stages on the same days. */
  spans: { daysLeft: number; sums: number; deals: number }[];
}

/**
 * What the mix with learnt chances may lose, over all spans and in the worst of them, before they forecast, and before they no longer do: between
 * two fits the step stays.
 */
const ENTER = { all: 0.995, worst: 1.15 };
const STAY = { all: 1.01, worst: 1.2 };
const LEAST_QUARTERS = 3;

/**
 * The forecast's own gate: chances of single deals may be better and what they add to a sum worse, or be better early in a quarter and worse in its
 * last days. The mix is at the level of the rates (`mixedChances`), so that little is lost where it is worse. Past quarters as both methods would have forecast them are compared, with so many days left each, by what their ranges lost
 * (pinball at .1, .5 and .9), and their deals by squared error weighed by amount.
 */
export function forecastGate(windows: readonly GatedWindow[], hasPassed: boolean): ForecastGate {
  const spans = [...new Set(windows.map(({ daysLeft }) => daysLeft))].map((daysLeft) => {
    const own = windows.filter((window) => window.daysLeft === daysLeft);
    return { daysLeft, quarters: own.length, ...lossesOf(own) };
  });
  const quarters = spans.reduce((least, span) => Math.min(least, span.quarters), Infinity);
  const both = spans.map(({ sums, deals }) => (Math.log(sums) + Math.log(deals)) / 2);
  const most = hasPassed ? STAY : ENTER;
  return {
    isPassed:
      Number.isFinite(quarters) &&
      quarters >= LEAST_QUARTERS &&
      total(both) / both.length < Math.log(most.all) &&
      both.every((span) => span < Math.log(most.worst)),
    quarters: Number.isFinite(quarters) ? quarters : 0,
    spans: spans.map(({ daysLeft, sums, deals }) => ({ daysLeft, sums, deals })),
  };
}

function lossesOf(windows: readonly GatedWindow[]): { sums: number; deals: number } {
  const off = (of: 'learnt' | 'rates'): number =>
    total(windows.flatMap(({ deals }) => deals.map((deal) => deal.amount * (deal[of] - Number(deal.isWon)) ** 2)));
  return {
    sums: total(windows.map(({ learnt }) => pinball(learnt))) / total(windows.map(({ rates }) => pinball(rates))),
    deals: off('learnt') / off('rates'),
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
