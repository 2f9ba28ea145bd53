import type { DealFilter, DealsView } from '@/lib/answers/deals';
import type { NoConnection } from '@/lib/answers/queries';
import { t } from '@/lib/i18n';

import { CleanUp } from '../clean-up/CleanUp';
import type { DealOrder } from '../shared/SortBy';
import { dealLevel } from './DealLevel';
import { DealTable, narrowed } from './DealTable';
import { level, type LevelProps } from './level';

interface About {
  filter: DealFilter;
  /** What a person typed to narrow the list. */
  text: string;
  /** Absent: the worst first. */
  order?: DealOrder;
  /** The deals that break a rule stand there as a grid. */
  isCleaning?: boolean;
}

/** The deals behind a figure. */
function DealsLevel({ about, answer, amend, open, onOpenRecord }: LevelProps<About, DealsView | NoConnection>) {
  if ('noConnection' in answer) return null;
  const { process, figure = 'listed' } = about.filter;
  // A figure that counts deals stands over a list whose total is an amount.
  const isAmount = !process && figure !== 'overdue' && figure !== 'needsAttention';
  const isPast = answer.on < answer.today;
  const deals = narrowed(answer.rows, about.text)
    .filter(({ isClosed }) => !isClosed)
    .map(({ id, name }) => ({ recordId: id, recordName: name }));
  if (about.isCleaning)
    return (
      <CleanUp
        deals={deals}
        today={answer.today}
        quarterEnd={answer.quarterEnd}
        onEnd={() => void amend({ isCleaning: false }, { isAsking: true })}
      />
    );
  return (
    <DealTable
      view={answer}
      metric={isAmount ? figure : 'listed'}
      text={about.text}
      onText={(text) => void amend({ text })}
      order={about.order ?? 'worst'}
      onOrder={(order) => void amend({ order })}
      onOpen={(recordId, title) => open(dealLevel.at(title, { recordId }), recordId)}
      onAside={onOpenRecord}
      {...(isPast || deals.length === 0 ? {} : { onClean: () => void amend({ isCleaning: true }) })}
    />
  );
}

export const dealsLevel = level({
  kind: 'deals',
  ask: ({ filter }: About, queries) => queries.deals(filter),
  View: DealsLevel,
  titleOf: () => t('deals.list'),
});
