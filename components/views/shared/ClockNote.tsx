import { Message } from '@/components/ui/Message';
import { t } from '@/lib/i18n';

const HOUR_MS = 3_600_000;

/** Says that this computer's clock is behind what the CRM tells of, and what to do; nothing where it is not. */
export function ClockNote({ behind }: { behind: number | undefined }) {
  if (behind === undefined) return null;
  return (
    <Message tone="warn" title={t('clock.title')}>
      {t('clock.text', { hours: Math.max(1, Math.round(behind / HOUR_MS)) })}
    </Message>
  );
}
