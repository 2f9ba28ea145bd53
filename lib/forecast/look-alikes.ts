import { DAY_MS } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { pushesOf } from '@/lib/deal/pushes';
import { asOf } from '@/lib/figures/ask';
import { closed } from '@/lib/figures/states';
import { MOST_ALIKE } from '@/lib/forecast/focus';
import { attributeOf, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, type VersionIndex, NO_VERSION } from '@/lib/log/positions';

/** Only so many of the newest closed deals are looked at. */
const MOST = 4000;

export interface LookAlike {
  deal: DealIndex;
  isWon: boolean;
  distance: number;
}

/**
 * The closed deals most like an open one as they were at the same age, with how they ended: same stage, amount on a log scale, pushes, type and
 * source. Deals that were closed by that age, or that closed after `at`, are not compared. Each open deal is held against up to 4,000 closed
 * ones: nothing is made for those that are not among the nearest.
 */
export function lookAlikes(log: PipelineLog, deal: DealIndex, at: Instant, closed: readonly DealIndex[]): LookAlike[] {
  const age = at - (log.createdAt[deal] ?? at);
  const own = openAt(log, deal, at);
  if (own < 0) return [];
  const [ownAmount, ownPushes] = [logAmount(log, own), pushesUntil(log, deal, own)];
  const [ownType, ownSource] = [attributeOf(log, 'type', deal, own), attributeOf(log, 'source', deal, own)];
  const nearest: { deal: DealIndex; distance: number }[] = [];
  for (const other of closed) {
    if (other === deal) continue;
    const version = openAt(log, other, instant((log.createdAt[other] ?? 0) + age));
    if (version < 0) continue;
    const distance =
      (log.stage[version] === log.stage[own] ? 0 : 1) +
      Math.abs(logAmount(log, version) - ownAmount) / 1.5 +
      Math.abs(pushesUntil(log, other, version) - ownPushes) / 2 +
      (attributeOf(log, 'type', other, version) === ownType ? 0 : 0.3) +
      (attributeOf(log, 'source', other, version) === ownSource ? 0 : 0.3);
    const last = nearest[MOST_ALIKE - 1];
    if (last && (distance > last.distance || (distance === last.distance && other < last.deal))) continue;
    let place = nearest.length;
    while (place > 0) {
      const before = nearest[place - 1];
      if (!before || before.distance < distance || (before.distance === distance && before.deal > other)) break;
      place -= 1;
    }
    nearest.splice(place, 0, { deal: other, distance });
    if (nearest.length > MOST_ALIKE) nearest.pop();
  }
  return nearest.map((each) => ({ ...each, isWon: log.status[versionAt(log, each.deal, at)] === WON }));
}

/** Deals closed by an instant, the newest close first. */
export function closedBy(log: PipelineLog, at: Instant): DealIndex[] {
  const { deals, versions } = asOf(log, at).rows(closed, {});
  return Array.from(deals, (deal, row) => ({ deal, from: log.from[versions[row] ?? FIRST_VERSION] ?? 0 }))
    .toSorted((a, b) => b.from - a.from)
    .slice(0, MOST)
    .map(({ deal }) => deal);
}

/** The version of a deal that was open at an instant; −1 where it was not. */
function openAt(log: PipelineLog, deal: DealIndex, at: Instant): VersionIndex {
  const version = versionAt(log, deal, at);
  return version >= 0 && log.status[version] === OPEN ? version : NO_VERSION;
}

function logAmount(log: PipelineLog, version: VersionIndex): number {
  const amount = log.amount[version] ?? Number.NaN;
  return Number.isNaN(amount) || amount <= 0 ? 0 : Math.log10(amount);
}

/** `pushEvents` (G4.1) up to and with a version. */
const pushesUntil = (log: PipelineLog, deal: DealIndex, version: VersionIndex): number =>
  pushesOf(log.closeDay, log.starts[deal] ?? 0, version + 1).count;

/** Days that a deal has been open at an instant. */
export const ageDays = (log: PipelineLog, deal: DealIndex, at: Instant): number =>
  Math.max(0, (at - (log.createdAt[deal] ?? at)) / DAY_MS);
