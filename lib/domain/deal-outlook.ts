import { verdictOf } from '@/lib/domain/assess';
import { endOfDay, hasChances } from '@/lib/domain/chances';
import { DAY_MS, daysBetween } from '@/lib/domain/days';
import type { OrgFacts } from '@/lib/domain/facts';
import { bucketOf, FELL_DAYS } from '@/lib/domain/focus';
import { targetsOf } from '@/lib/domain/forecast';
import { teamOf } from '@/lib/domain/hierarchy';
import { OPEN, versionAt } from '@/lib/domain/log';
import { ageDays, closedBy, lookAlikes } from '@/lib/domain/look-alikes';
import type { Deal } from '@/lib/domain/org';
import { engineOf, scopeForecast, teamQuota } from '@/lib/domain/outlook';
import { quantile } from '@/lib/domain/pacing';
import { closedIn, cycle } from '@/lib/domain/process';
import { quotaByUser } from '@/lib/domain/quota-by-user';
import { reach } from '@/lib/domain/reach';
import type { SignalId } from '@/lib/domain/signals/signal';
import { stageRates } from '@/lib/domain/stage-rate';
import { touch } from '@/lib/domain/touch';
import type { DealOutlook } from '@/lib/domain/views';

/** Signals that say a deal slips. */
const SLIPS: readonly SignalId[] = ['overdue', 'pushed', 'stalled', 'stageBack', 'noActivity'];
/** An obstacle that stops a deal from being a near win. */
const BLOCKERS: readonly SignalId[] = ['noDecisionMaker'];
const CYCLE_DAYS = 730;
/** Won deals looked at for how long they were silent. */
const SILENT_DEALS = 300;

/** What an open deal does to its owner's quarter, and the bucket it belongs to; undefined for a deal that is not open. */
export function dealOutlook(facts: OrgFacts, { opportunity }: Deal): DealOutlook | undefined {
  const { log, now } = facts;
  const at = positions(facts).get(opportunity.id);
  const version = at === undefined ? -1 : versionAt(log, at, now);
  if (at === undefined || version < 0 || log.status[version] !== OPEN) return undefined;
  const { chances, period } = engineOf(facts);
  const { won, n, low, high } = chances.of(at, version);
  const effect = quarterEffect(facts, at, opportunity.ownerId);
  return {
    period: period.label,
    chance: won,
    ...(low === undefined || high === undefined ? {} : { low, high }),
    n,
    method: chances.method,
    finished: chances.history,
    isFirm: hasChances(chances),
    ...(effect ? { quarter: effect } : {}),
    ...focus(facts, at, version, won),
  };
}

/** Chance of the quota now, if won, if lost: the owner's own quota, or the team's where the owner has none. */
function quarterEffect(facts: OrgFacts, at: number, ownerId: string | undefined): DealOutlook['quarter'] {
  const own = ownerId === undefined ? undefined : quotaByUser(facts, engineOf(facts).period).get(ownerId);
  const isOwn = own !== undefined && ownerId !== undefined;
  const owners = isOwn ? new Set([ownerId]) : teamOf(facts, facts.profile.userId).userIds;
  const quota = own ?? teamQuota(facts, owners);
  if (quota === undefined) return undefined;
  const found = scopeForecast(facts, owners, quota);
  const place = found.deals.findIndex(({ deal }) => deal === at);
  if (place < 0) return undefined;
  const targets = targetsOf(found.won, found.newBusiness, found.quota ?? 0);
  const { now, effects } = reach(found.deals, targets, found.shockSd, [place]);
  const [effect] = effects;
  return effect && { scope: isOwn ? 'owner' : 'team', quota, now, ifWon: effect.won, ifLost: effect.lost };
}

function focus(facts: OrgFacts, at: number, version: number, p: number): Pick<DealOutlook, 'focus'> {
  const { log, now, stages } = facts;
  const deal = facts.deal(log.ids[at] ?? '');
  if (!deal) return {};
  const past = pastOf(facts);
  const then = versionAt(log, at, now - FELL_DAYS * DAY_MS);
  const alike = lookAlikes(log, at, now, past.closed);
  const reasons = new Set(verdictOf(facts, deal.opportunity.id)?.reasons.map(({ signal }) => signal));
  const ladder = [...stages.values()].filter(({ isActive, isClosed }) => isActive && !isClosed);
  const rank = ladder.toSorted((a, b) => a.order - b.order).findIndex(({ name }) => name === deal.opportunity.stage);
  const idle = idleDays(facts, deal);
  const wonAlike = alike.filter(({ isWon }) => isWon).length;
  const found = bucketOf({
    p,
    ...(then >= 0 && log.status[then] === OPEN ? { pBefore: past.chances.of(at, then).won } : {}),
    ageDays: ageDays(log, at, now),
    ...(past.medianCycleDays === undefined ? {} : { medianCycleDays: past.medianCycleDays }),
    isEarly: rank >= 0 && rank < ladder.length / 3,
    ...(idle === undefined ? {} : { idleDays: idle }),
    ...(past.idleP90Days === undefined ? {} : { idleP90Days: past.idleP90Days }),
    slips: SLIPS.filter((signal) => reasons.has(signal)).length,
    ...(alike.length > 0 ? { lookAlikesWon: wonAlike / alike.length } : {}),
    isBlocked: Number.isNaN(log.amount[version] ?? Number.NaN) || BLOCKERS.some((signal) => reasons.has(signal)),
  });
  return { focus: { ...found, alike: alike.length, alikeWon: wonAlike } };
}

/** Days since the last touch; undefined where none is logged. */
function idleDays({ today, now, profile }: OrgFacts, deal: Deal): number | undefined {
  const days = deal.activities.flatMap((activity) => {
    const found = touch(activity, { today, now, timeZone: profile.timeZone });
    return found && !found.isAhead ? [found.day] : [];
  });
  const last = days.toSorted().at(-1);
  return last === undefined ? undefined : daysBetween(last, today);
}

interface Past {
  chances: ReturnType<typeof stageRates>;
  closed: number[];
  medianCycleDays: number | undefined;
  idleP90Days: number | undefined;
}

const pasts = new WeakMap<OrgFacts, Past>();
const positionsOf = new WeakMap<OrgFacts, Map<string, number>>();

function positions(facts: OrgFacts): Map<string, number> {
  let held = positionsOf.get(facts);
  if (!held) positionsOf.set(facts, (held = new Map(facts.log.ids.map((id, at) => [id, at]))));
  return held;
}

/** What the rules compare a deal with: chances as they were two weeks ago, closed deals, their cycle, and how silent won ones were. */
function pastOf(facts: OrgFacts): Past {
  const held = pasts.get(facts);
  if (held) return held;
  const { log, now } = facts;
  const { period } = engineOf(facts);
  const closed = closedIn(log, { from: now - CYCLE_DAYS * DAY_MS, at: now });
  const made: Past = {
    chances: stageRates(log, { at: now - FELL_DAYS * DAY_MS, end: endOfDay(period.end) }),
    closed: closedBy(log, now),
    medianCycleDays: cycle(closed).medianDays,
    idleP90Days: quantile(silences(facts), 0.9),
  };
  pasts.set(facts, made);
  return made;
}

/** The longest silence of each of the newest won deals, in days. */
function silences(facts: OrgFacts): number[] {
  const won = facts.opportunities.filter(({ isWon }) => isWon).toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  return won.slice(0, SILENT_DEALS).flatMap(({ id }) => {
    const deal = facts.deal(id);
    const days = (deal?.activities ?? [])
      .flatMap(({ day, isClosed }) => (day !== undefined && isClosed ? [day] : []))
      .toSorted();
    const gaps = days.slice(1).map((day, at) => daysBetween(days[at] ?? day, day));
    return gaps.length === 0 ? [] : [Math.max(...gaps)];
  });
}
