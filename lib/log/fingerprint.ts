import { attributeOf, ATTRIBUTES, type PipelineLog } from './event-log';
import { FIRST_DEAL, FIRST_VERSION } from './positions';

/** Takes down that a subject (any number that stands for it) had these values, known from an instant (ms) on. */
export type Note = (at: number, subject: number, ...values: readonly number[]) => void;

/**
 * What was known by each of some rising instants, in a short text for each: the same while nothing dated up to the instant differs,
 * another where something does (two times 32 bits, so by chance once in 10¹⁹). The order in which things are noted does not matter.
 */
export function fingerprints(instants: readonly number[], noteAll: (note: Note) => void): string[] {
  const bits = new Float64Array(1);
  const halves = new Uint32Array(bits.buffer);
  const mixed = (before: number, value: number): number => {
    // The two zeros are one number.
    bits[0] = value + 0;
    let hash = Math.imul(before ^ (halves[0] ?? 0), 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ (halves[1] ?? 0), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  };
  const sums = instants.map(() => new Uint32Array(2));
  noteAll((at, subject, ...values) => {
    const own = sums[instants.findIndex((instant) => at <= instant)];
    if (!own) return;
    let [one, other] = [mixed(0x2545f491, at), mixed(0x7f4a7c15, at)];
    one = mixed(one, subject);
    other = mixed(other, subject);
    for (const value of values) {
      one = mixed(one, value);
      other = mixed(other, value);
    }
    own[0] = (own[0] ?? 0) + one;
    own[1] = (own[1] ?? 0) + other;
  });
  // What was known by an instant is known by each later one.
  const known = new Uint32Array(2);
  return sums.map((own) => {
    for (const lane of [0, 1]) known[lane] = (known[lane] ?? 0) + (own[lane] ?? 0);
    return [...known].map((sum) => sum.toString(36)).join('.');
  });
}

/** A number that stands for a text. */
export function numberOf(text: string): number {
  let [one, other] = [0x811c9dc5, 0x1b873593];
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b) ^ (other >>> 16);
  }
  return (one >>> 0) * 2 ** 20 + (other >>> 12);
}

/** Notes each version of each deal from when it held, and that a deal went. Codes differ from reading to reading: words are noted. */
export function noteLog(log: PipelineLog, note: Note): void {
  const numbersOf = (words: readonly string[]): Float64Array => Float64Array.from(words, numberOf);
  const [stages, owners] = [numbersOf(log.words.stage), numbersOf(log.words.owner)];
  const filed = ATTRIBUTES.map((name) => ({ name, numbers: numbersOf(log.words[name]) }));
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const id = numberOf(log.ids[deal] ?? '');
    const gone = log.goneAt[deal] ?? Infinity;
    if (gone < Infinity) note(gone, id);
    for (let version = log.starts[deal] ?? FIRST_VERSION; version < (log.starts[deal + 1] ?? 0); version++) {
      note(
        log.from[version] ?? 0,
        id,
        log.createdAt[deal] ?? 0,
        stages[log.stage[version] ?? 0] ?? 0,
        log.status[version] ?? 0,
        log.amount[version] ?? Number.NaN,
        ...(log.constantAmount ? [log.constantAmount[version] ?? Number.NaN] : []),
        log.closeDay[version] ?? 0,
        owners[log.owner[version] ?? 0] ?? 0,
        log.category[version] ?? 0,
        log.doubt[version] ?? 0,
        ...filed.map(({ name, numbers }) => numbers[attributeOf(log, name, deal, version)] ?? 0),
      );
    }
  }
}
