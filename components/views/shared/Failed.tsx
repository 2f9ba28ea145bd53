import { Message } from '@/components/ui/Message';
import { formatTime, t } from '@/lib/i18n';
import { type Failure, noteTry, useTried } from '@/lib/store/failures';

interface Props {
  failure: Failure;
  /** Whether what was known before stands below. */
  isAbove?: boolean;
  onRetry?: (() => void) | undefined;
  /** Takes the words away; absent where nothing else would be left. */
  onClose?: () => void;
}

/** What went wrong, in the error's own words too, and the way on: again, a new load of the page, or on without it. */
export function Failed({ failure: { kind, words, what = '' }, isAbove = false, onRetry, onClose }: Props) {
  const isStopped = kind === 'stopped';
  const tried = useTried(({ last }) => (last?.words === words ? last : undefined));
  const retry = (): void => {
    noteTry(words);
    onRetry?.();
  };
  return (
    <Message
      tone="warn"
      title={t(`failure.${kind}.title`, { what })}
      action={
        <>
          {onRetry && !isStopped && (
            <button type="button" className="button" onClick={retry}>
              {t('app.retry')}
            </button>
          )}{' '}
          {(isStopped || !onRetry) && (
            <button type="button" className="button" onClick={() => location.reload()}>
              {t('app.reload')}
            </button>
          )}{' '}
          {onClose && (
            <button type="button" className="button" onClick={onClose}>
              {t('app.dismiss')}
            </button>
          )}
        </>
      }
    >
      {isAbove && `${t('failure.above')} `}
      {t(`failure.${kind}.text`)} <span className="quiet">{words}</span>
      {tried && onRetry && ` ${t('failure.tried', { count: tried.count, time: formatTime(tried.at, tried.at) })}`}
    </Message>
  );
}
