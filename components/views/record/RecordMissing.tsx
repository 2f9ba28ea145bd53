import { Message } from '@/components/ui/Message';
import { Skeleton } from '@/components/ui/Skeleton';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { t } from '@/lib/i18n';

import { Failed } from '../shared/Failed';
import { ConnectionNote } from '../shared/state/ConnectionNote';
import { PageOnly } from '../shared/state/PageOnly';
import { TryAgain } from '../shared/TryAgain';

interface Props {
  answer: Extract<RecordAnswer, { view?: never }>;
  host: string;
  recordId: string;
  onRetry: () => void;
}

/** Why there is no record to show: never another record, always words. */
export function RecordMissing({ answer: { miss, freshness }, host, recordId, onRetry }: Props) {
  switch (miss.kind) {
    case 'loading':
      return <Skeleton label={t('record.loading')} />;
    case 'notFound':
    case 'deleted':
      return (
        <Message
          tone="warn"
          title={t(`record.${miss.kind}.title`)}
          action={<TryAgain about={`${miss.kind} ${recordId}`} onRetry={onRetry} />}
        >
          {t(`record.${miss.kind}.text`)}
        </Message>
      );
    case 'notOpportunity':
      return <Message title={t('record.notOpportunity.title')}>{t('record.notOpportunity.text')}</Message>;
    case 'unread':
      if (freshness.pageOnly) return <PageOnly host={host} recordId={recordId} onRetry={onRetry} />;
      if (freshness.state === 'live')
        return <Failed failure={{ kind: 'question', words: miss.detail ?? '' }} onRetry={onRetry} />;
      return <ConnectionNote freshness={freshness} onRetry={onRetry} />;
  }
}
