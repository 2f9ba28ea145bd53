import type { Instant } from '@/lib/calendar/instant';
import { attributeOf, type Attribute, OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import type { Outcomes } from '@/lib/log/outcomes';
import { FIRST_DEAL, type DealIndex, type VersionIndex } from '@/lib/log/positions';

/** A deal that came to an end, and after how many days. */
interface Ended {
  deal: DealIndex;
  version: VersionIndex;
  isWon: boolean;
  cycleDays: number;
}

/** Kinds of deals that the org's own history tells apart; 0 is all others. */
export interface Kinds {
  count: number;
  of(deal: DealIndex, version: VersionIndex): number;
}

const ALIKE: Kinds = { count: 1, of: () => 0 };

/** What the org may file kinds of deals under; the first that tells them apart is taken. */
const FILED = ['recordType', 'type'] as const satisfies readonly Attribute[];
const MOST_KINDS = 3;
/** Ends from which on a kind is judged, and standard errors by which it has to differ from all others. */
const LEAST_ENDS = 40;
const ERRORS = 4;
/** What more deals than this lack, or what says that deals are always or never won, was written as they went on or ended. */
const MOST_BLANK = 0.05;
const LEAST_OUTCOME = 0.02;

/**
 * Record types, or types, whose deals surely are won more or less often than all others, or sooner or later, or lost so. Each such kind has rates of its own;
 * where the org shows no such thing all deals are one.
 */
export function dealKinds(
  log: PipelineLog,
  { at, outcomes, ended }: { at: Instant; outcomes: Outcomes; ended: readonly Ended[] },
): Kinds {
  for (const name of FILED) {
    const words = log.words[name].length;
    if (words < 3 || isUnsure(log, name, { at, outcomes, ended })) continue;
    const all = sumsOf(ended);
    const own = new Map(
      [...Map.groupBy(ended, ({ deal, version }) => attributeOf(log, name, deal, version))].map(
        ([code, deals]) => [code, sumsOf(deals)] as const,
      ),
    );
    const judged = [...own].filter(([code, sums]) => code > 0 && endsOf(sums) >= LEAST_ENDS);
    if (judged.some(([, sums]) => isPure(sums))) continue;
    const apart = judged.filter(([, sums]) => isApart(sums, all));
    if (apart.length === 0) continue;
    const kinds = new Uint8Array(words);
    apart
      .toSorted(([a, x], [b, y]) => endsOf(y) - endsOf(x) || a - b)
      .slice(0, MOST_KINDS)
      .forEach(([code], place) => (kinds[code] = place + 1));
    return {
      count: 1 + Math.min(MOST_KINDS, apart.length),
      of: (deal, version) => kinds[attributeOf(log, name, deal, version)] ?? 0,
    };
  }
  return ALIKE;
}

/** Whether many deals lack it: of those that ended, or of those that are open. Apart, so that no kind keeps what it was worked out from. */
function isUnsure(
  log: PipelineLog,
  name: Attribute,
  { at, outcomes, ended }: { at: Instant; outcomes: Outcomes; ended: readonly Ended[] },
): boolean {
  const isBlank = (deal: DealIndex, version: VersionIndex): boolean => attributeOf(log, name, deal, version) === 0;
  let [open, blank] = [0, 0];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (outcomes.status[deal] !== OPEN) continue;
    open += 1;
    if (isBlank(deal, versionAt(log, deal, at))) blank += 1;
  }
  const over = ended.filter(({ deal, version }) => isBlank(deal, version)).length;
  return blank > MOST_BLANK * open || over > MOST_BLANK * ended.length;
}

/** Of the logs of days until deals were won, or lost. */
interface Days {
  n: number;
  sum: number;
  squares: number;
}
interface Sums {
  won: Days;
  lost: Days;
}

function sumsOf(ended: readonly Ended[]): Sums {
  const found: Sums = { won: { n: 0, sum: 0, squares: 0 }, lost: { n: 0, sum: 0, squares: 0 } };
  for (const { isWon, cycleDays } of ended) {
    const days = Math.log1p(Math.max(0, cycleDays));
    const into = isWon ? found.won : found.lost;
    into.n += 1;
    into.sum += days;
    into.squares += days * days;
  }
  return found;
}

const endsOf = ({ won, lost }: Sums): number => won.n + lost.n;
const isPure = ({ won, lost }: Sums): boolean => Math.min(won.n, lost.n) < LEAST_OUTCOME * (won.n + lost.n);

function isApart(own: Sums, all: Sums): boolean {
  const [n, others] = [endsOf(own), endsOf(all) - endsOf(own)];
  if (others < LEAST_ENDS) return false;
  const share = all.won.n / (n + others);
  const error = Math.sqrt(share * (1 - share) * (1 / n + 1 / others));
  const won = Math.abs(own.won.n / n - (all.won.n - own.won.n) / others);
  return won > ERRORS * error || isSooner(own.won, all.won) || isSooner(own.lost, all.lost);
}

/** Whether mean logs of days differ from all others', sooner or later. */
function isSooner(own: Days, all: Days): boolean {
  const others = { n: all.n - own.n, sum: all.sum - own.sum, squares: all.squares - own.squares };
  if (own.n < 2 || others.n < 2) return false;
  const spread = ({ n, sum, squares }: Days): number => Math.max(0, squares - (sum * sum) / n) / (n - 1) / n;
  return Math.abs(own.sum / own.n - others.sum / others.n) > ERRORS * Math.sqrt(spread(own) + spread(others));
}
