import { belief, believed } from '@/lib/forecast/chance/beliefs';
import type { StageRates } from '@/lib/forecast/chance/stage-rate';
import { levelled } from '@/lib/forecast/sum/shared';
import { CATEGORIES, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, dealIndex } from '@/lib/log/positions';

/** Shares of the priced deals below which each band of amounts ends; large deals carry the sum, so that they have bands of their own. */
const EDGES = [0.15, 0.35, 0.55, 0.75, 0.88, 0.96, 0.99] as const;
const MOST_DEALS = 5000;
const CELLS = 200;
/** Log-odds for each unit of log amount, and how much a band may differ beyond a straight line. */
const EFFECTS = [
  { slope: 0, own: 0, weight: 0.3 },
  { slope: 0.15, own: 0, weight: 0.2 },
  { slope: 0.4, own: 0, weight: 0.2 },
  { slope: 0.15, own: 0.2, weight: 0.1 },
  { slope: 0.4, own: 0.2, weight: 0.1 },
  { slope: 0, own: 0.3, weight: 0.1 },
] as const;
const OMITTED = CATEGORIES.indexOf('omitted');

/** Log-odds by which deals of some amount (minor units) differ from what the rates say of them. */
export type SizeShift = (amount: number) => number;

/** Learnt from the looks that the rates were counted from; where the org shows no such thing it is nought. */
export function sizesOf(log: PipelineLog, rates: StageRates): SizeShift {
  const { looks, outcomes, horizon, on } = rates;
  // Looks at one deal are no new deals; where their days do not overlap they are.
  const apart = (looks[0]?.day ?? 0) - (looks[1]?.day ?? 0);
  const share = Math.max(rates.dealsPerLook, Math.min(1, apart / Math.max(1, horizon)));
  const step = Math.ceil(log.size / MOST_DEALS);
  const rows: { size: number; p: number; isWon: boolean }[] = [];
  for (let deal = FIRST_DEAL; deal < log.size; deal = dealIndex(deal + step)) {
    const status = outcomes.status[deal] ?? -1;
    if (status < 0) continue;
    const day = outcomes.day[deal] ?? NO_DAY;
    for (const look of looks) {
      if ((log.from[log.starts[deal] ?? 0] ?? Infinity) > look.at) break;
      const version = versionAt(log, deal, look.at);
      if (version < 0 || log.status[version] !== OPEN || log.category[version] === OMITTED) continue;
      const amount = log.amount[version] ?? Number.NaN;
      if (!(amount > 0)) continue;
      rows.push({
        size: Math.log(amount),
        p: on(deal, version, look).won,
        isWon: status === WON && day <= look.day + horizon,
      });
    }
  }
  if (rows.length < 100) return () => 0;
  const sizes = Float64Array.from(rows, ({ size }) => size).sort();
  const edges = EDGES.map((share) => sizes[Math.floor(share * sizes.length)] ?? Infinity);
  const bands = Array.from({ length: EDGES.length + 1 }, () => ({
    n: 0,
    size: 0,
    won: 0,
    cells: new Float64Array(CELLS),
  }));
  for (const { size, p, isWon } of rows) {
    const band = bands[bandOf(edges, size)];
    if (!band) continue;
    band.n += 1;
    band.size += size;
    if (isWon) band.won += 1;
    const cell = Math.min(CELLS - 1, Math.floor(p * CELLS));
    band.cells[cell] = (band.cells[cell] ?? 0) + 1;
  }
  const middle = rows.reduce((sum, { size }) => sum + size, 0) / rows.length;
  // The least and the largest amount are places of their own of which nothing was seen: a straight line goes on to them.
  const places = [
    (sizes[0] ?? middle) - middle,
    ...bands.map(({ n, size }) => (n > 0 ? size / n - middle : 0)),
    (sizes.at(-1) ?? middle) - middle,
  ];
  const found = believed(
    [UNSEEN, ...bands.map((band) => shiftOf(band, share)), UNSEEN],
    EFFECTS.map(({ slope, own, weight }) =>
      belief(
        places.length,
        weight,
        (a, b) => slope * slope * (places[a] ?? 0) * (places[b] ?? 0) + (a === b ? own * own : 0),
      ),
    ),
  );
  return (amount) => (amount > 0 ? between(places, found.mean, Math.log(amount) - middle) : 0);
}

const bandOf = (edges: readonly number[], size: number): number => {
  const found = edges.findIndex((edge) => size < edge);
  return found < 0 ? edges.length : found;
};

const UNSEEN = { value: 0, noise: Infinity };

/** The shift of log-odds under which a band would have been won as often as it was. */
function shiftOf(
  { n, won, cells }: { n: number; won: number; cells: Float64Array },
  share: number,
): { value: number; noise: number } {
  if (n === 0) return { value: 0, noise: Infinity };
  const seen = Array.from(cells, (count, cell) => ({ count, said: (cell + 0.5) / CELLS })).filter(
    ({ count }) => count > 0,
  );
  let [low, high, curve] = [-4, 4, 0];
  for (let round = 0; round < 40; round += 1) {
    const shift = (low + high) / 2;
    let mean = 0;
    curve = 0;
    for (const { count, said } of seen) {
      const p = levelled(said, shift);
      mean += count * p;
      curve += count * p * (1 - p);
    }
    if (mean > won) high = shift;
    else low = shift;
  }
  return { value: (low + high) / 2, noise: 1 / Math.max(1e-6, curve * share) };
}

/** Straight between the places, level beyond the outermost. */
function between(places: readonly number[], values: Float64Array, at: number): number {
  const next = places.findIndex((place) => place >= at);
  if (next === 0) return values[0] ?? 0;
  if (next < 0) return values.at(-1) ?? 0;
  const [from, to] = [places[next - 1] ?? 0, places[next] ?? 0];
  const share = to > from ? (at - from) / (to - from) : 0;
  return (values[next - 1] ?? 0) * (1 - share) + (values[next] ?? 0) * share;
}
