import { amend } from '@/lib/store/team';

import { DealTable } from './DealTable';
import type { LevelProps } from './level';

/** The deals behind a figure. */
export function DealsLevel({ frame, answer, open }: LevelProps<'deals'>) {
  if ('noConnection' in answer) return null;
  return (
    <DealTable
      view={answer}
      text={frame.text}
      onText={(text) => void amend('deals', { text })}
      onOpen={(recordId, title) => open({ kind: 'deal', scroll: 0, title, recordId }, recordId)}
    />
  );
}
