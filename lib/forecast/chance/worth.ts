import { DAY_MS } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { median } from '@/lib/figures/quantile';
import { belief, believed, type Look } from '@/lib/forecast/chance/beliefs';
import type { BringsOf } from '@/lib/forecast/chance/chances';
import { MEMORY_DAYS, type StageRates } from '@/lib/forecast/chance/stage-rate';
import { totalOf } from '@/lib/forecast/sum/shared';
import { comparedAmounts, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';

/** Amounts below this share of the middle one are no amounts: something had to be written. */
const PLACEHOLDER = 0.01;
/** A deal signed for more than so many times its amount had another kind of amount before. */
const MOST_TIMES = 5;
/** Fewer deals that were without an amount and won do not say what another one may bring. */
const LEAST_BLANK = 8;
const PARTS = 8;
/** How far what is signed may differ from what was written, in logs: for all stages alike, and for one of them. */
const ALIKE = 0.3;
const APART = 0.2;
const AS_WRITTEN = 0.6;
/** Even where all of a few deals agree it is not known better than by so much of one. */
const LEAST_SPREAD = 0.1;

/** What won deals had been in the days before, each with its share of them. */
interface Past {
  deal: number;
  stage: number;
  share: number;
  written: number;
  signed: number;
  /** Signed beside written, in the deal's own money. */
  times: number;
}

/**
 * What open deals bring beside the amounts that they have now (`G7.1`): deals are signed for less than was asked, and get their amounts late. Of
 * deals won in the last two years it is looked at, over as many days before as are left now, what their amounts were beside what they brought in
 * the end: by stage, and believed only where it shows. Deals without an amount bring what such deals brought, where at least
 * {@link LEAST_BLANK} did. Nothing later than the instant of the rates is read.
 */
export function bringsOf(log: PipelineLog, { outcomes, horizon, looks }: StageRates, at: Instant): BringsOf {
  const past = pastOf();
  const priced = past.map(({ signed }) => signed).filter((signed) => signed > 0);
  const least = PLACEHOLDER * (median(priced) ?? 0);
  const isBlank = (written: number): boolean => !(Math.abs(written) >= least && written !== 0);
  const times = timesOf(
    past.filter(({ written }) => !isBlank(written) && written > 0),
    log.words.stage.length,
  );
  const blanks = past.filter(({ written }) => isBlank(written));
  const everywhere = partsOf(blanks);
  const byStage = new Map([...Map.groupBy(blanks, ({ stage }) => stage)].map(([stage, own]) => [stage, partsOf(own)]));
  return (asked, version) => {
    const [own, written] = [log.amount[version] ?? Number.NaN, asked.amount[version] ?? Number.NaN];
    const stage = log.stage[version] ?? 0;
    if (!isBlank(own)) return { amount: Number.isNaN(written) ? 0 : written * (written > 0 ? (times[stage] ?? 1) : 1) };
    // Nobody knows yet which part of it will be of what.
    const may = asked.amount === log.amount ? (byStage.get(stage) ?? everywhere) : undefined;
    return may ? { amount: totalOf(may) / may.length, may } : { amount: Number.isNaN(written) ? 0 : written };
  };

  function pastOf(): Past[] {
    const since = (looks[0]?.day ?? 0) + horizon - MEMORY_DAYS;
    const found: Past[] = [];
    const amounts = comparedAmounts(log);
    for (let deal = FIRST_DEAL; deal < log.size; deal++) {
      const day = outcomes.day[deal] ?? NO_DAY;
      if (outcomes.status[deal] !== WON || day === NO_DAY || day < since) continue;
      const until = (day + 1) * DAY_MS;
      const from = until - Math.max(1, horizon) * DAY_MS;
      const last = versionAt(log, deal, at);
      const signed = log.amount[last] ?? Number.NaN;
      for (let version = log.starts[deal] ?? 0; version < last; version += 1) {
        if (log.status[version] !== OPEN) continue;
        const share =
          (Math.min(until, log.from[version + 1] ?? 0) - Math.max(from, log.from[version] ?? 0)) / (until - from);
        if (share > 0)
          found.push({
            deal,
            stage: log.stage[version] ?? 0,
            share,
            written: log.amount[version] ?? Number.NaN,
            signed: Number.isNaN(signed) ? 0 : signed,
            times: Number.isNaN(signed) ? 0 : (amounts[last] ?? 0) / (amounts[version] ?? 0),
          });
      }
    }
    return found;
  }
}

/** By stage, how many times what is written is signed; 1 where it does not show. */
function timesOf(past: readonly Past[], stages: number): Float64Array {
  const looks = Array.from({ length: stages }, (): Look => ({ value: 0, noise: Infinity }));
  for (const [stage, own] of Map.groupBy(past, (each) => each.stage)) {
    const n = own.reduce((sum, { share }) => sum + share, 0);
    const times = own.map((each) => Math.max(0, Math.min(MOST_TIMES, each.times)));
    const mean = own.reduce((sum, { share }, place) => sum + share * (times[place] ?? 1), 0) / n;
    if (!(n >= 1 && mean > 0)) continue;
    const squares = own.reduce((sum, { share }, place) => sum + share * ((times[place] ?? 1) - mean) ** 2, 0);
    looks[stage] = { value: Math.log(mean), noise: (squares / n + LEAST_SPREAD ** 2) / (n * mean * mean) };
  }
  const { mean, weights } = believed(looks, [
    belief(stages, AS_WRITTEN, () => 0),
    belief(stages, (1 - AS_WRITTEN) / 2, () => ALIKE ** 2),
    belief(stages, (1 - AS_WRITTEN) / 2, (a, b) => ALIKE ** 2 + (a === b ? APART ** 2 : 0)),
  ]);
  // As likely as not there is nothing to it: then amounts are what they are.
  return (weights[0] ?? 1) >= 0.5 ? new Float64Array(stages).fill(1) : mean.map(Math.exp);
}

/** What deals brought, in parts of as many deals each, and the mean of each part; undefined where they are few. */
function partsOf(past: readonly Past[]): number[] | undefined {
  if (new Set(past.map(({ deal }) => deal)).size < LEAST_BLANK) return undefined;
  const sorted = past.toSorted((a, b) => a.signed - b.signed);
  const each = sorted.reduce((sum, { share }) => sum + share, 0) / PARTS;
  const sums = new Float64Array(PARTS);
  let before = 0;
  for (const { share, signed } of sorted) {
    // One deal may lie in several parts.
    for (let part = Math.floor(before / each); part < PARTS && part * each < before + share; part += 1)
      sums[part]! += signed * (Math.min(before + share, (part + 1) * each) - Math.max(before, part * each));
    before += share;
  }
  return Array.from(sums, (sum) => sum / each);
}
