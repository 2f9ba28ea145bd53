import type { ReactNode } from 'react';

import { Skeleton } from '@/components/ui/Skeleton';
import { t } from '@/lib/i18n';
import { type Answered, answerOf } from '@/lib/store/answered';

import { Failed } from './Failed';

interface Props<T> {
  of: Answered<T>;
  onRetry: () => void;
  children: (answer: T) => ReactNode;
}

/** What a surface shows of one question: that it waits; its answer; or what went wrong, above what was known before. */
export function Answer<T>({ of, onRetry, children }: Props<T>) {
  const answer = answerOf(of);
  if (of.state === 'waiting') return <Skeleton label={t('app.loading')} />;
  return (
    <>
      {of.state === 'failed' && <Failed failure={of.failure} isAbove={answer !== undefined} onRetry={onRetry} />}
      {answer !== undefined && children(answer)}
    </>
  );
}
