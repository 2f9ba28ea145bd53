import { closedLost, closedWon, openPipeline } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import { askedOf, type Doubts, doubtDeal, noDoubts } from '@/lib/log/doubts';
import { type DealState, LOST, OPEN, type PipelineLog, stateOf, versionAt, WON } from '@/lib/log/event-log';
import { type CompiledFilter, compile, type PipelineFilter } from '@/lib/log/filter';

/** The named movements (G3.2 to G3.17). Those of `JOINING` and `increased` add to the pipeline, the others take from it. */
export const JOINING = ['new', 'pulledIn', 'pushedIn', 'reopened', 'scopeIn', 'unomitted'] as const;
export const LEAVING = ['won', 'lost', 'pushedOut', 'pulledOut', 'scopeOut', 'omitted', 'deleted'] as const;
export type MovementName = (typeof JOINING)[number] | 'increased' | 'decreased' | (typeof LEAVING)[number];
export const MOVEMENTS: readonly MovementName[] = [...JOINING, 'increased', 'decreased', ...LEAVING];

/** One deal's part in a movement. Amounts in minor units, never negative; 0 for an unpriced deal. */
export interface Moved {
  /** Position in the log. */
  deal: number;
  amount: number;
  /** The deal at the first and at the second instant; absent when it did not exist, or is gone. */
  from?: DealState;
  to?: DealState;
}
interface Movement {
  amount: number;
  count: number;
  /** Deals without an amount or a rate: in `count`, not in `amount`. */
  unpriced: number;
  deals: Moved[];
}

export interface Flow {
  start: { amount: number; count: number; unpriced: number };
  end: { amount: number; count: number; unpriced: number };
  movements: Record<MovementName, Movement>;
  /** start + all that joined and grew − all that shrank and left − end: 0, or the engine is wrong. */
  unexplained: number;
  /**
   * Won in the period by either instant. `start + won − reversed + amended = end`, where won is the movement of that name,
   * reversed what was won and is no more, amended later changes of amounts of what stays won.
   */
  bookings: { start: number; end: number; reversed: number; amended: number };
  doubts: Doubts;
}

export interface FlowQuestion {
  /** Instants, ms; `from` is before `to`. */
  from: number;
  to: number;
  filter?: PipelineFilter;
}

/** `movedIn` (G3.3): what came in by its close date, from either side of the period. */
export const movedIn = ({ pulledIn, pushedIn }: Flow['movements']): number => pulledIn.amount + pushedIn.amount;

/**
 * What moved the open pipeline between two instants, each deal by its two states. Where several things happened to a deal the
 * first of these names it. Joining: new, reopened (was closed), scopeIn (was another's, or outside the filter), pulledIn or
 * pushedIn (its date was later, or earlier, than the period), unomitted. Leaving: deleted, scopeOut, lost, pushedOut or pulledOut
 * (its date is later, or earlier), won, omitted. A leaver's change of amount goes into increased or decreased first and it leaves
 * at its new amount. What was born, or came in, and was won inside the window counts on both sides, so that bookings tie; so does
 * what was born and lost inside it.
 */
export function flow(log: PipelineLog, { from, to, filter = {} }: FlowQuestion): Flow {
  if (!(from <= to)) throw new RangeError('A flow goes from an earlier instant to a later one: swap the two dates.');
  const compiled = compile(log, filter);
  const isOpen = stateTest(log, openPipeline.counts, filter);
  const isBooked = stateTest(log, closedWon.counts, filter);
  const isLost = stateTest(log, closedLost.counts, filter);
  const isCounted = (version: number): boolean => isOpen(version) && compiled.isState(version);
  // Safe: the entries are the list of all names.
  const movements = Object.fromEntries(
    MOVEMENTS.map((name) => [name, { amount: 0, count: 0, unpriced: 0, deals: [] }]),
  ) as unknown as Record<MovementName, Movement>;
  const [start, end] = [
    { amount: 0, count: 0, unpriced: 0 },
    { amount: 0, count: 0, unpriced: 0 },
  ];
  const bookings = { start: 0, end: 0, reversed: 0, amended: 0 };
  const doubts = noDoubts(log, from);
  const asked = askedOf(filter);
  const amountOf = (version: number): number => {
    const amount = log.amount[version] ?? Number.NaN;
    return Number.isNaN(amount) ? 0 : amount;
  };
  const isUnpriced = (version: number): boolean => Number.isNaN(log.amount[version] ?? Number.NaN);
  const add = (side: Flow['start'], version: number): void => {
    side.amount += amountOf(version);
    side.count += 1;
    if (isUnpriced(version)) side.unpriced += 1;
  };

  for (let deal = 0; deal < log.size; deal += 1) {
    if (!compiled.isDeal(deal)) continue;
    const before = versionAt(log, deal, from);
    const after = versionAt(log, deal, to);
    const [was, is] = [isCounted(before), isCounted(after)];
    if (was) add(start, before);
    if (is) add(end, after);
    const [hadWon, hasWon] = [isBooked(before), isBooked(after)];
    if (hadWon) bookings.start += amountOf(before);
    if (hasWon) bookings.end += amountOf(after);
    if (hadWon && hasWon) bookings.amended += amountOf(after) - amountOf(before);
    if (hadWon && !hasWon) bookings.reversed += amountOf(before);
    if (was || is || hasWon) doubtDeal(doubts, log, deal, was ? before : after, asked, was ? from : to);
    if (before === after) continue;

    const move = (name: MovementName, amount: number, of: number): void => {
      const movement = movements[name];
      movement.amount += amount;
      movement.count += 1;
      if (isUnpriced(of)) movement.unpriced += 1;
      movement.deals.push({
        deal,
        amount,
        ...(before < 0 ? {} : { from: stateOf(log, before) }),
        ...(after < 0 ? {} : { to: stateOf(log, after) }),
      });
    };
    // Gone: it leaves with the last that is known of it.
    const last = after >= 0 ? after : lastVersion(log, deal, to);
    if (was) {
      const change = amountOf(last) - amountOf(before);
      if (change > 0) move('increased', change, last);
      if (change < 0) move('decreased', -change, last);
      if (!is) move(leaving(log, compiled, after), amountOf(last), last);
      continue;
    }
    if (is) move(joining(log, compiled, before), amountOf(after), after);
    else if (hasWon && !hadWon) {
      move(joining(log, compiled, before), amountOf(after), after);
      move('won', amountOf(after), after);
    } else if (before < 0 && after >= 0 && isLost(after)) {
      move('new', amountOf(after), after);
      move('lost', amountOf(after), after);
    }
  }

  // Disjoint: a deal's difference between the two instants is split, never counted twice: `unexplained` is what would be.
  const joined = JOINING.reduce((sum, name) => sum + movements[name].amount, movements.increased.amount);
  const left = LEAVING.reduce((sum, name) => sum + movements[name].amount, movements.decreased.amount);
  return { start, end, movements, unexplained: start.amount + joined - left - end.amount, bookings, doubts };
}

/** Why a deal that counts now did not count before. */
function joining(log: PipelineLog, filter: CompiledFilter, before: number): (typeof JOINING)[number] {
  if (before < 0) return 'new';
  const side = filter.side(before);
  const isOpen = log.status[before] === OPEN;
  // What was won outside the period and is dated into it since was not reopened.
  if (!isOpen && !(log.status[before] === WON && side !== 0)) return 'reopened';
  if (!filter.isInScope(before) || (isOpen && !filter.isState(before))) return 'scopeIn';
  if (side > 0) return 'pulledIn';
  if (side < 0) return 'pushedIn';
  return isOpen ? 'unomitted' : 'reopened';
}

/** Why a deal that counted before does not count now. */
function leaving(log: PipelineLog, filter: CompiledFilter, after: number): (typeof LEAVING)[number] {
  if (after < 0) return 'deleted';
  const isOpen = log.status[after] === OPEN;
  if (!filter.isInScope(after) || (isOpen && !filter.isState(after))) return 'scopeOut';
  if (log.status[after] === LOST) return 'lost';
  const side = filter.side(after);
  if (side !== 0) return side > 0 ? 'pushedOut' : 'pulledOut';
  return isOpen ? 'omitted' : 'won';
}

/** The last version at or before an instant, also of a deal that is gone by then. */
function lastVersion(log: PipelineLog, deal: number, at: number): number {
  let version = (log.starts[deal + 1] ?? 1) - 1;
  while (version > (log.starts[deal] ?? 0) && (log.from[version] ?? Infinity) > at) version -= 1;
  return version;
}
