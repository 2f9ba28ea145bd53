import { dealMeasures } from '@/lib/answers/export/deal-measures';
import { bySplits, overlayOf } from '@/lib/answers/leading/by-splits';
import { DAY_MS, type Day, dayNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { daysInStage } from '@/lib/deal/history';
import { minor, toCorporate } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import { pushesOf } from '@/lib/deal/pushes';
import { quotasIn } from '@/lib/deal/quota';
import { crmRollup } from '@/lib/deal/rollup';
import { ask } from '@/lib/figures/ask';
import { INSIDE, lost, open, PERIOD, SOONER, won } from '@/lib/figures/example';
import type { RuleId } from '@/lib/figures/rules';
import { openPipeline } from '@/lib/figures/states';
import { shrunk, stageRates } from '@/lib/forecast/chance/stage-rate';
import { BUCKETS, bucketOf } from '@/lib/forecast/focus';
import { liftOf } from '@/lib/forecast/lifts';
import { closedBy, comparedBy, lookAlikes } from '@/lib/forecast/look-alikes';
import {
  accuracyHubspot,
  ape,
  bias,
  conversionAtLock,
  error,
  intervalCoverage,
  wape,
} from '@/lib/forecast/past/accuracy';
import { type Call, callSheet } from '@/lib/forecast/past/calls';
import { wonAndCommit } from '@/lib/forecast/past/replay';
import { planA } from '@/lib/forecast/plan';
import { blankCost } from '@/lib/forecast/rehearsal/blanks';
import { rehearse } from '@/lib/forecast/rehearsal/misses';
import { requiredCoverage } from '@/lib/forecast/required-coverage';
import type { Bet } from '@/lib/forecast/sum/bets';
import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { reach } from '@/lib/forecast/sum/reach';
import { usualGap } from '@/lib/forecast/usual-gap';
import { type DealState, lastVersion } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { NOT_IN_PRODUCTS, productsOf } from '@/lib/log/products';
import { AFTER, BEFORE, type TinyDeal, tinyLog } from '@/lib/log/tiny-log';
import { trendOf, TRENDS } from '@/lib/log/trend';
import { beforeAfter, type Case, isAsLarge } from '@/lib/process/experiment';
import { heldOn } from '@/lib/process/held-on';
import { wilson } from '@/lib/process/wilson';
import { sigmoid } from '@/lib/scoring/model/quality';

import { PROFILE } from '../domain/deal';
import { flowOf } from '../engine/flow-of';

/** One worked example, put to the function that answers it in the product: what it finds, and what must come out. */
type Example = [found: number | undefined, expected: number | undefined];

const inFlow = (pairs: readonly TinyDeal[]) =>
  flowOf(tinyLog(pairs), { from: BEFORE, to: AFTER, filter: { period: PERIOD, ownerIds: ['me'] } });
const day = (text: string): Day => text as Day;
const TWO: readonly Bet[] = [
  { amount: 100, p: 0.5 },
  { amount: 100, p: 0.5 },
];
const forecastOf = (parts: { won?: number; newBusiness?: number[]; quota?: number; deals?: readonly Bet[] }) =>
  periodForecast({
    won: 50,
    deals: TWO,
    newBusiness: [],
    shared: { level: 0, sd: 0, hasMoved: false },
    ...parts,
  });
const plan = (gap: number) =>
  planA(
    TWO.map((bet, deal) => ({ ...bet, deal: dealIndex(deal), isInPeriod: true })),
    gap,
    0,
  );
const call = (id: string, byId: string, amount: number, at: number): Call => ({
  id,
  ownerId: 'me',
  byId,
  periodStart: PERIOD.start,
  amount,
  at,
});
const item = (ownerOnly: number, ownerId: string) => ({
  id: ownerId,
  ownerId,
  category: 'commit' as const,
  start: PERIOD.start,
  end: PERIOD.end,
  amount: ownerOnly,
  ownerOnly,
  method: 'single' as const,
});
const five = (isTreated: boolean, at: number, value: number): Case[] =>
  Array.from({ length: 5 }, () => ({ at, isTreated, value }));
const trend = (before: DealState, after: DealState): number => TRENDS.indexOf(trendOf(before, after, ['A', 'B']));
const order = ['A', 'B'];
const quota = (userId: string, amount: number) => ({ id: userId, userId, amount, start: PERIOD.start });
const user = (id: string) => [id, { id, name: id, isActive: true }] as const;

/** Worked examples of the figures that are functions of a log, of parts or of other figures; what is asked is the product's own. */
export const EXAMPLES: { [Id in RuleId]?: () => Example[] } = {
  // amount
  'G1.2': () => [
    [toCorporate({ amount: 430, currency: 'PLN' } as Opportunity, { ...PROFILE, rates: { PLN: 4.3 } }), 100],
  ],
  // quota
  'G2.3': () => {
    const facts = { profile: PROFILE, users: new Map([user('u1'), user('u2')]), roles: new Map() };
    return [[quotasIn({ ...facts, quotas: [quota('u1', 700), quota('u2', 500)] }, PERIOD).of().amount, 1200]];
  },
  // crmForecast
  'G1.13': () => [[crmRollup([item(60, 'u1'), item(40, 'u2')], PERIOD, undefined)?.amounts.commit, 100]],
  // requiredCoverage
  'G2.9': () => {
    const question = { gap: 100, sizes: [10], winRate: 1, chance: 0.8, random: () => 0 };
    return [
      [requiredCoverage(question), 1],
      [requiredCoverage({ ...question, gap: 0 }), 0],
      [requiredCoverage({ ...question, winRate: 0 }), undefined],
    ];
  },
  // wonAndCommit
  'G2.12': () => {
    const states = [won(480), open(120, { category: 'commit' }), open(9)];
    return [[wonAndCommit(tinyLog(states.map((each) => ({ before: each }))), BEFORE, { period: PERIOD }), 600]];
  },
  // creditedRevenue
  'G2.33': () => {
    const split = [
      { userId: 'u1', percent: 70 },
      { userId: 'u2', percent: 30 },
    ];
    const of = (amount: number, splits: typeof split) =>
      bySplits(minor(amount), splits, { owner: 'u1', whole: amount / 100, currency: 'EUR' });
    const [shared, own] = [of(100, split), of(50, [])];
    return [
      [(shared.get('u1') ?? 0) + (own.get('u1') ?? 0), 120],
      [shared.get('u2'), 30],
    ];
  },
  // overlayCredit
  'G2.34': () => {
    const of = (amount: number, percent: number) =>
      overlayOf(minor(amount), { userId: 'u1', percent }, { whole: amount / 100, currency: 'EUR' }) ?? 0;
    return [[of(100, 25) + of(60, 50), 55]];
  },
  // familyPart
  'G2.35': () => {
    const lines = [
      { family: 'Hardware', total: 60 },
      { family: 'Services', total: 30 },
    ];
    const log = tinyLog([{ before: open(100) }]);
    const products = productsOf(log.ids, () => ({ lines, whole: 100, currency: 'EUR' }));
    const { groups } = ask({ ...log, products }, openPipeline, { at: BEFORE, today: INSIDE, by: 'family' });
    return ['Hardware', 'Services', NOT_IN_PRODUCTS].map((family, place) => [
      groups.find(({ key }) => key === family)?.amount,
      [60, 30, 10][place],
    ]);
  },
  // daysInStage
  'G2.28': () => {
    const [entered, today] = [Date.parse('2026-05-01T20:00:00Z'), day('2026-05-15')];
    const { daysInStage: measured } = dealMeasures(tinyLog([{ before: open(1) }]), dealIndex(0), {
      at: instant(2 * DAY_MS),
      today: day('1970-01-03'),
      timeZone: 'UTC',
      before: instant(0),
      order,
    });
    return [
      [daysInStage(entered, today, 'UTC'), 14],
      [measured, 2],
    ];
  },
  // finishedDeals
  'G2.31': () => {
    const log = tinyLog([{ before: open(1), after: won(1) }, { before: open(1), after: lost(1) }, { before: open(1) }]);
    const at = instant(AFTER);
    const { history } = stageRates({ ...log, goneAt: log.goneAt.map(() => Infinity) }, { at, end: at }).source;
    return [[history.won + history.lost, 2]];
  },
  // flowIdentity
  'G3.1': () => [
    [inFlow([{ before: open(100) }, { after: open(50) }, { before: open(9), after: lost(9) }]).unexplained, 0],
  ],
  // bookingsIdentity
  'G3.19': () => {
    const { bookings: ends, movements } = inFlow([
      { before: won(100), after: won(95) },
      { before: won(20), after: open(20) },
      { before: open(50), after: won(50) },
    ]);
    return [
      [ends.start + movements.won.amount - ends.reversed + ends.amended - ends.end, 0],
      [ends.end, 145],
    ];
  },
  // trend
  'G3.18': () => [
    [trend(open(100), open(100, { closeDate: SOONER })), 0],
    [trend(open(100), open(100, { stage: 'B' })), 0],
    [trend(open(100), lost(120, { closeDate: SOONER })), 1],
    [trend(open(100), open(90, { stage: 'B' })), 2],
    [trend(open(100), open(100, { ownerId: 'you' })), 3],
  ],
  // pushEvents
  'G4.1': () => {
    const dates = ['2026-01-01', '2026-02-01', '2026-01-15', '2026-03-01'].map((date) => dayNumber(day(date)));
    return [
      [pushesOf(dates).count, 2],
      [pushesOf([dayNumber(day('1900-01-01')), ...dates]).count, 2],
    ];
  },
  // pushDays
  'G4.3': () => {
    const [first, last] = [dayNumber(day('2026-01-01')), dayNumber(day('2026-01-31'))];
    return [
      [pushesOf([first, last]).days, 30],
      [pushesOf([last, first]).days, 0],
    ];
  },
  // bucket
  'G5.1': () => {
    const facts = { ageDays: 50, isEarly: false, slips: 0, isBlocked: false };
    return [
      [BUCKETS.indexOf(bucketOf({ ...facts, p: 0.7 }).bucket), 0],
      [BUCKETS.indexOf(bucketOf({ ...facts, p: 0.3 }).bucket), 1],
    ];
  },
  // alikeWon
  'G5.7': () => {
    const log = tinyLog([
      { before: open(10), after: won(10) },
      { before: open(10), after: lost(10) },
      { after: open(10) },
    ]);
    const alike = lookAlikes(log, dealIndex(2), AFTER, comparedBy(log, AFTER));
    return [[alike.filter(({ isWon }) => isWon).length / alike.length, 0.5]];
  },
  // heldOn
  'G5.9': () => {
    const log = tinyLog([
      { before: open(10), after: won(10) },
      { before: open(10), after: lost(10) },
      { after: lost(10) },
      { after: open(10) },
    ]);
    const deal = dealIndex(3);
    const version = lastVersion(log, deal);
    const found = heldOn(log, { deal, version, at: AFTER }, closedBy(log, AFTER));
    return [
      [found?.count, 2],
      [found?.won, 1],
    ];
  },
  // p10
  'G7.1': () => [[forecastOf({}).p10, 50]],
  // p50
  'G7.2': () => [[forecastOf({}).p50, 150]],
  // p90
  'G7.3': () => [[forecastOf({}).p90, 250]],
  // pReachQuota
  'G7.4': () => [
    [forecastOf({ quota: 150 }).pReachQuota, 0.75],
    [forecastOf({ quota: 50, deals: [] }).pReachQuota, 1],
  ],
  // newBusiness
  'G7.5': () => [
    [forecastOf({ newBusiness: [100, 300] }).notYetCreated, 200],
    [forecastOf({}).notYetCreated, undefined],
  ],
  // quarterEffect
  'G7.7': () => {
    const [own] = reach(TWO, [100]).effects;
    return [
      [own?.won, 1],
      [own?.lost, 0.5],
    ];
  },
  // planChance
  'G7.8': () => [[plan(200).chance, 0.25]],
  // planCumulative
  'G7.9': () => [[480 + (plan(200).steps.at(-1)?.cumulative ?? 0), 680]],
  // missShare
  'G7.31': () => {
    const given = { won: 0, futures: [], sd: 0, quota: 100, deals: [{ amount: 100, p: 0.5, group: 0 }] };
    const [only] = rehearse(given, { seed: 1 }).told;
    return [
      [only?.share, 1],
      [only?.inHits, 0],
    ];
  },
  // stepLift
  'G7.33': () => {
    const cases = (hasStep: boolean, won: number) =>
      Array.from({ length: 20 }, (_, at) => ({ like: '', hasStep, isWon: at < won }));
    return [[liftOf([...cases(true, 10), ...cases(false, 5)])?.lift, 0.25]];
  },
  // expectedFromOpen
  'G7.36': () => [
    [
      forecastOf({
        deals: [
          { amount: 100, p: 0.5 },
          { amount: 50, p: 0.2 },
        ],
      }).open,
      60,
    ],
  ],
  // blankCost
  'G7.34': () => {
    const either = [100, 300].map((amount) => ({ amount, p: 1 }));
    return [[Math.round(blankCost({ deals: [], futures: [], sd: 0 }, [either], 1).narrows), 200]];
  },
  // call
  'G7.10': () => [
    [callSheet([call('a', 'me', 100, 1), call('b', 'me', 90, 2)], 'me', PERIOD.start, 9).call?.amount, 90],
    [callSheet([], 'me', PERIOD.start, 9).call?.amount, undefined],
  ],
  // adjustment
  'G7.11': () => {
    const sheet = callSheet([call('a', 'me', 100, 1), call('b', 'boss', 80, 2)], 'me', PERIOD.start, 9);
    return [
      [sheet.adjustments[0]?.amount, 80],
      [sheet.call?.amount, 100],
    ];
  },
  // error
  'G7.12': () => [[error({ forecast: 50, actual: 60 }), -10]],
  // ape
  'G7.13': () => [
    [ape({ forecast: 50, actual: 60 }), 10 / 60],
    [ape({ forecast: 5, actual: 0 }), undefined],
  ],
  // accuracyHubspot
  'G7.17': () => [[accuracyHubspot({ forecast: 50_000, actual: 60_000 }), 1 - 10_000 / 60_000]],
  // wape
  'G7.14': () => [
    [
      wape([
        { forecast: 50, actual: 60 },
        { forecast: 90, actual: 60 },
      ]),
      40 / 120,
    ],
  ],
  // naiveWape
  'G7.15': () => [[wape([{ forecast: 75, actual: 60 }]), 0.25]],
  // bias
  'G7.16': () => [
    [
      bias([
        { forecast: 50, actual: 60 },
        { forecast: 90, actual: 60 },
      ]),
      20 / 120,
    ],
  ],
  // intervalCoverage
  'G7.18': () => {
    const { held, of } = intervalCoverage([
      { forecast: 1, actual: 5, low: 4, high: 6 },
      { forecast: 1, actual: 9, low: 4, high: 6 },
    ]);
    return [[held / of, 0.5]];
  },
  // conversionAtLock
  'G7.20': () => {
    const commit = { category: 'commit' } as const;
    const log = tinyLog([
      { before: open(85, commit), after: won(90) },
      { before: open(15, commit), after: lost(15) },
    ]);
    const filter = { period: PERIOD, categories: ['commit'] as const };
    return [[conversionAtLock({ log, from: BEFORE, to: AFTER, filter }), 0.85]];
  },
  // dealChance
  'G8.1': () => [
    [shrunk(6, 10, 0.2), 0.4],
    [shrunk(0, 0, 0.2), 0.2],
  ],
  // learntChance
  'G8.2': () => [
    [sigmoid(-1 + 2 - 1), 0.5],
    [sigmoid(Math.log(3)), 0.75],
  ],
  // experimentEffect
  'G9.3': () => {
    const given = [...five(true, 1, 20), ...five(true, 9, 12), ...five(false, 1, 20), ...five(false, 9, 17)];
    return [
      [beforeAfter(given, 5)?.effect, -5],
      [beforeAfter(five(true, 1, 20), 5)?.effect, undefined],
    ];
  },
  // cadenceDays
  'G9.6': () => [
    [usualGap([4, 6, 7, 9, 14]), 7],
    [usualGap([4, 6, 7, 9]), undefined],
  ],
  // obstacleLoss; the ends of the interval are where 24 of 34 lies 1.959964 standard errors away
  'G9.7': () => {
    const { low, high } = wilson(24, 34);
    return [low, high].map((end) => [((24 / 34 - end) / Math.sqrt((end * (1 - end)) / 34)) ** 2, 1.959964 ** 2]);
  },
  // placebos
  'G9.4': () => [[[1, 6, -5, -2].filter((other) => isAsLarge(other, -5)).length, 2]],
};
