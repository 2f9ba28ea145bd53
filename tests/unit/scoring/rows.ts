import { randomStream } from '@/lib/figures/random';
import { sigmoid } from '@/lib/scoring/model/quality';
import { categoryColumn, numberColumn, type TrainingTable } from '@/lib/scoring/model/training-table';

export interface Made {
  table: TrainingTable;
  /** The chance that each row was drawn with. */
  truth: Float64Array;
  y: Uint8Array;
}

/** Rows with a curved, a stepped, a useless and a categorical feature, outcomes drawn by known chances. */
export function makeRows(size: number, seed: number, { pull = 1 } = {}): Made {
  const next = randomStream(seed);
  const draw = (): Float64Array => Float64Array.from({ length: size }, next);
  const [curved, stepped, useless, word, luck] = [draw(), draw(), draw(), draw(), draw()];
  const words = ['north', 'south', 'east', 'west'];
  const effect = [0.6, -0.4, 0, -0.9];
  const truth = curved.map((x, row) => {
    const step = stepped[row]! < 0.3 ? -0.7 : 0.4;
    return sigmoid(-0.6 + pull * (3 * (x - 0.5) ** 2 + step + effect[Math.floor(word[row]! * 4)]!));
  });
  return {
    table: {
      size,
      columns: [
        numberColumn('curved', curved),
        numberColumn(
          'stepped',
          stepped.map((x) => (x < 0.3 ? 0 : x)),
        ),
        numberColumn('useless', useless),
        categoryColumn(
          'region',
          Array.from(word, (x) => words[Math.floor(x * 4)]),
        ),
      ],
    },
    truth,
    y: Uint8Array.from(truth, (p, row) => (luck[row]! < p ? 1 : 0)),
  };
}

/** Outcomes dealt out to other rows: nothing can be learnt from them. */
export function shuffled<Values extends Uint8Array | Float64Array>(values: Values, seed: number): Values {
  const next = randomStream(seed);
  const mixed = values.slice() as Values;
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}
