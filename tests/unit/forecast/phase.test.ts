import { expect, test } from 'vitest';

import { measureWorld, type Said } from '@/tests/backtest/worlds/measure';
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

test('where the years’ quarters end alike, the last one is no other', () => {
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

test('what is booked on the first day of a quarter is not expected of the days after it', () => {
  const said = measureWorld(worldOf('booked late', 32), { quarters: 4 }).filter(({ daysLeft }) => daysLeft === 90);
  expect(saidToTrue(said)).toBeLessThan(1.1);
  expect(saidToTrue(said)).toBeGreaterThan(0.9);
});
