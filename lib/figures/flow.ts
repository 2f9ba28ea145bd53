import { derived } from '@/lib/calendar/derived';
import type { Instant } from '@/lib/calendar/instant';
import { isExact, minor, type Minor } from '@/lib/deal/money';
import type { Happened, Between } from '@/lib/figures/during';
import { eventFigure, type EventExample } from '@/lib/figures/event-figure';
import { LATER, lost, open, SOONER, won } from '@/lib/figures/example';
import type { Sums } from '@/lib/figures/groups';
import type { RULES } from '@/lib/figures/rules';
import { closedLost, closedWon, openPipeline } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import { askedOf, type Doubts, doubtsOf, type KnownState } from '@/lib/log/doubts';
import { lastVersion, LOST, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { type CompiledFilter, compile } from '@/lib/log/filter';
import { FIRST_DEAL, type DealIndex, type VersionIndex } from '@/lib/log/positions';

/** The named movements (G3.2 to G3.17). Those of `JOINING` and `increased` add to the pipeline, the others take from it. */
export const JOINING = ['new', 'pulledIn', 'pushedIn', 'reopened', 'scopeIn', 'unomitted'] as const;
export const LEAVING = ['won', 'lost', 'pushedOut', 'pulledOut', 'scopeOut', 'omitted', 'deleted'] as const;
export type MovementName = (typeof JOINING)[number] | 'increased' | 'decreased' | (typeof LEAVING)[number];
export const MOVEMENTS: readonly MovementName[] = [...JOINING, 'increased', 'decreased', ...LEAVING];

/** The pipeline at both instants, what ties them, and every movement between them. */
interface Flow {
  start: Sums;
  end: Sums;
  movements: Record<MovementName, Happened[]>;
  bookings: FlowIdentity['bookings'];
  known: KnownState[];
  /** Deals that counted at the first instant. */
  held: DealIndex[];
  /** The amounts that the two sums are made of. */
  amounts: { start: number[]; end: number[] };
}

/** Where money of a band comes from or goes to: a stage that it counted in at that instant, or a movement. */
export type FlowEnd = { stage: string } | { movement: MovementName };

/** What went from one end to another between two instants; `parts` are the deals, each with what of its amount went this way. */
export interface FlowBand {
  from: FlowEnd;
  to: FlowEnd;
  parts: Happened[];
}

/** What the movements between two instants must add up to. */
export interface FlowIdentity {
  start: Sums;
  end: Sums;
  /** start + all that joined and grew − all that shrank and left − end: 0, or the engine is wrong. */
  unexplained: Minor;
  /**
   * Won in the period by either instant. `start + won − reversed + amended = end`, where won is the movement of that name,
   * reversed what was won and is no more, amended later changes of amounts of what stays won.
   */
  bookings: { start: Minor; end: Minor; reversed: Minor; amended: Minor };
  /** Of every deal that counts at either end. */
  doubts: Doubts;
}

/**
 * What moved the open pipeline between two instants, each deal by its two states. Where several things happened to a deal the
 * first of these names it. Joining: new, reopened (was closed), scopeIn (was another's, or outside the filter), pulledIn or
 * pushedIn (its date was later, or earlier, than the period), unomitted. Leaving: deleted, scopeOut, lost, pushedOut or pulledOut
 * (its date is later, or earlier), won, omitted. A leaver's change of amount goes into increased or decreased first and it leaves
 * at its new amount. What was born, or came in, and was won inside the window counts on both sides, so that bookings tie; so does
 * what was born and lost inside it.
 */
function flowOf({ log, from, to, filter }: Between): Flow {
  const compiled = compile(log, filter);
  const isOpen = stateTest(log, openPipeline.counts, filter);
  const isBooked = stateTest(log, closedWon.counts, filter);
  const isLost = stateTest(log, closedLost.counts, filter);
  const isCounted = (version: VersionIndex): boolean => isOpen(version) && compiled.isState(version);
  const movements = noMovements();
  const [start, end] = [
    { amount: minor(0), count: 0, unpriced: 0 },
    { amount: minor(0), count: 0, unpriced: 0 },
  ];
  const bookings = { start: minor(0), end: minor(0), reversed: minor(0), amended: minor(0) };
  const known: KnownState[] = [];
  const held: DealIndex[] = [];
  const amounts: Flow['amounts'] = { start: [], end: [] };
  const amountOf = (version: VersionIndex): number => {
    const amount = log.amount[version] ?? Number.NaN;
    return Number.isNaN(amount) ? 0 : amount;
  };
  const isUnpriced = (version: VersionIndex): boolean => Number.isNaN(log.amount[version] ?? Number.NaN);
  const add = (side: Sums, version: VersionIndex): void => {
    side.amount = minor(side.amount + amountOf(version));
    side.count += 1;
    if (isUnpriced(version)) side.unpriced += 1;
  };

  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (!compiled.isDeal(deal)) continue;
    const before = versionAt(log, deal, from);
    const after = versionAt(log, deal, to);
    const [was, is] = [isCounted(before), isCounted(after)];
    if (was) {
      add(start, before);
      amounts.start.push(amountOf(before));
      held.push(deal);
    }
    if (is) {
      add(end, after);
      amounts.end.push(amountOf(after));
    }
    const [hadWon, hasWon] = [isBooked(before), isBooked(after)];
    if (hadWon) bookings.start = minor(bookings.start + amountOf(before));
    if (hasWon) bookings.end = minor(bookings.end + amountOf(after));
    if (hadWon && hasWon) bookings.amended = minor(bookings.amended + amountOf(after) - amountOf(before));
    if (hadWon && !hasWon) bookings.reversed = minor(bookings.reversed + amountOf(before));
    // What counted at the first instant rests on what is known of it then, all else on the second.
    const own: KnownState = was ? { deal, version: before, at: from } : { deal, version: after, at: to };
    if (was || is || hasWon) known.push(own);
    if (before === after) continue;

    const move = (name: MovementName, amount: number, version: VersionIndex): void => {
      movements[name].push({ deal, version, amount: minor(amount), isUnpriced: isUnpriced(version), known: own });
    };
    // Gone: it leaves with the last that is known of it.
    const last = after >= 0 ? after : lastVersionBy(log, deal, to);
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
  return { start, end, movements, bookings, known, held, amounts };
}

const addUp = (given: readonly number[]): number => given.reduce((sum, each) => sum + each, 0);
/** The same where doubles no longer hold each unit. */
const addUpLarge = (given: readonly number[]): bigint => given.reduce((sum, each) => sum + BigInt(each), 0n);

/** Whether movements and pipeline tie. Disjoint: a deal's difference between the two instants is split, never counted twice. */
export function flowIdentity(stretch: Between): FlowIdentity {
  const { log, from, filter } = stretch;
  const { start, end, movements, bookings, known, amounts } = derived(stretch, flowOf);
  const partsOf = (names: readonly MovementName[]): number[] =>
    names.flatMap((name) => movements[name].map(({ amount }) => amount));
  const [joined, left] = [partsOf([...JOINING, 'increased']), partsOf([...LEAVING, 'decreased'])];
  const sums = [start.amount, addUp(joined), addUp(left), end.amount] as const;
  const [before, up, down, after] = sums;
  return {
    start,
    end,
    unexplained: minor(
      sums.every(isExact)
        ? before + up - down - after
        : Number(addUpLarge(amounts.start) + addUpLarge(joined) - addUpLarge(left) - addUpLarge(amounts.end)),
    ),
    bookings,
    get doubts() {
      return doubtsOf(log, known, { asked: askedOf(filter), since: from });
    },
  };
}

/**
 * The same movements by stage. Bands from a stage add up to what was in it at the first instant, bands to a stage to what is in it at
 * the second, and bands of a movement to that movement: what a deal grew by comes from `increased`, what it shrank by goes to
 * `decreased`, the rest goes from where it was, or how it joined, to where it is, or how it left.
 */
export function flowBands(stretch: Between): FlowBand[] {
  const { log, from, to } = stretch;
  const { movements, held } = derived(stretch, flowOf);
  const byDeal = (names: readonly MovementName[]) =>
    new Map(names.flatMap((movement) => movements[movement].map((part) => [part.deal, { movement, part }])));
  const [joined, left] = [byDeal(JOINING), byDeal(LEAVING)];
  const [grown, shrunk] = [byDeal(['increased']), byDeal(['decreased'])];
  const bands = new Map<string, FlowBand>();
  const put = (source: FlowEnd, sink: FlowEnd, part: Happened): void => {
    const key = JSON.stringify([source, sink]);
    const band = bands.get(key) ?? { from: source, to: sink, parts: [] };
    bands.set(key, band);
    band.parts.push(part);
  };
  const stageIn = (version: VersionIndex): FlowEnd => ({ stage: log.words.stage[log.stage[version] ?? 0] ?? '' });
  for (const deal of [...held, ...joined.keys()]) {
    const [before, after] = [versionAt(log, deal, from), versionAt(log, deal, to)];
    const [join, leave, more, less] = [joined, left, grown, shrunk].map((each) => each.get(deal));
    const source = join ? { movement: join.movement } : stageIn(before);
    const sink = leave ? { movement: leave.movement } : stageIn(after);
    const amount = log.amount[before] ?? Number.NaN;
    put(
      source,
      sink,
      join?.part ?? {
        deal,
        version: after < 0 ? before : after,
        amount: minor((Number.isNaN(amount) ? 0 : amount) - (less?.part.amount ?? 0)),
        isUnpriced: leave?.part.isUnpriced ?? Number.isNaN(log.amount[after] ?? Number.NaN),
      },
    );
    if (more) put({ movement: 'increased' }, sink, more.part);
    if (less) put(source, { movement: 'decreased' }, less.part);
  }
  return [...bands.values()];
}

/** Why a deal that counts now did not count before. */
function joining(log: PipelineLog, filter: CompiledFilter, before: VersionIndex): (typeof JOINING)[number] {
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
function leaving(log: PipelineLog, filter: CompiledFilter, after: VersionIndex): (typeof LEAVING)[number] {
  if (after < 0) return 'deleted';
  const isOpen = log.status[after] === OPEN;
  if (!filter.isInScope(after) || (isOpen && !filter.isState(after))) return 'scopeOut';
  if (log.status[after] === LOST) return 'lost';
  const side = filter.side(after);
  if (side !== 0) return side > 0 ? 'pushedOut' : 'pulledOut';
  return isOpen ? 'omitted' : 'won';
}

/** The last version at or before an instant, also of a deal that is gone by then. */
function lastVersionBy(log: PipelineLog, deal: DealIndex, at: Instant): VersionIndex {
  let version = lastVersion(log, deal);
  while (version > (log.starts[deal] ?? 0) && (log.from[version] ?? Infinity) > at) version--;
  return version;
}

const noMovements = (): Flow['movements'] => ({
  new: [],
  pulledIn: [],
  pushedIn: [],
  reopened: [],
  scopeIn: [],
  unomitted: [],
  increased: [],
  decreased: [],
  won: [],
  lost: [],
  pushedOut: [],
  pulledOut: [],
  scopeOut: [],
  omitted: [],
  deleted: [],
});

const movement = <Name extends MovementName>(id: Name, rule: (typeof RULES)[Name]['id'], ...examples: EventExample[]) =>
  eventFigure({
    id,
    rule,
    happened: (stretch) => derived(stretch, flowOf).movements[id],
    examples: [...examples, { deals: [{ before: open(9), after: open(9) }], is: 0 }],
  });

/** Each movement as a figure. */
export const MOVED = {
  new: movement('new', 'G3.2', { deals: [{ after: open(100) }, { after: won(30) }], is: 130 }),
  pulledIn: movement('pulledIn', 'G3.4', {
    deals: [{ before: open(100, { closeDate: LATER }), after: open(100) }],
    is: 100,
  }),
  pushedIn: movement('pushedIn', 'G3.5', {
    deals: [{ before: open(100, { closeDate: SOONER }), after: open(100) }],
    is: 100,
  }),
  reopened: movement('reopened', 'G3.6', { deals: [{ before: lost(100), after: open(100) }], is: 100 }),
  scopeIn: movement('scopeIn', 'G3.7', {
    deals: [{ before: open(100, { ownerId: 'you' }), after: open(100) }],
    is: 100,
  }),
  unomitted: movement('unomitted', 'G3.8', {
    deals: [{ before: open(100, { category: 'omitted' }), after: open(100) }],
    is: 100,
  }),
  increased: movement('increased', 'G3.9', {
    deals: [
      { before: open(100), after: open(130) },
      { before: open(10), after: won(15) },
    ],
    is: 35,
  }),
  decreased: movement('decreased', 'G3.10', {
    deals: [
      { before: open(100), after: open(70) },
      { before: open(10), after: lost(5) },
    ],
    is: 35,
  }),
  won: movement('won', 'G3.11', {
    deals: [
      { before: open(100), after: won(120) },
      { before: open(50), after: won(50, { closeDate: LATER }) },
    ],
    is: 120,
  }),
  lost: movement('lost', 'G3.12', { deals: [{ before: open(100), after: lost(90) }], is: 90 }),
  pushedOut: movement('pushedOut', 'G3.13', {
    deals: [{ before: open(100), after: open(100, { closeDate: LATER }) }],
    is: 100,
  }),
  pulledOut: movement('pulledOut', 'G3.14', {
    deals: [{ before: open(100), after: open(100, { closeDate: SOONER }) }],
    is: 100,
  }),
  scopeOut: movement('scopeOut', 'G3.15', {
    deals: [{ before: open(100), after: open(100, { ownerId: 'you' }) }],
    is: 100,
  }),
  omitted: movement('omitted', 'G3.16', {
    deals: [{ before: open(100), after: open(100, { category: 'omitted' }) }],
    is: 100,
  }),
  deleted: movement('deleted', 'G3.17', { deals: [{ before: open(100) }], is: 100 }),
} satisfies Record<MovementName, unknown>;

/** What came in by its close date, from either side of the period. */
export const movedIn = eventFigure({
  id: 'movedIn',
  rule: 'G3.3',
  happened: (stretch) => [...MOVED.pulledIn.happened(stretch), ...MOVED.pushedIn.happened(stretch)],
  examples: [
    {
      deals: [
        { before: open(70, { closeDate: LATER }), after: open(70) },
        { before: open(30, { closeDate: SOONER }), after: open(30) },
      ],
      is: 100,
    },
  ],
});
