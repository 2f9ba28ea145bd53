import { useCallback } from 'react';

import type { ChangesQuestion, ChangesView, StageBand } from '@/lib/answers/changes';
import type { NoConnection } from '@/lib/answers/queries';
import type { MovementName } from '@/lib/figures/flow';
import { t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';

import { AsOf } from '../../shared/Definition';
import { Doubtful } from '../Doubtful';
import { type LevelProps, tab } from '../level';
import { bandMetric, bandName } from './ByStage';
import { ChangesDates } from './ChangesDates';
import { ChangesFlow } from './ChangesFlow';
import { ChangesSums } from './ChangesSums';
import { movedLevel } from './MovedLevel';
import { otherLevel } from './OtherLevel';

import './ChangesLevel.css';

interface About extends ChangesQuestion {
  /** The bar that a walk with the keys has reached: on the way back it goes on from there. */
  walked?: number;
  /** The same figures by stage, in place of by movement. */
  isByStage?: boolean;
}

/** What moved the pipeline between two days: a waterfall whose bars open their deals, the same as a table, and the identity. */
function ChangesLevel({
  about,
  answer,
  against,
  amend,
  open,
}: LevelProps<About, (ChangesView & Sourced) | NoConnection>) {
  const openMovement = useCallback(
    (name: MovementName, focusId: string): void =>
      open(movedLevel.at(t(`metric.${name}`), { question: present(about), movement: name }), focusId),
    [open, about],
  );
  const openOther = useCallback(
    (names: MovementName[]): void =>
      open(
        otherLevel.at(t('changes.other', { count: names.length }), { question: present(about), names }),
        'waterfall',
      ),
    [open, about],
  );
  const openBand = useCallback(
    (band: StageBand, focusId: string): void =>
      open(
        movedLevel.at(bandName(band), {
          question: present(about),
          metric: bandMetric(band),
          band: { from: band.from.key, to: band.to.key },
        }),
        focusId,
      ),
    [open, about],
  );
  if ('noConnection' in answer) return null;
  return (
    <AsOf value={answer.to}>
      <ChangesDates
        view={answer}
        asked={about}
        onAsk={(change) => void amend({ ...change, walked: -1 }, { isAsking: true })}
      />
      <ChangesFlow
        view={answer}
        against={against && !('noConnection' in against) ? against : undefined}
        active={about.walked ?? -1}
        onActive={(walked) => void amend({ walked })}
        onOpen={openMovement}
        onOther={openOther}
        isByStage={about.isByStage === true}
        onByStage={(isByStage) => void amend({ isByStage, walked: -1 })}
        onBand={openBand}
      />
      <ChangesSums view={answer} />
      <Doubtful doubts={answer.doubts} />
    </AsOf>
  );
}

/** The question without what is absent. */
const present = ({ from, to, span }: About): ChangesQuestion => ({
  span,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

export const changesTab = tab({
  kind: 'changes',
  isComparable: 'all',
  title: 'team.tab.changes',
  first: { span: 'quarter' },
  ask: (about: About, queries) => queries.changes(present(about)),
  View: ChangesLevel,
});
