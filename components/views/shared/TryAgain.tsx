import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { formatTime, t } from '@/lib/i18n';
import { noteTry, useTried } from '@/lib/store/failures';

/**
 * Asks again, and says how often it was asked: an answer that is the same looks like a button that does nothing. `about` is what
 * stands there until the answer is another one.
 */
export function TryAgain({ about, onRetry }: { about: string; onRetry: () => void }) {
  const tried = useTried(({ last }) => (last?.words === about ? last : undefined));
  const retry = (): void => {
    noteTry(about);
    onRetry();
  };
  return (
    <>
      <Button onClick={retry}>{t('app.retry')}</Button>{' '}
      <Toast>{tried && t('failure.tried', { count: tried.count, time: formatTime(tried.at, tried.at) })}</Toast>
    </>
  );
}
