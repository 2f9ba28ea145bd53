import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import type { Failure } from '@/lib/store/failures';

import { failureWords } from './texts/failure-words';
import { TryAgain } from './TryAgain';

interface Props {
  failure: Failure;
  /** Whether what was known before stands below. */
  isAbove?: boolean;
  onRetry?: (() => void) | undefined;
  /** Takes the words away; absent where nothing else would be left. */
  onClose?: () => void;
}

/** What went wrong, in the error's own words too, and the way on: again, a new load of the page, or on without it. */
export function Failed({ failure, isAbove = false, onRetry, onClose }: Props) {
  const { kind, what = '' } = failure;
  const words = failureWords(failure);
  const isStopped = kind === 'stopped';
  return (
    <Message
      tone="warn"
      title={t(`failure.${kind}.title`, { what })}
      action={
        <>
          {onRetry && !isStopped && <TryAgain about={words} onRetry={onRetry} />}{' '}
          {(isStopped || !onRetry) && <Button onClick={() => location.reload()}>{t('app.reload')}</Button>}{' '}
          {onClose && <Button onClick={onClose}>{t('app.dismiss')}</Button>}
        </>
      }
    >
      {isAbove && `${t('failure.above')} `}
      {t(`failure.${kind}.text`)} <span className="quiet">{words}</span>
    </Message>
  );
}
