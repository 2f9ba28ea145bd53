import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { t } from '@/lib/i18n';

import { RecordMissing } from '../record/RecordMissing';
import { RecordPanel } from '../record/RecordPanel';
import { level, type LevelProps } from './level';

/** One deal, as the panel in the CRM page shows it. */
function DealLevel({ about, answer, retry, onOpenRecord }: LevelProps<{ recordId: string }, RecordAnswer>) {
  // Nobody reads from the CRM for this page: what the cache lacks does not come by waiting.
  if (answer.miss?.kind === 'loading')
    return <Message title={t('record.notFound.title')}>{t('record.notFound.text')}</Message>;
  if (answer.miss) return <RecordMissing answer={answer} host="" recordId={about.recordId} onRetry={retry} />;
  return (
    <>
      <p>
        <Button look="link" onClick={() => onOpenRecord(about.recordId)}>
          {t('app.openRecord')} <span className="arrow">↗</span>
        </Button>
      </p>
      <RecordPanel view={answer.view} freshness={answer.freshness} onRetry={retry} />
    </>
  );
}

export const dealLevel = level({
  kind: 'deal',
  ask: ({ recordId }: { recordId: string }, queries) => queries.record({ host: '', recordId }),
  View: DealLevel,
  titleOf: () => t('drill.deal'),
  recordOf: ({ recordId }) => recordId,
});
