import { expect, test } from 'vitest';

import { instant } from '@/lib/calendar/instant';
import { orgTempo } from '@/lib/forecast/chance/org-tempo';
import { faster, phaseOf } from '@/lib/forecast/chance/phase';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import { OPEN, versionAt } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { lastDay, liveDeals } from '@/tests/backtest/worlds/deals';
import { measureWorld, type Said } from '@/tests/backtest/worlds/measure';
import { orgOf } from '@/tests/backtest/worlds/org';
import { worldOf } from '@/tests/backtest/worlds/world';

/** Last quarters of three years, each forecast with two weeks and one left. */
const yearEnds = (world: string, seed: number): Said[] =>
  measureWorld(worldOf(world, seed), { quarters: 9, each: 4 }).filter(({ daysLeft }) => daysLeft <= 15);
const saidToTrue = (said: readonly Said[]): number =>
  said.reduce((sum, { wins }) => sum + wins, 0) / said.reduce((sum, { trueWins }) => sum + trueWins, 0);

test('where hardly anybody signs in the last days of a year, hardly any of its wins are expected', () => {
  const said = yearEnds('holidays', 1);
  expect(said.map(({ quarter }) => quarter % 4)).toEqual(said.map(() => 3));
  // By the rush of all quarters' ends it was twice and six times as many.
  expect(saidToTrue(said.filter(({ daysLeft }) => daysLeft === 15))).toBeLessThan(1.5);
  expect(saidToTrue(said.filter(({ daysLeft }) => daysLeft === 7))).toBeLessThan(2.5);
  expect(saidToTrue(said)).toBeGreaterThan(0.6);
});

test.runIf(process.env['LONG'])('where the years’ quarters end alike, the last one is no other', () => {
  const said = yearEnds('flat', 1);
  expect(saidToTrue(said)).toBeGreaterThan(0.8);
  expect(saidToTrue(said)).toBeLessThan(1.2);
});

test('a rush at the quarters’ ends that has faded is expected less and less', () => {
  const said = measureWorld(worldOf('rush fades', 3), { quarters: 4 }).filter(({ daysLeft }) => daysLeft === 15);
  // Four to seven of the twelve quarters looked back on are without it. By the mean of all of them it was 1.39.
  expect(saidToTrue(said)).toBeLessThan(1.33);
  expect(saidToTrue(said)).toBeGreaterThan(0.88);
});

test.runIf(process.env['LONG'])(
  'what is booked on the first day of a quarter is not expected of the days after it',
  () => {
    const said = measureWorld(worldOf('booked late', 32), { quarters: 4 }).filter(({ daysLeft }) => daysLeft === 90);
    expect(saidToTrue(said)).toBeLessThan(1.1);
    expect(saidToTrue(said)).toBeGreaterThan(0.9);
  },
);

test('of the last weeks of quarters that always had a rush as much is expected as came in them', () => {
  let [said, came] = [0, 0];
  for (const seed of [1, 4, 6]) {
    const world = worldOf('quarter end', seed, { quarters: 16 });
    const deals = liveDeals(world);
    const { facts, ids } = orgOf(world, deals);
    const { log, profile } = facts;
    const places = new Map(log.ids.map((id, place) => [id, dealIndex(place)]));
    const endOf = (day: number) => instant((day + 1) * 86_400_000 - 1);
    const question = { at: endOf(lastDay(world) - 7), end: endOf(lastDay(world)) };
    const tempo = orgTempo(log, { at: question.at, fiscal: profile });
    const rates = stageRates(log, question);
    const phase = phaseOf(log, rates, tempo);
    tempo.quarters.slice(0, -1).forEach(({ end }, quarter) => {
      const day = end - 7;
      const level = {
        won: Math.exp(tempo.won.levels[quarter] ?? 0),
        lost: Math.exp(tempo.lost.levels[quarter] ?? 0),
      };
      deals.forEach(({ created, isWon, end: ended }, at) => {
        const deal = places.get(ids[at] ?? '');
        if (deal === undefined || created > day || ended <= day) return;
        const version = versionAt(log, deal, endOf(day));
        if (version < 0 || log.status[version] !== OPEN) return;
        const { won, lost } = rates.on(deal, version, { day, at: endOf(day) });
        const usual = faster(won, lost, level);
        said += faster(usual.won, usual.lost, phase).won;
        came += isWon && ended <= end ? 1 : 0;
      });
    });
  }
  // A rush that was taken for weeks that differ one by one was believed by halves: .95.
  expect(came).toBeGreaterThan(150);
  expect(said / came).toBeGreaterThan(0.965);
  expect(said / came).toBeLessThan(1.02);
});
