import { type Packed, type PackedColumn, times } from './pack';
import { fromVarints, varints } from './varints';

/** Strings by what each shares with the one before: counts as varints, and the rests end to end. */
interface Strings {
  count: number;
  /** UTF-16 units shared, and units that follow, of each. */
  shared: Uint8Array;
  lengths: Uint8Array;
  rest: string;
}

/** A column as a large table is stored: fewer bytes, and to be spread out before it is asked. */
type SqueezedColumn = { absent?: Uint8Array } & (
  | { form: 'plain'; column: PackedColumn }
  /** Whole multiples of `unit`, each less the one before where `isDelta`. */
  | { form: 'number' | 'day'; unit: number; isDelta: boolean; steps: Uint8Array }
  | { form: 'dict'; values: PackedColumn['values']; words: Strings }
  | { form: 'text'; texts: Strings }
);

export interface Squeezed {
  size: number;
  squeezed: Record<string, SqueezedColumn>;
}

/** Fewer bytes for the same columns; what a column cannot express exactly stays as it was. */
export function squeeze({ size, columns }: Packed): Squeezed {
  const squeezed: Record<string, SqueezedColumn> = {};
  for (const field in columns) {
    const column = columns[field];
    if (column) squeezed[field] = squeezeColumn(column);
  }
  return { size, squeezed };
}

/** The columns again; those that were stored as they are pass through. */
export function spread(stored: Packed | Squeezed): Packed {
  if ('columns' in stored) return stored;
  const { size, squeezed } = stored;
  const columns: Record<string, PackedColumn> = {};
  for (const field in squeezed) {
    const column = squeezed[field];
    if (column) columns[field] = spreadColumn(column, size);
  }
  return { size, columns };
}

function squeezeColumn(column: PackedColumn): SqueezedColumn {
  const absent = column.absent ? { absent: column.absent } : {};
  switch (column.kind) {
    case 'number':
    case 'day': {
      const steps = stepsOf(column.values);
      return steps ? { form: column.kind, ...steps, ...absent } : { form: 'plain', column };
    }
    case 'dict': {
      // In order of the alphabet neighbours share most.
      const order = column.words.map((_, index) => index).toSorted((a, b) => compare(column.words[a], column.words[b]));
      const places = new Uint32Array(order.length);
      order.forEach((word, place) => (places[word] = place));
      const values = column.values.map((code) => places[code] ?? 0);
      return { form: 'dict', values, words: stringsOf(order.map((word) => column.words[word] ?? '')), ...absent };
    }
    case 'text': {
      let start = 0;
      const texts = Array.from(column.ends, (end) => {
        const text = column.values.slice(start, end);
        start = end;
        return text;
      });
      return { form: 'text', texts: stringsOf(texts), ...absent };
    }
    case 'bool':
      return { form: 'plain', column };
  }
}

function spreadColumn(column: SqueezedColumn, size: number): PackedColumn {
  const absent = column.absent ? { absent: column.absent } : {};
  switch (column.form) {
    case 'plain':
      return column.column;
    case 'number':
    case 'day': {
      const values = fromVarints(column.steps, size);
      const { unit } = column;
      for (let index = 0, last = 0; index < size; index += 1) {
        last = column.isDelta ? last + (values[index] ?? 0) : (values[index] ?? 0);
        values[index] = times(last, unit);
      }
      return column.form === 'day'
        ? { kind: 'day', values: Int32Array.from(values), ...absent }
        : { kind: 'number', values, ...absent };
    }
    case 'dict':
      // Safe: the codes of a column of words.
      return { kind: 'dict', values: column.values as Uint16Array, words: textsOf(column.words), ...absent };
    case 'text': {
      const texts = textsOf(column.texts);
      const ends = new Uint32Array(texts.length);
      let end = 0;
      texts.forEach((text, index) => (ends[index] = end += text.length));
      return { kind: 'text', values: texts.join(''), ends, ...absent };
    }
  }
}

/** Hundreds, ones, hundredths: the largest of which all numbers are whole multiples. */
const UNITS = [100, 1, 0.01] as const;

function stepsOf(values: Float64Array | Int32Array): { unit: number; isDelta: boolean; steps: Uint8Array } | undefined {
  for (const unit of UNITS) {
    const counts = countsOf(values, unit);
    if (!counts) continue;
    const differences = counts.slice();
    for (let index = counts.length - 1; index > 0; index -= 1)
      differences[index] = (counts[index] ?? 0) - (counts[index - 1] ?? 0);
    const [plain, deltas] = [varints(counts), varints(differences)];
    const isDelta = deltas.length < plain.length;
    return { unit, isDelta, steps: isDelta ? deltas : plain };
  }
  return undefined;
}

/** Beyond this a difference would no longer be exact. */
const MOST = 2 ** 52;

function countsOf(values: Float64Array | Int32Array, unit: number): Float64Array | undefined {
  const counts = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const count = unit === 0.01 ? Math.round(value * 100) : value / unit;
    // A varint has one zero: −0 stays as it is.
    if (
      Object.is(value, -0) ||
      !Number.isInteger(count) ||
      Math.abs(count) > MOST ||
      !Object.is(times(count, unit), value)
    )
      return undefined;
    counts[index] = count;
  }
  return counts;
}

/** By UTF-16 units: any total order will do. */
const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

function stringsOf(texts: readonly string[]): Strings {
  const shared = new Uint32Array(texts.length);
  const lengths = new Uint32Array(texts.length);
  const rests: string[] = [];
  let before = '';
  texts.forEach((text, index) => {
    let same = 0;
    while (same < text.length && same < before.length && text.charCodeAt(same) === before.charCodeAt(same)) same += 1;
    shared[index] = same;
    lengths[index] = text.length - same;
    rests.push(text.slice(same));
    before = text;
  });
  return { count: texts.length, shared: varints(shared), lengths: varints(lengths), rest: rests.join('') };
}

function textsOf({ count, shared, lengths, rest }: Strings): string[] {
  const [sames, news] = [fromVarints(shared, count), fromVarints(lengths, count)];
  let [before, from] = ['', 0];
  return Array.from({ length: count }, (_, index) => {
    const end = from + (news[index] ?? 0);
    before = before.slice(0, sames[index]) + rest.slice(from, end);
    from = end;
    return before;
  });
}
