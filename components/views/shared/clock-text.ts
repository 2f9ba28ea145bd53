import { clockGap, t } from '@/lib/i18n';

/** What is in doubt by a clock that is so far ahead, ms, or behind, and what to do. */
export const clockText = (off: number): string =>
  t(off > 0 ? 'clock.ahead.text' : 'clock.behind.text', { by: clockGap(off) });
