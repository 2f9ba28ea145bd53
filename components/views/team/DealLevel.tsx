import { Message } from '@/components/ui/Message';
import { t } from '@/lib/i18n';
import { retryTeam } from '@/lib/store/team';

import { RecordMiss } from '../record/RecordMiss';
import { RecordPanel } from '../record/RecordPanel';
import type { LevelProps } from './level';

const retry = (): void => void retryTeam();

/** One deal, as the panel in the CRM page shows it. */
export function DealLevel({ frame, answer, onOpenRecord }: LevelProps<'deal'>) {
  // Nobody reads from the CRM for this page: what the cache lacks does not come by waiting.
  if (answer.miss?.kind === 'loading')
    return <Message title={t('record.notFound.title')}>{t('record.notFound.text')}</Message>;
  if (answer.miss) return <RecordMiss answer={answer} host="" recordId={frame.recordId} onRetry={retry} />;
  return (
    <>
      <p>
        <button type="button" className="link" onClick={() => onOpenRecord(frame.recordId)}>
          {t('app.openRecord')} ↗
        </button>
      </p>
      <RecordPanel view={answer.view} freshness={answer.freshness} onRetry={retry} />
    </>
  );
}
