import { DAY_MS } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { pushesOf } from '@/lib/deal/pushes';
import { asOf } from '@/lib/figures/ask';
import { closed } from '@/lib/figures/states';
import { MOST_ALIKE } from '@/lib/forecast/focus';
import { attributeOf, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, type VersionIndex, versionIndex, NO_VERSION } from '@/lib/log/positions';

/** Only so many of the newest closed deals are looked at. */
const MOST = 4000;

export interface LookAlike {
  deal: DealIndex;
  isWon: boolean;
  distance: number;
}

/** Deals that others are compared with, and of each of their versions, one deal after the other, what is compared. */
export interface ComparedDeals {
  deals: readonly DealIndex[];
  /** Where the versions of a deal begin in the two columns. */
  offsets: Uint32Array;
  /** `logAmount`. */
  amounts: Float64Array;
  /** `pushEvents` (G4.1) up to and with the version. */
  pushes: Uint32Array;
}

/**
 * The closed deals most like an open one as they were at the same age, with how they ended: same stage, amount on a log scale, pushes, type and
 * source. Deals that were closed by that age, or that closed after `at`, are not compared. Each open deal is held against up to 4,000 closed
 * ones: nothing is made for those that are not among the nearest.
 */
export function lookAlikes(
  log: PipelineLog,
  deal: DealIndex,
  at: Instant,
  { deals, offsets, amounts, pushes }: ComparedDeals,
): LookAlike[] {
  const age = at - (log.createdAt[deal] ?? at);
  const own = openAt(log, deal, at);
  if (own < 0) return [];
  const [ownAmount, ownPushes] = [logAmount(log, own), pushesUntil(log, deal, own)];
  const [ownType, ownSource] = [attributeOf(log, 'type', deal, own), attributeOf(log, 'source', deal, own)];
  const nearest: { deal: DealIndex; distance: number }[] = [];
  for (let index = 0; index < deals.length; index += 1) {
    const other = deals[index];
    if (other === undefined || other === deal) continue;
    const version = openAt(log, other, instant((log.createdAt[other] ?? 0) + age));
    if (version < 0) continue;
    const place = (offsets[index] ?? 0) + version - (log.starts[other] ?? 0);
    const least =
      (log.stage[version] === log.stage[own] ? 0 : 1) +
      Math.abs((amounts[place] ?? 0) - ownAmount) / 1.5 +
      Math.abs((pushes[place] ?? 0) - ownPushes) / 2;
    const last = nearest[MOST_ALIKE - 1];
    if (last && least > last.distance) continue;
    const distance =
      least +
      (attributeOf(log, 'type', other, version) === ownType ? 0 : 0.3) +
      (attributeOf(log, 'source', other, version) === ownSource ? 0 : 0.3);
    if (last && (distance > last.distance || (distance === last.distance && other < last.deal))) continue;
    let rank = nearest.length;
    while (rank > 0) {
      const before = nearest[rank - 1];
      if (!before || before.distance < distance || (before.distance === distance && before.deal > other)) break;
      rank -= 1;
    }
    nearest.splice(rank, 0, { deal: other, distance });
    if (nearest.length > MOST_ALIKE) nearest.pop();
  }
  return nearest.map((each) => ({ ...each, isWon: log.status[versionAt(log, each.deal, at)] === WON }));
}

/** Deals closed by an instant, the newest close first, as others are compared with them. */
export function comparedBy(log: PipelineLog, at: Instant): ComparedDeals {
  const deals = closedBy(log, at);
  const offsets = new Uint32Array(deals.length + 1);
  for (const [index, deal] of deals.entries())
    offsets[index + 1] = (offsets[index] ?? 0) + (log.starts[deal + 1] ?? 0) - (log.starts[deal] ?? 0);
  const size = offsets[deals.length] ?? 0;
  const [amounts, pushes] = [new Float64Array(size), new Uint32Array(size)];
  for (const [index, deal] of deals.entries()) {
    const [from, start] = [offsets[index] ?? 0, log.starts[deal] ?? FIRST_VERSION];
    for (let place = from; place < (offsets[index + 1] ?? from); place += 1) {
      const version = versionIndex(start + place - from);
      amounts[place] = logAmount(log, version);
      pushes[place] = pushesUntil(log, deal, version);
    }
  }
  return { deals, offsets, amounts, pushes };
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
