import { DataTable } from '@/components/ui/table/DataTable';
import type { ChangesQuestion, ChangesView } from '@/lib/answers/changes';
import type { NoConnection } from '@/lib/answers/queries';
import type { MovementName } from '@/lib/figures/flow';
import { t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';

import { AsOf } from '../../shared/Definition';
import { level, type LevelProps } from '../level';
import { movedLevel } from './MovedLevel';
import { MovementHeadings, Movements } from './Movements';

interface About {
  question: ChangesQuestion;
  /** Those that the bar holds. */
  names: MovementName[];
}

/** What the bar of the smallest movements holds: each of them, with the way to its deals. */
function OtherLevel({
  about: { question, names },
  answer,
  open,
}: LevelProps<About, (ChangesView & Sourced) | NoConnection>) {
  if ('noConnection' in answer) return null;
  return (
    <AsOf value={answer.to}>
      <DataTable className="changes" aria-label={t('changes.other', { count: names.length })}>
        <MovementHeadings />
        <tbody>
          <Movements
            movements={answer.movements.filter(({ name }) => names.includes(name))}
            currency={answer.currency}
            onOpen={(movement, focusId) =>
              open(movedLevel.at(t(`metric.${movement}`), { question, movement }), focusId)
            }
          />
        </tbody>
      </DataTable>
    </AsOf>
  );
}

export const otherLevel = level({
  kind: 'otherMovements',
  ask: ({ question }: About, queries) => queries.changes(question),
  View: OtherLevel,
  titleOf: ({ names }) => t('changes.other', { count: names.length }),
});
