import { quantile } from '@/lib/figures/quantile';

import type { Habit, HabitCases, RepCase } from './rep-cases';
import { shrunkInterval, type SharePrior, shrunkShare, sharePrior, type Tally } from './shrunk-share';

/** Fewer cases of a person say nothing of the person. */
export const LEAST_CASES_NAMED = 20;
/** So many peers a strip of quartiles needs, so that no single one can be read out of it. */
const LEAST_PEERS = 3;

/** How one person does one thing, and how peers do it. Shares 0–1. */
export interface Difference {
  habit: Habit;
  stage?: string;
  counted: number;
  n: number;
  /** As counted; `shrunkShare` (G9.8) with its 95 % interval. */
  share: number;
  shrunk: number;
  low: number;
  high: number;
  /** Of all peers' cases together, and the quartiles of those peers who have 20 cases. */
  peers: { share: number; n: number; people: number; quartiles?: [number, number, number] };
  /**
   * People differ in it beyond chance, the interval leaves out what peers do, on the side that is worse, and so large a difference is seldom
   * the largest of all people's in all habits by chance: everybody is looked at in everything.
   */
  isWorse: boolean;
}

interface Group {
  habit: HabitCases;
  prior: SharePrior;
  byOwner: ReadonlyMap<number, Tally>;
  /** Standard errors that chance alone seldom passes among all differences that are looked at. */
  sure: number;
}

const tally = (cases: readonly RepCase[]): Tally => ({
  counted: cases.filter(({ isCounted }) => isCounted).length,
  n: cases.length,
});

/** Habits by person, with how much people differ in each; those in which nobody can be compared are left out. */
export function compareHabits(habits: readonly HabitCases[]): Group[] {
  const groups = habits.flatMap((habit): Omit<Group, 'sure'>[] => {
    const cases = Map.groupBy(habit.cases, ({ owner }) => owner);
    const byOwner = new Map([...cases].map(([owner, own]) => [owner, tally(own)]));
    const prior = sharePrior([...byOwner.values()]);
    return prior ? [{ habit, prior, byOwner }] : [];
  });
  const looks = groups.flatMap(({ byOwner }) => [...byOwner.values()].filter(({ n }) => n >= LEAST_CASES_NAMED)).length;
  const sure = normalAbove(BY_CHANCE / Math.max(1, looks));
  return groups.map((group) => ({ ...group, sure }));
}
/** One org of twenty in which nobody differs would name somebody (Bonferroni). */
const BY_CHANCE = 0.05;

/** What a standard normal value lies above with a small probability (Abramowitz and Stegun, 26.2.23). */
function normalAbove(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(probability));
  return (
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
}

/** Everything that somebody has at least 20 cases of, the largest difference to the worse side first. */
export function differencesOf(groups: readonly Group[], owner: number): Difference[] {
  return groups
    .flatMap(({ habit: { habit, stage }, prior, byOwner, sure }): Difference[] => {
      const own = byOwner.get(owner) ?? { counted: 0, n: 0 };
      const others = [...byOwner].flatMap(([code, each]) => (code === owner ? [] : [each]));
      const all = { counted: sum(others.map(({ counted }) => counted)), n: sum(others.map(({ n }) => n)) };
      if (own.n < LEAST_CASES_NAMED || all.n === 0) return [];
      const shares = others.filter(({ n }) => n >= LEAST_CASES_NAMED).map(({ counted, n }) => counted / n);
      const at = (share: number): number => quantile(shares, share) ?? 0;
      const usual = all.counted / all.n;
      const errors = behind(habit, own.counted / own.n, usual) / Math.sqrt(1 / own.n + 1 / all.n);
      const differ = prior.cases < Infinity;
      // Whoever surely is not as peers are is not drawn towards them.
      const held = differ && Math.abs(errors) > sure ? { ...prior, cases: 0 } : prior;
      const shrunk = shrunkShare.compute({ ...own, prior: held });
      const { low, high } = shrunkInterval(own, held);
      return [
        {
          habit,
          ...(stage === undefined ? {} : { stage }),
          ...own,
          share: own.counted / own.n,
          shrunk,
          low,
          high,
          peers: {
            share: usual,
            n: all.n,
            people: shares.length,
            ...(shares.length >= LEAST_PEERS ? { quartiles: [at(0.25), at(0.5), at(0.75)] } : {}),
          },
          isWorse: differ && errors > sure && (isMoreBetter(habit) ? high < usual : low > usual),
        },
      ];
    })
    .toSorted((a, b) => behind(b.habit, b.shrunk, b.peers.share) - behind(a.habit, a.shrunk, a.peers.share));
}

/** Of stages passed more is better, of all else less. */
export const isMoreBetter = (habit: Habit): boolean => habit === 'conversion';

/** How far a share lies on the worse side of peers', by the arcs of both (Cohen, 1988): a tenth weighs more near 0 and 1. */
function behind(habit: Habit, share: number, peers: number): number {
  const arc = (of: number): number => 2 * Math.asin(Math.sqrt(of));
  return (isMoreBetter(habit) ? 1 : -1) * (arc(peers) - arc(share));
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
