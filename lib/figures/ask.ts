import { dayNumber, type Day } from '@/lib/calendar/days';
import { derived, once } from '@/lib/calendar/derived';
import { instant, type Instant } from '@/lib/calendar/instant';
import { minor } from '@/lib/deal/money';
import { conditionsOf, only } from '@/lib/figures/conditions';
import { during, type EventAnswer, type EventQuestion } from '@/lib/figures/during';
import type { StateQuestion } from '@/lib/figures/figure';
import { type FigureAnswer, type Group, groupDeals, sumOfGroups } from '@/lib/figures/groups';
import { countedDeals, type Rows, versionsAt } from '@/lib/log/counted-deals';
import type { Cut, Dimension } from '@/lib/log/dimension';
import { askedOf, doubtsOf, type KnownState, doubtDeal, type Doubts, noDoubts } from '@/lib/log/doubts';
import { NO_DAY, type PipelineLog } from '@/lib/log/event-log';
import { logFilter, type PipelineFilter } from '@/lib/log/filter';
import { heldRows } from '@/lib/log/held-rows';
import { keptTotals } from '@/lib/log/kept-totals';
import { type DealIndex, FIRST_DEAL, FIRST_VERSION } from '@/lib/log/positions';
import { sinceVersion, type StaysIn } from '@/lib/log/stays';

/** What a figure is asked with, at an instant that is already chosen. */
export interface FigureQuestion {
  /** The day that the instant lies in, where the figure looks at one: what is overdue. */
  today: Day;
  /** Conditions that every counted deal meets; its period is that of figures that look at one. */
  filter?: PipelineFilter;
  /** What the answer is cut by, the last one running fastest. */
  by?: Cut | readonly Cut[];
  /** Whether a deal, by its position in the log, meets what the figure `needs` beyond the log; absent where nobody knows. */
  meets?: (deal: DealIndex) => boolean;
}

/** The log as it was at an instant (ms; `Infinity`: as it is now), for any number of figures. */
export interface LogAt {
  readonly at: Instant;
  /** The deals behind a figure, without sums. `today` is only asked of figures that look at it. */
  rows(figure: StateQuestion, question: Pick<FigureQuestion, 'filter' | 'meets'> & { today?: Day }): Rows;
  ask(figure: StateQuestion, question: FigureQuestion): FigureAnswer;
}

export function asOf(log: PipelineLog, at: Instant): LogAt {
  let found: Int32Array | undefined;
  const versions = (): Int32Array => (found ??= versionsAt(log, at));
  // A day that the slider passes is asked once or twice: laying it side by side would take longer than that.
  let left = 2;
  let held: ReturnType<typeof heldRows> | undefined;
  const counted: ReturnType<typeof heldRows> = (...asked) => {
    if (left > 0) {
      left -= 1;
      return countedDeals(log, versions(), ...asked);
    }
    return (held ??= heldRows(log, versions()))(...asked);
  };
  const rowsOf: LogAt['rows'] = (figure, { today, filter = {}, meets }) => {
    const day = today === undefined ? NO_DAY : dayNumber(today);
    const rows = counted(figure.counts, logFilter(log, filter), day);
    return only(rows, [
      ...(figure.needs === undefined ? [] : [meets ?? (() => false)]),
      ...conditionsOf(log, at, figure),
    ]);
  };
  return {
    at,
    rows: rowsOf,
    ask(figure, question) {
      const known = totalsOf(log, at, figure, question);
      if (known)
        return {
          ...known,
          isKnown: true,
          get rows() {
            return rowsOf(figure, question);
          },
        };
      const { filter = {}, by = [], meets } = question;
      const isKnown = figure.needs === undefined || meets !== undefined;
      const rows = rowsOf(figure, question);
      const dimensions = typeof by === 'string' ? [by] : by;
      const asked = askedOf(filter, figure.account ? [...dimensions, 'account'] : dimensions);
      const staysIn = figure.stays?.in ?? (dimensions.includes('stageAge') ? 'stage' : undefined);
      // Many ask for the groups alone.
      const doubts = once(() =>
        staysIn ? doubtsSince(log, at, rows, { asked, staysIn }) : doubtsAt(log, at, rows, asked),
      );
      return {
        ...groupDeals(log, rows, dimensions, at),
        get doubts() {
          return doubts();
        },
        rows,
        isKnown,
      };
    },
  };
}

/** Past instants that a log is asked of before its totals are kept: to lay them up takes longer than a few answers. */
const ASKED_BEFORE = 3;
const noneAsked = (): { before: number } => ({ before: 0 });

/** The answer of a past instant about all deals, by stage at most, from totals that are kept: the deals behind it are looked up when asked for. */
function totalsOf(
  log: PipelineLog,
  at: Instant,
  { counts, needs, stays, account }: StateQuestion,
  { filter = {}, by = [] }: FigureQuestion,
): Pick<FigureAnswer, 'groups' | 'total' | 'doubts'> | undefined {
  const dimensions = typeof by === 'string' ? [by] : by;
  const isOfAll = Object.values(filter).every((each) => each === undefined);
  const isByStage = dimensions.length === 0 || (dimensions.length === 1 && dimensions[0] === 'stage');
  // The present is held anyway.
  if (
    at === Infinity ||
    needs !== undefined ||
    stays ||
    account ||
    counts.closes === 'beforeToday' ||
    !isOfAll ||
    !isByStage
  )
    return undefined;
  const asked = derived(log, noneAsked);
  asked.before += 1;
  const totals = asked.before > ASKED_BEFORE ? derived(log, keptTotals) : undefined;
  if (!totals) return undefined;
  const { amount, count, unpriced, ...doubts } = totals(at, counts);
  const groups = log.words.stage.flatMap((key, code): Group[] => {
    const own = { amount: minor(amount[code] ?? 0), count: count[code] ?? 0, unpriced: unpriced[code] ?? 0 };
    return own.count > 0 ? [{ key, keys: [key], ...own }] : [];
  });
  return {
    groups: dimensions.length === 0 ? [] : groups,
    total: sumOfGroups(groups),
    doubts: { ...noDoubts(log, at), ...doubts },
  };
}

type At<Question> = Question & { at: Instant };
type Since = At<Pick<FigureQuestion, 'filter'>> & { from: Instant; by?: Dimension | readonly Dimension[] };

/**
 * One figure at one instant, or from one to another: groups, total, doubts and the deals behind it. The figure of today is that of the
 * last instant.
 */
export function ask(log: PipelineLog, figure: StateQuestion, question: At<FigureQuestion>): FigureAnswer;
export function ask(log: PipelineLog, figure: EventQuestion, question: Since): EventAnswer;
export function ask(
  log: PipelineLog,
  figure: StateQuestion | EventQuestion,
  question: At<FigureQuestion> | Since,
): FigureAnswer | EventAnswer {
  if ('counts' in figure) return asOf(log, question.at).ask(figure, question as FigureQuestion);
  // Safe: the figure says which of the two it is asked with.
  const { from, at, filter = {}, by } = question as Since;
  return during({ log, from, to: at, filter }).ask(figure, by);
}

function doubtsAt(log: PipelineLog, at: Instant, { deals, versions }: Rows, asked: number): Doubts {
  const doubts = noDoubts(log, at);
  for (let row = 0; row < deals.length; row += 1)
    doubtDeal(doubts, log, deals[row] ?? FIRST_DEAL, versions[row] ?? FIRST_VERSION, asked, at);
  return doubts;
}

/** Of a figure that looks at how long a deal has been in something, what is in doubt of when that began too. */
function doubtsSince(
  log: PipelineLog,
  at: Instant,
  { deals, versions }: Rows,
  { asked, staysIn }: { asked: number; staysIn: StaysIn },
): Doubts {
  const known = Array.from(deals, (deal, row): KnownState[] => {
    const version = versions[row] ?? FIRST_VERSION;
    const [now, since] = [{ version, at }, sinceVersion(log, deal, version, staysIn)];
    return [
      { deal, ...now },
      { deal, version: since, at: instant(log.from[since] ?? at), scope: now, priced: now },
    ];
  });
  return doubtsOf(log, known.flat(), { asked, since: at });
}
