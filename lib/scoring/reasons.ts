import { type Hazard, withBin } from './model/hazard';
import { HORIZONS } from './model/horizons';
import { type Parts, partsOfModel } from './model/model';
import { logitOf, sigmoid } from './model/quality';
import { type Timed, TIMED, timedFeatures, timedRows } from './model/timing';
import { rowsOf, type TrainingTable } from './model/training-table';

/** One feature's share in a chance. Texts are made from the stable id and the values. */
interface Reason {
  /** The feature's name. */
  id: string;
  /** Log-odds that it adds; base and reasons sum to the shown chance's log-odds. */
  logOdds: number;
  /** What it changes at this deal's chance, as a share: about so much less without it. */
  points: number;
  /** The fact: a number, or a word. */
  value: number | string;
}

export interface Explanation {
  chance: number;
  /** Log-odds of a deal that is average in everything. */
  base: number;
  /** Standard error of the log-odds of winning in the first horizon bin. */
  error: number;
  /** Largest first. */
  reasons: readonly Reason[];
  /** Features that nothing is known of for this deal. */
  missing: readonly string[];
}

/** Points of the way from the average deal to this one at which the slope is taken. */
const STEPS = 16;
const NUDGE = 1e-4;

/**
 * Why a deal has its chance to be won within `days`. The chance comes from several bins and both causes, so that log-odds do not
 * simply add up; each feature gets the integral of its slope on the straight way from the average deal (Aumann and Shapley; the
 * integrated gradients of Sundararajan, 2017). What the sum of finitely many points misses is spread by size.
 */
export function explain(hazard: Hazard, table: TrainingTable, row: number, days: number): Explanation {
  const own = rowsOf(table, Uint32Array.of(row));
  const bins = Array.from({ length: hazard.bins }, (_, bin) => bin);
  const timed = { won: timedRows(hazard.timing.won, own), lost: timedRows(hazard.timing.lost, own) };
  const partsIn = (cause: 'won' | 'lost', bin: number): Parts => {
    const part = partsOfModel(hazard[cause], withBin(own, [bin]), 0);
    const { quarter, both } = timed[cause]?.addedIn(bin, 0) ?? { quarter: 0, both: 0 };
    return { ...part, byFeature: Float64Array.of(...part.byFeature, quarter, both - quarter) };
  };
  const parts = bins.map((bin) => ({ won: partsIn('won', bin), lost: partsIn('lost', bin) }));
  const names = [...hazard.won.binnings.map(({ name }) => owningFeature(name)), ...TIMED];
  const horizon = hazard.won.binnings.findIndex(({ name }) => name === 'horizon');
  const baseOf = (cause: 'won' | 'lost', bin: number): number => {
    const part = parts[bin]![cause];
    return part.base + (part.byFeature[horizon] ?? 0);
  };
  /** Log-odds of the cause in a bin, at a share of the way. */
  const oddsAt = (share: number, nudged?: { cause: 'won' | 'lost'; bin: number }): number => {
    const logit = (cause: 'won' | 'lost', bin: number): number => {
      let sum = baseOf(cause, bin);
      parts[bin]![cause].byFeature.forEach((part, feature) => {
        if (feature !== horizon) sum += share * part;
      });
      return sum + (nudged?.cause === cause && nudged.bin === bin ? NUDGE : 0);
    };
    return logitOf(
      chanceBy(
        bins.map((bin) => [sigmoid(logit('won', bin)), sigmoid(logit('lost', bin))]),
        days,
        timed.won,
      ),
    );
  };
  const [base, whole] = [oddsAt(0), oddsAt(1)];
  const shares = new Map<string, number>();
  for (let step = 0; step < STEPS; step += 1) {
    const share = (step + 0.5) / STEPS;
    const here = oddsAt(share);
    for (const bin of bins) {
      for (const cause of ['won', 'lost'] as const) {
        const slope = (oddsAt(share, { cause, bin }) - here) / NUDGE / STEPS;
        parts[bin]![cause].byFeature.forEach((part, feature) => {
          if (feature === horizon) return;
          const name = names[feature] ?? '';
          shares.set(name, (shares.get(name) ?? 0) + slope * part);
        });
      }
    }
  }
  const sum = [...shares.values()].reduce((all, part) => all + part, 0);
  const size = [...shares.values()].reduce((all, part) => all + Math.abs(part), 0);
  const rest = whole - base - sum;
  const chance = sigmoid(whole);
  const reasons = [...shares]
    .map(([id, share]): Reason => {
      const logOdds = size > 0 ? share + (rest * Math.abs(share)) / size : share;
      return { id, logOdds, points: chance - sigmoid(whole - logOdds), value: valueOf(own, id) };
    })
    .filter(({ logOdds }) => logOdds !== 0)
    .toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds) || (a.id < b.id ? -1 : 1));
  return {
    chance,
    base,
    error: (parts[0]?.won.error ?? Number.NaN) * Math.sqrt(hazard.rowsPerDeal),
    reasons,
    missing: missingOf(
      own,
      new Set(names.filter((name) => !TIMED.includes(name) || timedFeatures(hazard.timing).includes(name))),
    ),
  };
}

/** A pair speaks for its second feature. */
export const owningFeature = (name: string): string => name.split(' × ').at(-1) ?? name;

function valueOf({ columns }: TrainingTable, name: string): number | string {
  const column = columns.find((each) => each.name === name);
  const value = column?.values[0] ?? Number.NaN;
  return column?.words ? (column.words[value] ?? '') : value;
}

/** What the model looks at and this deal does not have; what no deal of the org has was left out of the model. */
const missingOf = ({ columns }: TrainingTable, used: ReadonlySet<string>): string[] =>
  columns
    .filter(
      ({ name, kind, values }) => used.has(name) && (kind === 'number' ? Number.isNaN(values[0]) : values[0] === 0),
    )
    .map(({ name }) => name);

/** The chance by a day from each bin's chances: the same as `curvesOf` with `atDay`, for one deal. */
function chanceBy(bins: readonly (readonly [number, number])[], days: number, timed: Timed | undefined): number {
  let [open, won] = [1, 0];
  let [w, l] = [0, 0];
  for (const [bin, end] of HORIZONS.entries()) {
    const start = HORIZONS[bin - 1] ?? 0;
    if (days <= start) break;
    const known = Math.min(bin, bins.length - 1);
    const knownLength = HORIZONS[known]! - (HORIZONS[known - 1] ?? 0);
    if (bin < bins.length) {
      w = bins[bin]![0];
      l = bins[bin]![1] * (1 - w);
    }
    const ends = Math.min(1 - 1e-9, w + l);
    const share = bin < bins.length ? ends : 1 - (1 - ends) ** ((end - start) / knownLength);
    const ofWon = ends > 0 ? w / (w + l) : 0;
    won += open * share * ofWon * (timed?.passed(bin, 0, days) ?? Math.min(1, (days - start) / (end - start)));
    open *= 1 - share;
  }
  return won;
}
