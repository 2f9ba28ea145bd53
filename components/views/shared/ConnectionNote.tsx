import { Message } from '@/components/ui/Message';
import type { Freshness } from '@/lib/deal/freshness';
import { t } from '@/lib/i18n';

import { ClockNote } from './ClockNote';

/** Says why the CRM does not answer, in its own words where it gave any; when it does answer, only where the clock is wrong. */
export function ConnectionNote({
  freshness: { state, detail, clockBehind },
  onRetry,
}: {
  freshness: Freshness;
  onRetry?: () => void;
}) {
  if (state === 'live') return <ClockNote behind={clockBehind} />;
  return (
    <Message
      tone="warn"
      title={t(`connection.${state}.title`)}
      action={
        onRetry && (
          <button type="button" className="button" onClick={onRetry}>
            {t('app.retry')}
          </button>
        )
      }
    >
      {t(`connection.${state}.text`)}
      {state === 'refused' && detail !== undefined && <span className="quiet"> {detail}</span>}
    </Message>
  );
}
