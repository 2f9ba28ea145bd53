import { contentTitle } from '@/lib/answers/playbook-view';
import { type Day, dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { instant, NEVER } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { defaultScope, ownersIn } from '@/lib/deal/hierarchy';
import { toMajor, type Total, minor } from '@/lib/deal/money';
import type { Deal } from '@/lib/deal/org';
import { jotted } from '@/lib/deal/own/jotting';
import { speaks } from '@/lib/deal/own/rule-advice';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { isWeighty, silentMembers } from '@/lib/deal/team/buying-team';
import type { FollowUp } from '@/lib/deal/team/next-follow-up';
import { type LastTouch, lastTouchOf, repliedAfter } from '@/lib/deal/team/replies';
import type { Scope } from '@/lib/deal/team/team-scope';
import { judged, type Judged } from '@/lib/deal/verdict';
import { asOf } from '@/lib/figures/ask';
import { verdictOf } from '@/lib/forecast/assess';
import { buyersOf, followUpOf, type Own } from '@/lib/forecast/buyers';
import { type ChanceMethod, hasChances } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Bucket, BUCKETS } from '@/lib/forecast/focus';
import { type DealFocus, type FocusDays, focusDays, focusOf } from '@/lib/forecast/focus-of';
import { rungAt } from '@/lib/forecast/ladder';
import { partOf } from '@/lib/forecast/lens';
import { chancesNow, engineOf } from '@/lib/forecast/outlook';
import type { Rung } from '@/lib/forecast/score';
import { type DealIndex, FIRST_VERSION } from '@/lib/log/positions';

/** The focus list: every open deal of a scope in its one bucket. Amounts of totals in corporate currency. */
export interface FocusView {
  freshness: Freshness;
  scope: Scope;
  /** The signed-in user. */
  userId: string;
  period: Period;
  /** Today. */
  on: Day;
  currency: string;
  method: ChanceMethod;
  rung: Rung;
  /** Enough deals have ended for chances: without them the rules that ask for one hold for no deal. */
  isRated: boolean;
  /** What the rules compare a deal's days with. */
  days: FocusDays;
  /** In the order of `BUCKETS`; rows are bounded, totals are not. */
  buckets: { bucket: Bucket; total: Total; rows: FocusRow[] }[];
}

export interface FocusRow extends Judged {
  id: string;
  name: string;
  /** In its own currency. */
  amount?: number;
  /** What of it counts here, in corporate currency, where only a part does. */
  counts?: number;
  currency: string;
  closeDate?: Day;
  ownerName?: string;
  /** The rule that put it there, and all that the rules went by. */
  focus: DealFocus;
  /** What the order goes by, in corporate currency; absent without an amount. */
  worth?: number;
  /** Of a deal that is nearly lost: what may rescue it, by the rules' names. */
  steps?: (SignalId | 'silentPerson')[];
  /** Of one that is nurtured: when to be in touch next, what was sent last, and the last activity with somebody of the buyer's. */
  next?: FollowUp;
  /** The last content that was sent, and when the buyers replied by e-mail after it. */
  sent?: { title: string; on: Day; replied: Day | 'no' | 'unknown' };
  heard?: LastTouch;
}

/** An open deal by its position in the log, with its amount in minor units, NaN where it has none. */
interface Found {
  deal: DealIndex;
  amount: number;
  focus: DealFocus;
}

/** Omitted deals too: each open deal is in a bucket. */
const ANY_OPEN = { status: 'open', omitted: true } as const;

/** Rows that are passed on of a bucket that nobody asked for whole; its total counts all of them. */
const MOST_ROWS = 100;

/** Every open deal of a scope in its one bucket, the largest sums first; without a scope the team's, or one's own. `whole`: buckets of which every deal is wanted. */
export function focusView(
  facts: OrgFacts,
  wanted: Scope | undefined,
  kept: Own = { reminders: [], jottings: [] },
  whole: readonly Bucket[] = [],
): Omit<FocusView, 'freshness'> {
  const scope = wanted ?? defaultScope(facts);
  const owners = ownersIn(facts, scope);
  const { chances } = engineOf(facts);
  const { log, profile } = facts;
  const found = new Map<Bucket, Found[]>(BUCKETS.map((bucket) => [bucket, []]));
  const open = asOf(log, NEVER).rows({ counts: ANY_OPEN }, { filter: owners ? { ownerIds: owners } : {} });
  for (const [row, deal] of [...open.deals].entries()) {
    const known = facts.deal(log.ids[deal] ?? '');
    const focus = known && focusOf(facts, known);
    const version = open.versions[row] ?? FIRST_VERSION;
    if (focus) found.get(focus.bucket)?.push({ deal, amount: log.amount[version] ?? Number.NaN, focus });
  }
  return {
    scope,
    userId: facts.profile.userId,
    period: quarterAt(facts.profile, facts.today),
    on: facts.today,
    currency: facts.profile.currency,
    method: chances.method,
    rung: rungAt(facts, chances.history),
    isRated: hasChances(chancesNow(facts).chances),
    days: focusDays(facts),
    buckets: BUCKETS.map((bucket) => {
      const own = found.get(bucket) ?? [];
      return {
        bucket,
        total: totalOf(own, profile.currency),
        rows: own
          .toSorted((a, b) => worth(b) - worth(a))
          .slice(0, whole.includes(bucket) ? undefined : MOST_ROWS)
          .flatMap((each) => rowOf(facts, log.ids[each.deal] ?? '', each, kept) ?? []),
      };
    }),
  };
}

const worth = ({ amount }: Found): number => (Number.isNaN(amount) ? 0 : amount);

/** Disjoint: a deal is in one bucket. */
function totalOf(all: readonly Found[], currency: string): Total {
  const unpriced = all.filter(({ amount }) => Number.isNaN(amount)).length;
  return {
    amount: toMajor(minor(all.reduce((sum, each) => sum + worth(each), 0)), currency),
    count: all.length,
    unpriced,
  };
}

function rowOf(facts: OrgFacts, id: string, { focus, amount }: Found, kept: Own): FocusRow | undefined {
  const whole = facts.deal(id);
  if (!whole) return undefined;
  const deal = whole.opportunity;
  const owner = deal.ownerId === undefined ? undefined : facts.users.get(deal.ownerId);
  const { state, chance } = judged(verdictOf(facts, deal.id));
  const counts = partOf(facts, deal.id);
  return {
    id: deal.id,
    name: deal.name,
    currency: deal.currency ?? facts.profile.currency,
    ...(deal.amount === undefined ? {} : { amount: deal.amount }),
    ...(counts === undefined ? {} : { counts }),
    ...(deal.closeDate === undefined ? {} : { closeDate: deal.closeDate }),
    ...(owner ? { ownerName: owner.name } : {}),
    state,
    ...(chance === undefined ? {} : { chance }),
    focus,
    ...(Number.isNaN(amount) ? {} : { worth: toMajor(minor(amount), facts.profile.currency) }),
    ...(focus.bucket === 'nearLoss' ? { steps: rescueSteps(facts, whole, kept) } : {}),
    ...(focus.bucket === 'nurture' ? nurtured(facts, whole, kept) : {}),
  };
}

/** As the panel of the deal lists them; what the person has muted or done there says nothing here either. */
function rescueSteps(facts: OrgFacts, deal: Deal, { jottings }: Own): NonNullable<FocusRow['steps']> {
  const { id } = deal.opportunity;
  const isSilent = silentMembers(buyersOf(facts, deal, jottings), facts.today).some(isWeighty);
  const signals = verdictOf(facts, id)?.reasons.map(({ signal }) => signal) ?? [];
  return [...(isSilent ? (['silentPerson'] as const) : []), ...signals].filter((rule) =>
    speaks(jotted(jottings, 'advice', rule), id, facts.now),
  );
}

function nurtured(facts: OrgFacts, deal: Deal, kept: Own): Pick<FocusRow, 'next' | 'sent' | 'heard'> {
  const { today, now, profile } = facts;
  const next = followUpOf(facts, deal, kept);
  const sent = jotted(kept.jottings, 'steps', deal.opportunity.id)
    ?.sent.toSorted((a, b) => a.at - b.at)
    .at(-1);
  const clock = { today, now, timeZone: profile.timeZone };
  const heard = lastTouchOf(deal, clock);
  const replied = sent && repliedAfter(deal, sent.at, clock);
  return {
    ...(next ? { next } : {}),
    ...(sent
      ? {
          sent: {
            title: contentTitle(kept.jottings, sent.content),
            on: dayAt(instant(sent.at), profile.timeZone),
            replied: replied ?? (deal.emails ? 'no' : 'unknown'),
          },
        }
      : {}),
    ...(heard === undefined ? {} : { heard }),
  };
}
