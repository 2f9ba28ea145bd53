import { Message } from '@/components/ui/Message';
import { clockGap, t } from '@/lib/i18n';

/** Says that this computer's clock is wrong, what is in doubt by that, and what to do; nothing where it is right. */
export function ClockNote({ off }: { off: number | undefined }) {
  if (off === undefined) return null;
  return (
    <Message tone="warn" title={t(off > 0 ? 'clock.ahead' : 'clock.behind')}>
      {clockText(off)}
    </Message>
  );
}

/** What is in doubt by a clock that is so far ahead, ms, or behind, and what to do. */
export const clockText = (off: number): string =>
  t(off > 0 ? 'clock.ahead.text' : 'clock.behind.text', { by: clockGap(off) });
