import { addDays, dayAt } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { type Instant, instant } from '@/lib/calendar/instant';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import type { ChanceSource } from '@/lib/forecast/chance/chances';
import { mixedChances } from '@/lib/forecast/chance/mixed-chances';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { forecastDeals } from '@/lib/forecast/forecast';
import { REPLAY_DAYS } from '@/lib/forecast/past/replay';
import { quantileOf, sumDistribution } from '@/lib/forecast/sum/distribution';
import { UNSHARED } from '@/lib/forecast/sum/shared';
import { versionAt } from '@/lib/log/event-log';

import { calibrate, calibrated } from './calibrate';
import type { DealFacts } from './deal/deal-facts';
import type { FeatureOptions } from './deal/features';
import { openRows } from './deal/landmarks';
import type { GatedWindow, SaidWindow } from './forecast-gate';
import type { Steps } from './model/steps';
import { refitChances } from './refit';

/** How far is looked back: so many quarters, or fewer where many deals were won in them. */
const QUARTERS = 8;
const ENOUGH_WON = 1000;
/** Half as many as a replay that is shown: each quarter has a fit of its own, and fewer rows speak for rates rather than for the score. */
const MOST_ROWS = 6000;

/**
 * The last finished quarters as the mix of learnt chances with rates of stages, and the rates alone, would have forecast the deals that were open, on
 * the days on which replays ask. The learnt chances are of a fit on the first of these days, which later ends of the same quarter calibrate, as they do on screens; the shock
 * that deals share is the same for both, and so is new business, which is left out. Nothing later than a day is read for it, but what came.
 */
export function* pastQuarters(
  facts: DealFacts,
  { at, ...options }: FeatureOptions & { at: number },
): Steps<GatedWindow[]> {
  const { log } = facts;
  const { fiscal } = options;
  const refit = refitChances(facts, options, MOST_ROWS);
  const first = log.createdAt.reduce((least, created) => Math.min(least, created), Infinity);
  const found: GatedWindow[] = [];
  let quarter = quarterAt(fiscal, dayAt(instant(at), log.timeZone));
  for (let [back, won] = [0, 0]; back < QUARTERS && won < ENOUGH_WON; back += 1) {
    quarter = neighbour(fiscal, quarter, -1);
    const end = periodEnd(quarter, log.timeZone);
    const [begin, ...later] = REPLAY_DAYS.map((days) => endOfDay(addDays(quarter.end, -days), log.timeZone));
    if (begin === undefined || begin < first) break;
    const learnt = yield* refit({ at: begin });
    if (!learnt) break;
    for (const [place, asked] of [begin, ...later].entries()) {
      const wonBy = new Set(openRows(log, asked, end).flatMap(({ deal, isWon }) => (isWon ? [deal] : [])));
      const rates = timedRates(log, { at: asked, end, fiscal });
      const { sd } = rates.shared ?? UNSHARED;
      const calibration = calibrationOf(learnt, begin, asked);
      const now = learnt({ at: asked, end });
      const source: ChanceSource = {
        ...now,
        of(deal, version) {
          const chance = now.of(deal, version);
          return { ...chance, won: calibrated(calibration, chance.won) };
        },
      };
      const chances = mixedChances(log, asked, { rates, learnt: source });
      const own = forecastDeals(log, { at: asked, owners: undefined, chances });
      const actual = own.reduce((sum, { deal, amount }) => sum + (wonBy.has(deal) ? amount : 0), 0);
      const byRates = own.map(({ deal, version, amount }) => ({ amount, p: rates.of(deal, version).won }));
      found.push({
        daysLeft: REPLAY_DAYS[place] ?? 0,
        learnt: said(own, sd, actual),
        rates: said(byRates, sd, actual),
        deals: own.map(({ deal, amount, p }, row) => ({
          amount,
          learnt: p,
          rates: byRates[row]?.p ?? 0,
          isWon: wonBy.has(deal),
        })),
      });
      if (place === 0) won += wonBy.size;
      yield;
    }
  }
  return found;

  /** What came between the fit and a day says of its level, as in `checkup`. */
  function calibrationOf(
    learnt: (question: { at: Instant; end: Instant }) => ChanceSource,
    begin: Instant,
    asked: Instant,
  ) {
    const since = asked > begin ? openRows(log, begin, asked) : [];
    const early = learnt({ at: begin, end: asked });
    return calibrate(
      since.map(({ deal }) => early.of(deal, versionAt(log, deal, begin)).won),
      since.map(({ endedAt, isWon }) => Number(isWon && endedAt <= asked)),
      since.filter(({ endedAt }) => endedAt <= asked).length,
    );
  }
}

function said(bets: readonly { amount: number; p: number }[], sd: number, actual: number): SaidWindow {
  const sum = sumDistribution(bets, sd);
  const [p10 = 0, p50 = 0, p90 = 0] = [0.1, 0.5, 0.9].map((q) => quantileOf(sum, q));
  return { p10, p50, p90, actual };
}
