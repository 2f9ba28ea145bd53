import type { FiscalSettings } from '@/lib/calendar/fiscal';
import type { Instant } from '@/lib/calendar/instant';
import type { Chance, ChanceSource } from '@/lib/forecast/chance/chances';
import { type OrgTempo, orgTempo } from '@/lib/forecast/chance/org-tempo';
import { faster, type Phase, phaseOf } from '@/lib/forecast/chance/phase';
import { type SizeShift, sizesOf } from '@/lib/forecast/chance/sizes';
import { type Factors, levelsByStage } from '@/lib/forecast/chance/stage-pace';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import { isWorthAWord } from '@/lib/forecast/chance/tempo';
import { bringsOf } from '@/lib/forecast/chance/worth';
import { levelled, type Shared } from '@/lib/forecast/sum/shared';
import type { PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/**
 * Rates of the org's own history (`stageRates`), moved by what the org shows beside them: at which place in its quarters deals end, how
 * the level has moved over them, and whether large deals are won as often as small ones. Each is learnt beside the chance that there is
 * no such thing, and then stays out.
 */
export function timedRates(
  log: PipelineLog,
  {
    at,
    end,
    fiscal,
    tempo = orgTempo(log, { at, fiscal }),
  }: { at: Instant; end: Instant; fiscal: FiscalSettings; tempo?: OrgTempo },
): ChanceSource {
  const rates = stageRates(log, { at, end });
  const shift = sizesOf(log, rates);
  const season = phaseOf(log, rates, tempo);
  const stageOf = (version: VersionIndex): number => log.stage[version] ?? 0;
  const levels = levelsByStage(tempo.flow, rates.horizon, {
    won: tempo.won.level,
    lost: tempo.lost.level,
    moved: tempo.moved.level,
  });
  const by = (deal: DealIndex, version: VersionIndex, factors: Factors): Chance =>
    moved(rates.source.of(deal, version), shift, log.amount[version] ?? Number.NaN, factors);
  const wholes = levels.map((level) => ({ won: season.won * level.won, lost: season.lost * level.lost }));
  return {
    ...rates.source,
    shared: sharedOf(tempo, season),
    brings: bringsOf(log, rates, at),
    of: (deal, version) => by(deal, version, wholes[stageOf(version)]!),
    without: {
      calendar: (deal, version) => by(deal, version, levels[stageOf(version)]!).won,
      level: (deal, version) => by(deal, version, season).won,
    },
  };
}

/** More likely than not by four to one. */
const SURE = 0.8;

/** The shock as the tempo of past quarters shows it, and the doubt about the place in the quarter; its level is in the chances already. */
const sharedOf = ({ won }: OrgTempo, { variance }: Phase): Shared => ({
  level: 0,
  sd: Math.max(LEAST_SD, Math.sqrt(won.variance + variance)),
  hasMoved: won.changed > SURE && isWorthAWord(Math.exp(won.level)),
});

const LEAST_SD = 0.05;

/** A chance of a deal of some size when wins come faster or slower by a factor, and losses as ever. */
function moved(chance: Chance, shift: SizeShift, amount: number, factors: Factors): Chance {
  const own = levelled(chance.won, shift(amount));
  const lost = chance.won < 1 ? (chance.lost * (1 - own)) / (1 - chance.won) : chance.lost;
  const found = faster(own, lost, factors);
  const bound = (p: number | undefined): number | undefined =>
    p === undefined ? undefined : faster(levelled(p, shift(amount)), Math.min(lost, 1 - p), factors).won;
  const [low, high] = [bound(chance.low), bound(chance.high)];
  return {
    ...found,
    n: chance.n,
    ...(low === undefined ? {} : { low: Math.min(low, found.won) }),
    ...(high === undefined ? {} : { high: Math.max(high, found.won) }),
  };
}
