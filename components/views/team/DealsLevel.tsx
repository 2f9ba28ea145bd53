import { amend } from '@/lib/store/team';

import { DealTable } from './DealTable';
import type { LevelProps } from './level';

/** The deals behind a figure. */
export function DealsLevel({ frame, answer, open }: LevelProps<'deals'>) {
  if ('noConnection' in answer) return null;
  const { process, figure = 'listed' } = frame.filter;
  // A figure that counts deals stands over a list whose total is an amount.
  const isAmount = !process && figure !== 'overdue' && figure !== 'needsAttention';
  return (
    <DealTable
      view={answer}
      metric={isAmount ? figure : 'listed'}
      text={frame.text}
      onText={(text) => void amend('deals', { text })}
      onOpen={(recordId, title) => open({ kind: 'deal', scroll: 0, title, recordId }, recordId)}
    />
  );
}
