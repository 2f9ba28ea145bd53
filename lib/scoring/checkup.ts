import { DAY_MS } from '@/lib/calendar/days';
import type { Calibration, FeatureId, ScoreAlarm } from '@/lib/forecast/score';
import { FEATURE_IDS } from '@/lib/forecast/score';

import { calibrate, UNCHANGED } from './calibrate';
import type { DealFacts } from './deal/deal-facts';
import { featureTable, type FeatureOptions } from './deal/features';
import { openRows } from './deal/landmarks';
import { binCounts, featureAlarms, importantFeatures, resultAlarm } from './drift';
import type { Learnt } from './learn';
import { atDay, type Curves, curvesOf } from './model/hazard';
import { HORIZONS } from './model/horizons';
import { weekClock } from './week-clock';

/** Less time after the fit than this is no evidence. */
const LEAST_DAYS = 7;
/** It is another one by the calendar alone, the same for all deals. */
const CALENDAR: readonly string[] = ['quarterLeft'];

export interface Checkup {
  calibration: Calibration;
  alarms: ScoreAlarm[];
}

/**
 * What has come since the fit (G8.15, G8.16), of the deals that were open then: who of them was won by `at`, against the chances that
 * they had; how those that ended came out, in that order; and whether the deals that are open now are of the same kind. Nothing later than
 * `at` is read.
 */
export function checkup(
  learnt: Learnt,
  facts: DealFacts,
  { at, ...options }: FeatureOptions & { at: number },
): Checkup {
  const { hazard, card } = learnt;
  const days = (at - card.at) / DAY_MS;
  if (!hazard || days < LEAST_DAYS) return { calibration: UNCHANGED, alarms: [] };
  const asked = openRows(facts.log, card.at, at);
  const [then, now] = [asked, openRows(facts.log, at)].map((rows) => featureTable(facts, rows, options));
  if (!then || !now || asked.length === 0) return { calibration: UNCHANGED, alarms: [] };
  const curves = curvesOf(hazard, then);
  const ended = asked
    .flatMap(({ endedAt, isWon }, row) => (endedAt <= at ? [{ row, isWon, days: (endedAt - card.at) / DAY_MS }] : []))
    .toSorted((a, b) => a.days - b.days || a.row - b.row);
  const passed = weekClock(facts.log, card.at)(card.at, at);
  const calibration = calibrate(
    asked.map((_, row) => atDay(curves.won, row, passed)),
    asked.map(({ endedAt, isWon }) => Number(isWon && endedAt <= at)),
    ended.length,
  );
  const results = resultAlarm(
    ended.map((end) => wonIfEnded(curves, end.row, end.days)),
    ended.map(({ isWon }) => Number(isWon)),
  );
  const important = importantFeatures(hazard.won, then);
  const binnings = hazard.won.binnings.filter(({ name }) => important.includes(name) && !CALENDAR.includes(name));
  const moved = featureAlarms(binnings, binCounts(then, binnings), now);
  return {
    calibration,
    alarms: [...moved, ...(results ? [results] : [])].flatMap((alarm): ScoreAlarm[] => {
      if (alarm.id === 'resultsDiffer') return [{ id: alarm.id, side: alarm.side, n: alarm.n }];
      const feature = FEATURE_IDS.find((id): id is FeatureId => id === alarm.feature);
      return feature ? [{ ...alarm, feature }] : [];
    }),
  };
}

/** The chance that a deal which ended in the bin of some day was won in it. */
function wonIfEnded({ won, lost }: Curves, row: number, days: number): number {
  const bin = HORIZONS.findIndex((end) => days <= end);
  const index = bin < 0 ? HORIZONS.length - 1 : bin;
  const inBin = (curve: readonly Float64Array[]): number => (curve[index]?.[row] ?? 0) - (curve[index - 1]?.[row] ?? 0);
  const [w, l] = [inBin(won), inBin(lost)];
  return w + l > 0 ? w / (w + l) : 0.5;
}
