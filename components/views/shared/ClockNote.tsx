import { Message } from '@/components/ui/Message';
import { t } from '@/lib/i18n';

import { clockText } from './clock-text';

/** Says that this computer's clock is wrong, what is in doubt by that, and what to do; nothing where it is right. */
export function ClockNote({ off }: { off: number | undefined }) {
  if (off === undefined) return null;
  return (
    <Message tone="warn" title={t(off > 0 ? 'clock.ahead' : 'clock.behind')}>
      {clockText(off)}
    </Message>
  );
}
