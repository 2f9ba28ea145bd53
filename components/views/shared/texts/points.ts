import { t } from '@/lib/i18n';

const whole = (share: number): number => Math.round(100 * share) + 0;

/** A difference of two shares as people read it: whole percentage points, with a sign where it takes away. */
export const points = (share: number): string =>
  whole(share) < 0 ? `−${t('lift.points', { points: -whole(share) })}` : t('lift.points', { points: whole(share) });

export const pointsBetween = (low: number, high: number): string =>
  t('lift.range', { low: `${whole(low)}`.replace('-', '−'), high: points(high) });
