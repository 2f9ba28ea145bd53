import { formatRatio, t } from '@/lib/i18n';

/** A probability as people read it: whole percents, and never 0 % or 100 % for what is not certain. */
export function percent(chance: number): string {
  if (chance <= 0 || chance >= 1) return t('chance.percent', { percent: chance <= 0 ? 0 : 100 });
  const whole = Math.round(chance * 100);
  if (whole < 1) return t('chance.under');
  return whole > 99 ? t('chance.over') : t('chance.percent', { percent: whole });
}

/** To a tenth of a percent, as rules that sort deals go by it. */
export function inTenths(chance: number): string {
  const tenths = Math.round(chance * 1000);
  if (tenths < 1) return t('chance.under.tenth');
  return tenths > 999 ? t('chance.over.tenth') : t('chance.percent', { percent: tenths / 10 });
}

/** Beyond these a figure says no more than that it is large: a rep's own few quarters, or a gap of nearly nothing, make it. */
const MOST_PACE = 3;
const MOST_COVERAGE = 20;

/** `pacing` as people read it: 100 % is on pace. */
export const pace = (pacing: number): string =>
  pacing > MOST_PACE
    ? t('chance.more', { most: t('chance.percent', { percent: 100 * MOST_PACE }) })
    : t('chance.percent', { percent: Math.round(pacing * 100) });

/** `coverage` as people read it. */
export const coverageText = (coverage: number | 'met'): string =>
  coverage === 'met'
    ? t('team.coverage.met')
    : coverage > MOST_COVERAGE
      ? t('chance.more', { most: `${MOST_COVERAGE}×` })
      : formatRatio(coverage);
