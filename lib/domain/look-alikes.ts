import { DAY_MS } from '@/lib/domain/days';
import { OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';

const NEAREST = 10;
/** Only so many of the newest closed deals are looked at. */
const MOST = 4000;

export interface LookAlike {
  deal: number;
  isWon: boolean;
  distance: number;
}

/** A deal at one age: what look-alikes are compared by. */
interface Profile {
  deal: number;
  stage: number;
  logAmount: number;
  pushes: number;
  type: number;
  source: number;
  isWon: boolean;
}

/**
 * The closed deals most like an open one as they were at the same age, with how they ended: same stage, amount on a log scale, pushes, type and
 * source. Deals that were closed by that age, or that closed after `at`, are not compared.
 */
export function lookAlikes(log: PipelineLog, deal: number, at: number, closed: readonly number[]): LookAlike[] {
  const age = at - (log.createdAt[deal] ?? at);
  const own = profileAt(log, deal, at);
  if (!own) return [];
  return closed
    .flatMap((other): LookAlike[] => {
      if (other === deal) return [];
      const profile = profileAt(log, other, (log.createdAt[other] ?? 0) + age);
      if (!profile) return [];
      const distance =
        (profile.stage === own.stage ? 0 : 1) +
        Math.abs(profile.logAmount - own.logAmount) / 1.5 +
        Math.abs(profile.pushes - own.pushes) / 2 +
        (profile.type === own.type ? 0 : 0.3) +
        (profile.source === own.source ? 0 : 0.3);
      return [{ deal: other, isWon: log.status[versionAt(log, other, at)] === WON, distance }];
    })
    .toSorted((a, b) => a.distance - b.distance || b.deal - a.deal)
    .slice(0, NEAREST);
}

/** Deals closed by an instant, the newest close first. */
export function closedBy(log: PipelineLog, at: number): number[] {
  const found: { deal: number; from: number }[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version >= 0 && log.status[version] !== OPEN) found.push({ deal, from: log.from[version] ?? 0 });
  }
  return found
    .toSorted((a, b) => b.from - a.from)
    .slice(0, MOST)
    .map(({ deal }) => deal);
}

function profileAt(log: PipelineLog, deal: number, at: number): Profile | undefined {
  const version = versionAt(log, deal, at);
  if (version < 0 || log.status[version] !== OPEN) return undefined;
  const amount = log.amount[version] ?? Number.NaN;
  return {
    deal,
    stage: log.stage[version] ?? 0,
    logAmount: Number.isNaN(amount) || amount <= 0 ? 0 : Math.log10(amount),
    pushes: pushesUntil(log, deal, version),
    type: log.type[deal] ?? 0,
    source: log.source[deal] ?? 0,
    isWon: false,
  };
}

/** `pushEvents` (glossary §4) up to and with a version. */
function pushesUntil(log: PipelineLog, deal: number, version: number): number {
  let pushes = 0;
  for (let at = (log.starts[deal] ?? 0) + 1; at <= version; at += 1) {
    const [before, after] = [log.closeDay[at - 1] ?? 0, log.closeDay[at] ?? 0];
    if (before > -1e6 && after > before) pushes += 1;
  }
  return pushes;
}

/** Days that a deal has been open at an instant. */
export const ageDays = (log: PipelineLog, deal: number, at: number): number =>
  Math.max(0, (at - (log.createdAt[deal] ?? at)) / DAY_MS);
