import { Message } from '@/components/ui/Message';
import { t } from '@/lib/i18n';
import { askTeam } from '@/lib/store/team';

import { RecordPanel } from '../record/RecordPanel';
import type { LevelProps } from './level';

/** One deal, as the panel in the CRM page shows it. */
export function DealLevel({ frame, answer, now, onOpenRecord }: LevelProps<'deal'>) {
  if (!answer.view) return <Message title={t('record.notFound.title')}>{t('record.notFound.text')}</Message>;
  return (
    <>
      <p>
        <button type="button" className="link" onClick={() => onOpenRecord(frame.recordId)}>
          {t('app.openRecord')} ↗
        </button>
      </p>
      <RecordPanel view={answer.view} freshness={answer.freshness} now={now} onRetry={() => void askTeam()} />
    </>
  );
}
