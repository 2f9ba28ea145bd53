import { DAY_MS, dayNumber, type Day } from '@/lib/domain/days';
import { CATEGORIES, LOST, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';

/** Chances of one deal from an instant to the end of a period; what is neither won nor lost by then is still open. */
export interface Chance {
  won: number;
  lost: number;
  /** Past cases that it rests on. */
  n: number;
  /** A band around `won`, where the method gives one. */
  low?: number;
  high?: number;
}

/** `method` (glossary §8): where a chance comes from. */
export type ChanceMethod = 'stageRate' | 'learnt';

/** What any probability enters the engine through. */
export interface ChanceSource {
  method: ChanceMethod;
  /** Deals whose outcome it was learnt from. */
  n: number;
  /** Chances of an open deal in the state of a version. */
  of(deal: number, version: number): Chance;
}

/**
 * The weak prior, for orgs without a history: about a fifth of open deals are won in the end (vendors quote 21 % on average:
 * scoring.md §7), half of those within 60 days, and as many are lost as would leave a fifth open after half a year. It weighs as much as
 * {@link PRIOR_DEALS} deals.
 */
const PRIOR_WIN = 0.21;
const PRIOR_LOSS = 0.6;
const PRIOR_DEALS = 20;
const HALF_LIFE_DAYS = 60;
/** Cases of the wider group that a cell is mixed with (Beta shrinkage, scoring.md §6.4). */
const SHRINK = 10;
/** Looks back at the open deals this often, and this many times. */
const LOOK_EVERY_DAYS = 14;
const LOOKS = 26;
const OMITTED = CATEGORIES.indexOf('omitted');

/**
 * Chances from the org's own history: of the deals that were open in a stage on past days, the share that was won (lost) within as
 * many days as are left now; apart by whether their close date lay within those days. Each share is shrunk to that of the stage, of the
 * org and of a weak prior. Point in time: a past day counts only if its days were over by `at`, and nothing later than `at` is read.
 */
export function stageRates(log: PipelineLog, { at, end }: { at: number; end: number }): ChanceSource {
  const horizonDays = Math.max(1, Math.ceil((end - at) / DAY_MS));
  const stages = log.words.stage.length;
  /** Cells: stage × (close date within the horizon or not) × (won, lost, all). */
  const cells = new Float64Array(stages * 6);
  const known = new Uint8Array(log.size);
  for (let look = 0; look < LOOKS; look += 1) {
    const past = at - (horizonDays + look * LOOK_EVERY_DAYS) * DAY_MS;
    const until = past + horizonDays * DAY_MS;
    const lastDay = Math.floor(until / DAY_MS);
    for (let deal = 0; deal < log.size; deal += 1) {
      if ((log.createdAt[deal] ?? Infinity) > past) continue;
      const then = versionAt(log, deal, past);
      if (then < 0 || log.status[then] !== OPEN || log.category[then] === OMITTED) continue;
      const later = versionAt(log, deal, until);
      // Gone by then: its outcome cannot be known.
      if (later < 0) continue;
      const status = log.status[later];
      const cell = cellOf(log, then, lastDay);
      if (status === WON) cells[cell] = (cells[cell] ?? 0) + 1;
      if (status === LOST) cells[cell + 1] = (cells[cell + 1] ?? 0) + 1;
      cells[cell + 2] = (cells[cell + 2] ?? 0) + 1;
      known[deal] = 1;
    }
  }
  const reach = 1 - 2 ** (-horizonDays / HALF_LIFE_DAYS);
  const sum = (part: number, from = 0, to = cells.length): number => {
    let all = 0;
    for (let cell = from + part; cell < to; cell += 3) all += cells[cell] ?? 0;
    return all;
  };
  const all = sum(2);
  const org = [PRIOR_WIN, PRIOR_LOSS].map(
    (prior, part) => (sum(part) + PRIOR_DEALS * prior * reach) / (all + PRIOR_DEALS),
  );
  const rates = new Float64Array(stages * 4);
  for (let stage = 0; stage < stages; stage += 1) {
    for (let part = 0; part < 2; part += 1) {
      const [from, to] = [stage * 6, stage * 6 + 6];
      const wide = (sum(part, from, to) + SHRINK * (org[part] ?? 0)) / (sum(2, from, to) + SHRINK);
      for (let inside = 0; inside < 2; inside += 1) {
        const cell = stage * 6 + inside * 3;
        rates[stage * 4 + inside * 2 + part] =
          ((cells[cell + part] ?? 0) + SHRINK * wide) / ((cells[cell + 2] ?? 0) + SHRINK);
      }
    }
  }
  const lastDay = Math.floor(end / DAY_MS);
  return {
    method: 'stageRate',
    n: known.reduce((count, one) => count + one, 0),
    of(_deal, version) {
      const cell = cellOf(log, version, lastDay);
      const [stage, inside] = [Math.floor(cell / 6), (cell % 6) / 3];
      const place = stage * 4 + inside * 2;
      return { won: rates[place] ?? 0, lost: rates[place + 1] ?? 0, n: cells[cell + 2] ?? 0 };
    },
  };
}

const cellOf = (log: PipelineLog, version: number, lastDay: number): number => {
  const day = log.closeDay[version] ?? NO_DAY;
  return (log.stage[version] ?? 0) * 6 + (day !== NO_DAY && day <= lastDay ? 3 : 0);
};

/** The last instant of a day, UTC; what the end of a period is to the engine. */
export const endOfDay = (on: Day): number => (dayNumber(on) + 1) * DAY_MS - 1;
