import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { type FinishedWindow, learnShared, levelled } from '@/lib/forecast/sum/shared';
import { skillGate } from '@/lib/scoring/gate';
import { atDay, curvesOf, fitHazard } from '@/lib/scoring/model/hazard';
import { finish } from '@/lib/scoring/model/steps';
import type { TrainingTable } from '@/lib/scoring/model/training-table';
import { stageTable, tableChance } from '@/lib/scoring/stage-table';

import { bpiTable, type Case, isOpenAt, type Landmark, readBpi } from './bpi';
import { type BacktestRow, forecastRow, PRODUCT, scoreRow } from './row';
import { wordsOf } from './split';

const WEEK = 7;
const SPAN = 14;
/** The first three weeks are forecast to learn the level from, and not counted. */
const [WARM, FIRST, LAST] = [21, 42, 147];
/** How many finished spans new business is taken from. */
const FUTURES = 6;

interface Kept {
  p: number[];
  table: number[];
  constant: number[];
  y: number[];
  deal: number[];
}

/** BPI-W14, BPI-EVER and FC-BPI: every week from day 42 to 147, learning from what was known that day alone. */
export function bpiProtocols(path: string): BacktestRow[] {
  const cases = readBpi(path);
  const kept = { soon: emptyKept(), ever: emptyKept() };
  const windows: Window[] = [];
  for (let now = WARM; now <= LAST; now += WEEK) {
    const learnt = weeksBefore(now).flatMap((at) => openAt(cases, at));
    const table = bpiTable(cases, learnt);
    const hazard = finish(
      fitHazard(
        {
          table,
          deal: learnt.map((each) => each.case),
          at: learnt.map(({ at }) => at),
          endedAt: learnt.map((each) => caseOf(cases, each).closed),
          isWon: learnt.map((each) => Number(caseOf(cases, each).isWon)),
        },
        { until: now, pairs: [['stage', 'daysInStage']] },
      ),
    );
    if (!hazard) throw new Error(`Day ${now} has no finished week to learn from.`);
    const open = openAt(cases, now);
    const asked = bpiTable(cases, open);
    const curves = curvesOf(hazard, asked);
    const chances = open.map((_, row) => atDay(curves.won, row, SPAN));
    windows.push(windowOf(cases, now, open, chances, windows));
    if (now < FIRST) continue;
    keep(kept.soon, chances, stagesBefore(cases, learnt, table, now, true), asked, open, (each) =>
      wonSoon(cases, each),
    );
    const known = open.flatMap((each, row) => (caseOf(cases, each).closed < Infinity ? [row] : []));
    keep(
      kept.ever,
      curves.ever,
      stagesBefore(cases, learnt, table, now, false),
      asked,
      open,
      (each) => Number(caseOf(cases, each).isWon),
      known,
    );
  }
  const counted = windows.filter(({ at }) => at >= FIRST);
  return [
    ...rowsOfKept('BPI-W14', kept.soon),
    ...rowsOfKept('BPI-EVER', kept.ever),
    forecastRow('FC-BPI', PRODUCT, counted),
    forecastRow(
      'FC-BPI',
      'last period',
      counted.map(({ actual, last }) => ({ actual, forecast: last })),
    ),
    forecastRow(
      'FC-BPI',
      'run-rate',
      counted.map(({ actual, runRate }) => ({ actual, forecast: runRate })),
    ),
    forecastRow(
      'FC-BPI',
      'stage table × amount',
      counted.map(({ actual, weighted }) => ({ actual, forecast: weighted })),
    ),
  ];

  interface Window {
    at: number;
    forecast: number;
    low: number;
    high: number;
    actual: number;
    finished: FinishedWindow;
    last: number;
    runRate: number;
    weighted: number;
  }

  function windowOf(
    all: readonly Case[],
    at: number,
    open: readonly Landmark[],
    chances: readonly number[],
    before: readonly Window[],
  ): Window {
    // The log begins on day 0: what was created from then on is known whole.
    const starts = [...weeksBefore(at - WEEK).toReversed(), 0].toSorted((a, b) => a - b);
    const newBusiness = starts.map((start) => wonIn(all, start, start + SPAN, start)).slice(-FUTURES);
    const priced = open.map((each, row) => ({ p: chances[row] ?? 0, amount: caseOf(all, each).amount }));
    const shared = learnShared(before.filter((each) => each.at + SPAN <= at).map(({ finished }) => finished));
    const deals = priced.map(({ p, amount }) => ({ amount, p: levelled(p, shared.level) }));
    const { p10, p50, p90 } = periodForecast({ won: 0, deals, newBusiness, shared });
    const actual = wonIn(all, at, at + SPAN);
    const past = [1, 2, 3]
      .map((back) => at - back * SPAN)
      .filter((start) => start >= 0)
      .map((start) => wonIn(all, start, start + SPAN));
    const learnt = weeksBefore(at).flatMap((start) => openAt(all, start));
    const stages = stagesBefore(all, learnt, bpiTable(all, learnt), at, false);
    const words = wordsOf(bpiTable(all, open), 'stage');
    const weighted = priced.reduce((sum, { amount }, row) => sum + amount * tableChance(stages, words[row] ?? ''), 0);
    const runRate = past.reduce((sum, each) => sum + each, 0) / past.length;
    return {
      at,
      forecast: p50,
      low: p10,
      high: p90,
      actual,
      finished: { deals: priced, newBusiness, actual },
      last: past[0] ?? 0,
      runRate,
      weighted,
    };
  }
}

/** Weekly landmarks before a day, latest first. */
const weeksBefore = (day: number): number[] => {
  const days: number[] = [];
  for (let at = day - WEEK; at > 0; at -= WEEK) days.push(at);
  return days;
};

const openAt = (cases: readonly Case[], at: number): Landmark[] =>
  cases.flatMap((each, index) => (isOpenAt(each, at) ? [{ case: index, at }] : []));

function caseOf(cases: readonly Case[], landmark: Landmark): Case {
  const found = cases[landmark.case];
  if (!found) throw new Error(`There is no case ${landmark.case}.`);
  return found;
}

const wonSoon = (cases: readonly Case[], landmark: Landmark): number => {
  const { isWon, closed } = caseOf(cases, landmark);
  return isWon && closed < landmark.at + SPAN ? 1 : 0;
};

const wonIn = (cases: readonly Case[], start: number, end: number, createdFrom = -Infinity): number =>
  cases.reduce(
    (sum, { isWon, closed, created, amount }) =>
      sum + (isWon && closed >= start && closed < end && created >= createdFrom ? amount : 0),
    0,
  );

/** The fitted stage table as of a day: of rows whose fortnight is over, or of deals that are finished. */
function stagesBefore(
  cases: readonly Case[],
  learnt: readonly Landmark[],
  table: TrainingTable,
  now: number,
  isSoon: boolean,
): ReturnType<typeof stageTable> {
  const words = wordsOf(table, 'stage');
  const rows = learnt.flatMap((each, row) =>
    (isSoon ? each.at + SPAN <= now : caseOf(cases, each).closed <= now) ? [row] : [],
  );
  return stageTable(
    rows.map((row) => words[row] ?? ''),
    rows.map((row) => {
      const each = learnt[row] as Landmark;
      return isSoon ? wonSoon(cases, each) : Number(caseOf(cases, each).isWon);
    }),
  );
}

const emptyKept = (): Kept => ({ p: [], table: [], constant: [], y: [], deal: [] });

function keep(
  kept: Kept,
  chances: ArrayLike<number>,
  stages: ReturnType<typeof stageTable>,
  asked: TrainingTable,
  open: readonly Landmark[],
  labelOf: (each: Landmark) => number,
  rows: readonly number[] = [...open.keys()],
): void {
  const words = wordsOf(asked, 'stage');
  for (const row of rows) {
    const landmark = open[row] as Landmark;
    kept.p.push(chances[row] ?? Number.NaN);
    kept.table.push(tableChance(stages, words[row] ?? ''));
    kept.constant.push(stages.base);
    kept.y.push(labelOf(landmark));
    kept.deal.push(landmark.case);
  }
}

function rowsOfKept(protocol: string, { p, table, constant, y, deal }: Kept): BacktestRow[] {
  const { isPassed } = skillGate({ p, table, constant, y, deal });
  return [
    scoreRow(protocol, PRODUCT, p, y, isPassed),
    scoreRow(protocol, 'table(stage)', table, y, isPassed),
    scoreRow(protocol, 'constant', constant, y, isPassed),
  ];
}
