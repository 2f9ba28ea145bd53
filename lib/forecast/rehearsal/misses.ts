import { play, quantileIn, RUNS, type Unplayed } from '@/lib/forecast/rehearsal/play';
import type { Bet } from '@/lib/forecast/sum/bets';

/** A deal as it is rehearsed; deals of one `group`, such as an owner, are looked at together too. */
export interface Rehearsed extends Bet {
  group: number;
}

/** What the misses have that the hits have not, as a share of each, 0–1. `deals` are places in the list that was rehearsed. */
export type Telling = { share: number; inHits: number } & (
  | { kind: 'deal'; deals: [number] }
  /** Neither of the two is won. */
  | { kind: 'pair'; deals: [number, number] }
  /** Together they bring less than so much, minor units. */
  | { kind: 'group'; group: number; under: number }
  | { kind: 'newBusiness'; under: number }
);

/** Amounts in minor units. */
export interface MissStory {
  runs: number;
  /** Runs that end below the quota. */
  misses: number;
  mean: number;
  p10: number;
  p90: number;
  /** Most telling first; none where misses or hits are too few to be described. */
  told: Telling[];
}

const MOST_TOLD = 5;
/** Deals whose outcome moves the sum most are followed by name; what else moves it shows in the groups. */
const FOLLOWED = 40;
const PAIRED = 12;
const GROUPS = 12;
/** Fewer misses, or hits, are not described. */
const LEAST = 100;
/** A sentence says at least so much more of the misses than of the hits; a wider one so much more than each narrower one in it. */
const LEAST_APART = 0.05;
/** Parts of all runs that "less than" is tried at. */
const CUTS = [0.2, 0.35, 0.5];

/**
 * `missShare` (G7.31): plays the rest of a quarter and describes the runs that miss the quota by what is frequent in them and rare in those that reach it:
 * a deal that is not won, two that both are not, deals of one group or new business that bring little. Never by a base rate: what happens
 * as often in the hits is not told.
 */
export function rehearse(
  given: Unplayed & { deals: readonly Rehearsed[]; quota: number },
  { seed, runs = RUNS }: { seed: number; runs?: number },
): MissStory {
  const { deals, quota } = given;
  const weight = ({ amount, p }: Bet): number => (amount > 0 ? amount * amount * p * (1 - p) : 0);
  const places = [...deals.keys()].filter((place) => weight(deals[place]!) > 0);
  const followed = places.toSorted((a, b) => weight(deals[b]!) - weight(deals[a]!) || a - b).slice(0, FOLLOWED);
  const wins = new Map(followed.map((place) => [place, new Uint8Array(runs)]));
  const spread = new Map<number, number>();
  for (const place of places) {
    const { group } = deals[place]!;
    spread.set(group, (spread.get(group) ?? 0) + weight(deals[place]!));
  }
  const groups = [...spread].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, GROUPS);
  const brought = new Map(groups.map(([group]) => [group, new Float64Array(runs)]));
  const { sums, fresh } = play(given, {
    seed,
    runs,
    follow: (place) => ({ won: wins.get(place), brought: brought.get(deals[place]!.group) }),
  });
  const isMiss = Uint8Array.from(sums, (sum) => (sum < quota ? 1 : 0));
  const misses = isMiss.reduce((count, each) => count + each, 0);
  const [p10, p90] = [quantileIn(sums, 0.1), quantileIn(sums, 0.9)];
  const base = { runs, misses, mean: sums.reduce((sum, each) => sum + each, 0) / runs, p10, p90 };
  if (misses < LEAST || runs - misses < LEAST) return { ...base, told: [] };

  const tally = (holds: (run: number) => boolean): { share: number; inHits: number } => {
    let [all, inMisses] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      if (!holds(run)) continue;
      all += 1;
      inMisses += isMiss[run]!;
    }
    return { share: inMisses / misses, inHits: (all - inMisses) / (runs - misses) };
  };
  const apart = ({ share, inHits }: { share: number; inHits: number }): number => share - inHits;
  const single = new Map(
    followed.map((place) => {
      const own = wins.get(place)!;
      return [place, tally((run) => own[run] === 0)] as const;
    }),
  );
  /** How much the most telling of some deals says by itself. */
  const narrower = (of: readonly number[]): number =>
    of.reduce((most, place) => Math.max(most, apart(single.get(place) ?? { share: 0, inHits: 0 })), 0);
  const below = (values: Float64Array): { share: number; inHits: number; under: number }[] =>
    cutsOf(values)
      .map((under) => ({ under, ...tally((run) => (values[run] ?? 0) < under) }))
      .toSorted((a, b) => apart(b) - apart(a))
      .slice(0, 1);

  const paired = followed.slice(0, PAIRED);
  const candidates: Telling[] = [
    ...[...single].map(([place, found]): Telling => ({ kind: 'deal', deals: [place], ...found })),
    ...paired.flatMap((one, index) =>
      paired.slice(index + 1).flatMap((other): Telling[] => {
        const [first, second] = [wins.get(one)!, wins.get(other)!];
        const found = tally((run) => first[run] === 0 && second[run] === 0);
        const isMore = apart(found) >= narrower([one, other]) + LEAST_APART;
        return isMore ? [{ kind: 'pair', deals: [one, other], ...found }] : [];
      }),
    ),
    ...(groups.length < 2 ? [] : [...brought]).flatMap(([group, values]) =>
      below(values).flatMap((found): Telling[] => {
        const own = followed.filter((place) => deals[place]!.group === group);
        return apart(found) >= narrower(own) + LEAST_APART ? [{ kind: 'group', group, ...found }] : [];
      }),
    ),
    ...below(fresh).map((found): Telling => ({ kind: 'newBusiness', ...found })),
  ];
  const told: Telling[] = [];
  const named = new Set<number>();
  for (const each of candidates.toSorted((a, b) => apart(b) - apart(a))) {
    if (told.length === MOST_TOLD || apart(each) < LEAST_APART) break;
    const own = 'deals' in each ? each.deals : [];
    // What a sentence before has said already.
    if (own.some((place) => named.has(place))) continue;
    for (const place of own) named.add(place);
    told.push(each);
  }
  return { ...base, told };
}

/** Amounts worth trying: each between two values that came, so that what often came alike is on one side. */
function cutsOf(values: Float64Array): number[] {
  const sorted = values.toSorted();
  const cuts = CUTS.flatMap((cut) => {
    const low = sorted[Math.floor(cut * sorted.length)] ?? 0;
    const high = sorted.find((each) => each > low);
    return high === undefined ? [] : [round((low + high) / 2)];
  });
  return [...new Set(cuts)].filter((cut) => cut > 0);
}

/** To two digits, as a person says an amount. */
function round(amount: number): number {
  if (!(amount > 0)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(amount)) - 1);
  return Math.round(amount / unit) * unit;
}
