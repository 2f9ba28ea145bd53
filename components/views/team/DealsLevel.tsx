import type { DealFilter } from '@/lib/answers/deals';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { amend } from '@/lib/store/team';

import { DealTable } from './DealTable';
import type { LevelProps } from './level';

const MEASURED: Record<NonNullable<DealFilter['measure']>, DefinedMetric> = {
  won: 'closedWon',
  open: 'openPipeline',
  commit: 'commit',
  bestCase: 'bestCase',
  overdue: 'listed',
  needsAttention: 'listed',
  all: 'listed',
};

/** The deals behind a figure. */
export function DealsLevel({ frame, answer, open }: LevelProps<'deals'>) {
  if ('noConnection' in answer) return null;
  return (
    <DealTable
      view={answer}
      metric={frame.filter.process ? 'listed' : MEASURED[frame.filter.measure ?? 'all']}
      text={frame.text}
      onText={(text) => void amend('deals', { text })}
      onOpen={(recordId, title) => open({ kind: 'deal', scroll: 0, title, recordId }, recordId)}
    />
  );
}
