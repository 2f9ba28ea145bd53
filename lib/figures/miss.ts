import { derived } from '@/lib/calendar/derived';
import { minor } from '@/lib/deal/money';
import type { Between, EventQuestion, Happened } from '@/lib/figures/during';
import { eventFigure } from '@/lib/figures/event-figure';
import { LATER, lost, open, won } from '@/lib/figures/example';
import { closedWon, openPipeline } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import { LOST, versionAt } from '@/lib/log/event-log';
import { compile } from '@/lib/log/filter';
import { FIRST_DEAL, type VersionIndex } from '@/lib/log/positions';

/** Why a call was over what came, and why it was under it. */
const OVER = ['lost', 'slipped', 'decreased', 'movedAway'] as const;
const UNDER = ['increased', 'pulledIn', 'createdAndWon'] as const;
type Cause = (typeof OVER)[number] | (typeof UNDER)[number];

type Parts = Record<Cause | 'called', Happened[]>;

/**
 * Each deal by what it was when the call was locked and is when the period ends. Called is what was won by then and what was open in one
 * of the filter's categories. Slipped deals are still open, or were won later; movedAway ones are gone or another's. A part is unpriced
 * where an amount that it is worked out from is missing.
 */
function partsOf({ log, from, to, filter }: Between): Parts {
  const compiled = compile(log, filter);
  const isBooked = stateTest(log, closedWon.counts, filter);
  const isOpen = stateTest(log, openPipeline.counts, filter);
  const parts: Parts = {
    called: [],
    lost: [],
    slipped: [],
    decreased: [],
    movedAway: [],
    increased: [],
    pulledIn: [],
    createdAndWon: [],
  };
  const amountOf = (version: VersionIndex): number => log.amount[version] || 0;
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (!compiled.isDeal(deal)) continue;
    const [then, ended] = [versionAt(log, deal, from), versionAt(log, deal, to)];
    const wasCalled = isBooked(then) || (isOpen(then) && compiled.isState(then));
    const isWon = isBooked(ended);
    if (!wasCalled && !isWon) continue;
    // What was called rests on what is known of it then, all else on the end.
    const version = wasCalled ? then : ended;
    const known = { deal, version, at: wasCalled ? from : to };
    const add = (name: keyof Parts, amount: number, priced: readonly VersionIndex[] = [version]): void => {
      const isUnpriced = priced.some((each) => Number.isNaN(log.amount[each]));
      parts[name].push({ deal, version, amount: minor(amount), isUnpriced, known });
    };
    if (wasCalled) add('called', amountOf(then));
    if (wasCalled && isWon) {
      const change = amountOf(ended) - amountOf(then);
      if (change !== 0) add(change < 0 ? 'decreased' : 'increased', Math.abs(change), [then, ended]);
    } else if (wasCalled) {
      const isAway = ended < 0 || !compiled.isInScope(ended);
      add(isAway ? 'movedAway' : log.status[ended] === LOST ? 'lost' : 'slipped', amountOf(then));
    } else add(then < 0 ? 'createdAndWon' : 'pulledIn', amountOf(ended));
  }
  return parts;
}

const part = (name: keyof Parts): EventQuestion => ({ happened: (stretch) => derived(stretch, partsOf)[name] });

/** What was called when the first instant was locked, at the amounts of then. */
export const called = part('called');
/** What a miss is made of. */
export const CAUSES = {
  lost: part('lost'),
  slipped: part('slipped'),
  decreased: part('decreased'),
  movedAway: part('movedAway'),
  increased: part('increased'),
  pulledIn: part('pulledIn'),
  createdAndWon: part('createdAndWon'),
} satisfies Record<Cause, EventQuestion>;

/**
 * Why a call at a lock differs from what the period brought: lost + slipped + decreased + movedAway − increased − pulledIn − createdAndWon
 * = called − won, to the cent.
 */
export const missAutopsy = eventFigure({
  id: 'missAutopsy',
  rule: 'G7.19',
  happened(stretch) {
    const parts = derived(stretch, partsOf);
    return [
      ...OVER.flatMap((cause) => parts[cause]),
      ...UNDER.flatMap((cause) => parts[cause].map((each) => ({ ...each, amount: minor(0 - each.amount) }))),
    ];
  },
  examples: [
    {
      deals: [
        { before: open(30), after: lost(30) },
        { before: open(20), after: open(20, { closeDate: LATER }) },
        { before: open(15), after: won(10) },
        { before: open(5), after: won(15) },
        { before: open(15, { closeDate: LATER }), after: won(15) },
        { after: won(40) },
        { before: won(7), after: won(7) },
      ],
      is: 30 + 20 + 5 - 10 - 15 - 40,
    },
  ],
});
