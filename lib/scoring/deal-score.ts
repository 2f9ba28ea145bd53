import { addDays, type Day } from '@/lib/calendar/days';
import { type Calibration, type DealScore, FEATURE_IDS, type FeatureId, type ScoreReason } from '@/lib/forecast/score';

import { HORIZONS } from './model/horizons';
import { sigmoid } from './model/quality';
import type { Explanation } from './reasons';
import { type Typical, usualFor } from './typical';

/** What is absent because it never happened is known. */
const NEVER: readonly FeatureId[] = ['daysSincePush'];

const isFeature = (name: string): name is FeatureId => (FEATURE_IDS as readonly string[]).includes(name);
/** The middle half of the wins. */
const [FIRST, LAST] = [0.25, 0.75];

/**
 * A deal's chance as it is shown: the learnt log-odds after calibration. Slope and level of the calibration go into base and reasons, so
 * that they still sum to it. Points are each reason's log-odds times the mean slope of the chance between the average deal and this one
 * (the integrated gradient on that straight way), so that they sum to the difference of the two chances.
 */
export function dealScore(
  { base: plainBase, reasons: plain, missing }: Pick<Explanation, 'base' | 'reasons' | 'missing'>,
  { calibration, typical, stage }: { calibration: Calibration; typical: Typical | undefined; stage: string },
): Omit<DealScore, 'window'> {
  const { intercept, slope, n } = calibration;
  const base = slope * plainBase;
  const parts = plain.flatMap(({ id, logOdds, value }): Omit<ScoreReason, 'points'>[] => {
    if (!isFeature(id)) throw new Error(`The score names a feature "${id}" that has no text. Learn the score again.`);
    const compare = typical && compareOf(typical, id, value, stage);
    const isKnown = value !== '' && !Number.isNaN(value);
    return [{ id, logOdds: slope * logOdds, ...(isKnown ? { value } : {}), ...(compare ? { compare } : {}) }];
  });
  if (intercept !== 0) parts.push({ id: 'recentResults', logOdds: intercept, value: n });
  const whole = parts.reduce((sum, { logOdds }) => sum + logOdds, base);
  const [chance, baseChance] = [sigmoid(whole), sigmoid(base)];
  const gap = whole - base;
  const scale = Math.abs(gap) < 1e-6 ? chance * (1 - chance) : (chance - baseChance) / gap;
  return {
    chance,
    baseChance,
    base,
    reasons: parts
      .map((part) => ({ ...part, points: part.logOdds * scale }))
      .toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds) || (a.id < b.id ? -1 : 1)),
    missing: missing.filter(isFeature).filter((id) => !NEVER.includes(id)),
  };
}

function compareOf(typical: Typical, id: FeatureId, value: number | string, stage: string): ScoreReason['compare'] {
  if (typeof value === 'string') {
    const own = usualFor(typical.words[id], value);
    return own && { kind: 'won', ...own };
  }
  const found = usualFor(typical.medians[id], stage) ?? typical.medians[id]?.[''];
  return found && { kind: 'median', ...found };
}

/** The days between which half of the wins of a deal fall, from a curve of its chance to be won by the end of each horizon bin. */
export function winWindow(curve: readonly number[], ever: number, today: Day): DealScore['window'] {
  const dayOf = (share: number): Day | undefined => {
    const wanted = share * ever;
    for (const [bin, end] of HORIZONS.entries()) {
      const [start, before, after] = [HORIZONS[bin - 1] ?? 0, curve[bin - 1] ?? 0, curve[bin] ?? 0];
      if (after < wanted || after <= before) continue;
      return addDays(today, Math.max(0, Math.round(start + ((wanted - before) / (after - before)) * (end - start))));
    }
    return undefined;
  };
  const to = dayOf(LAST);
  return { from: dayOf(FIRST) ?? addDays(today, HORIZONS.at(-1) ?? 0), ...(to === undefined ? {} : { to }) };
}
