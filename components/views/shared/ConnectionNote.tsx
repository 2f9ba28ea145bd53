import { Message } from '@/components/ui/Message';
import type { Freshness } from '@/lib/deal/freshness';
import { t } from '@/lib/i18n';

/** Says why the CRM does not answer, in its own words where it gave any. Nothing when it does answer. */
export function ConnectionNote({
  freshness: { state, detail },
  onRetry,
}: {
  freshness: Freshness;
  onRetry?: () => void;
}) {
  if (state === 'live') return null;
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
