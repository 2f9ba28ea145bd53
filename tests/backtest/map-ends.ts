import type { MappedColumns, Say } from './map-columns';
import type { LogMapping } from './map-shape';

/** What a deal became with one of its events: −1 open again, 0 lost, 1 won. */
interface Turn {
  /** Row of the file. */
  row: number;
  state: -1 | 0 | 1;
}

/** By deal, what its events made of it, in order of time; nothing while it was only ever open. */
export type Turns = readonly (readonly Turn[])[];

/** Words that open an ended deal again where the mapping names none. */
const REOPENED = /^\W*(?:re-?open|wieder ?(?:er)?öffn|ponownie otwa|rouvert|réouvert)/i;

/**
 * Turns of each deal. What it is in the end is its last state: a deal that was lost, reopened and won is won since then. Other events
 * after an end change nothing. Where the outcome stands on every event of a deal, it is the case's own: it then ends with its last
 * event.
 */
export function turnsOf(
  { order, starts, y }: { order: Uint32Array; starts: Uint32Array; y: Int8Array },
  columns: MappedColumns,
  { outcome }: LogMapping,
  say: Say,
): Turns {
  const words = columns.text(outcome.column);
  const deals = Array.from({ length: starts.length - 1 }, (_, deal) => order.subarray(starts[deal], starts[deal + 1]));
  if (isOfCase(deals, words, y)) {
    say(`${outcome.column} stands on every event of a deal: a deal ends with its last event.`);
    return deals.map((own) => {
      const row = own.at(-1) ?? 0;
      const state = stateOf(y[row]);
      return state < 0 ? [] : [{ row, state }];
    });
  }
  const named = new Set(outcome.reopened.map(keyOf));
  const reopens = (row: number): boolean =>
    named.size > 0 ? named.has(keyOf(words[row] ?? '')) : REOPENED.test(words[row] ?? '');
  let idle = 0;
  const turns = deals.map((own) => {
    const found: Turn[] = [];
    let last: Turn['state'] = -1;
    let isIdle = false;
    for (const row of own) {
      const next = stateOf(y[row]);
      const isNew = next >= 0 ? next !== last : last >= 0 && reopens(row);
      if (isNew) {
        found.push({ row, state: next });
        isIdle = false;
        last = next;
      } else if (last >= 0 && next < 0) isIdle = true;
    }
    if (isIdle) idle += 1;
    return found;
  });
  tell(turns, idle, say);
  return turns;
}

const keyOf = (word: string): string => word.trim().toLowerCase();
const stateOf = (value: number | undefined): Turn['state'] => (value === 1 ? 1 : value === 0 ? 0 : -1);

function isOfCase(deals: readonly Uint32Array[], words: readonly string[], y: Int8Array): boolean {
  let [several, alike] = [0, 0];
  for (const own of deals) {
    const [first = 0] = own;
    if (own.length < 2 || (y[first] ?? -1) < 0) continue;
    several += 1;
    if (own.every((row) => words[row] === words[first])) alike += 1;
  }
  return several > 0 && alike > 0.9 * several && alike > 0.2 * deals.length;
}

function tell(turns: Turns, idle: number, say: Say): void {
  const again = turns.filter((own) => own.length > 1);
  const ended = (from: Turn['state'], to: Turn['state']): number =>
    again.filter((own) => own[0]?.state === from && own.at(-1)?.state === to).length;
  const reopened = again.filter((own) => own.some(({ state }) => state < 0)).length;
  if (again.length > 0)
    say(
      `${again.length} deals went on after an end, ${reopened} of them reopened; the last state counts: ${ended(0, 1)} that were lost ` +
        `are won, ${ended(1, 0)} that were won are lost, ${again.filter((own) => own.at(-1)?.state === -1).length} are open.`,
    );
  if (idle > 0)
    say(
      `${idle} deals have events after their end that neither end nor reopen them: those count for nothing. Name words that reopen a ` +
        'deal in "outcome.reopened".',
    );
}
