import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { ExperimentQuestion } from '@/lib/answers/process/experiment-view';
import type { ProcessView } from '@/lib/answers/process/process';
import { formatDay, t } from '@/lib/i18n';
import { dropChange } from '@/lib/store/change-store';
import { act } from '@/lib/store/failures';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { ChangeEffect } from './ChangeEffect';

/** Dated changes of the process: those of the stages that the org made, and those that the person keeps, each with what it did. */
export function ProcessChanges({
  view: { stageChanges, ownChanges, currency },
  onAsk,
  onChanged,
}: {
  view: Pick<ProcessView, 'stageChanges' | 'ownChanges' | 'currency'>;
  onAsk: (experiment: ExperimentQuestion) => void;
  onChanged: () => Promise<void>;
}) {
  const [isDropped, setDropped] = useState(false);
  return (
    <Section title={t('change.title')}>
      {stageChanges.length + ownChanges.length === 0 && <p className="quiet">{t('change.none')}</p>}
      <ul className="plain-list">
        {ownChanges.map((change) => (
          <li key={change.id} data-change={change.id}>
            <strong>{change.text}</strong> <span className="quiet">{formatDay(change.day)}</span>
            <br />
            <ChangeEffect change={change} currency={currency} />
            <br />
            <Button
              look="link"
              data-focus={`change-open-${change.id}`}
              aria-label={t('change.open', { text: change.text })}
              onClick={() => onAsk(change.asked)}
            >
              {t('change.open.short')}
            </Button>{' '}
            <Button
              look="link"
              aria-label={t('change.drop', { text: change.text })}
              onClick={() =>
                void act(t('change.drop', { text: change.text }), async () => {
                  await dropChange(change.id);
                  await onChanged();
                }).then(setDropped)
              }
            >
              {t('change.drop.short')}
            </Button>
          </li>
        ))}
        {stageChanges.map((change) => (
          <li key={`${change.kind}/${change.stage}/${change.day}`} data-stage-change={change.kind}>
            {t(`change.${change.kind}`, { stage: change.label, from: change.from ?? '', to: change.to ?? '' })}{' '}
            <span className="quiet">
              {formatDay(change.day)}
              {change.kind === 'renamed' && `, ${t(`change.how.${change.how === 'list' ? 'id' : change.how}`)}`}
            </span>
            {change.conversion && (
              <>
                <br />
                <Figure
                  metric="stageConversion"
                  count={change.conversion.before.left + change.conversion.after.left}
                  className="defined quiet"
                >
                  {t('change.conversion', {
                    stage: change.about ?? change.label,
                    before: percent(change.conversion.before.forward / change.conversion.before.left),
                    n: change.conversion.before.left,
                    after: percent(change.conversion.after.forward / change.conversion.after.left),
                    m: change.conversion.after.left,
                  })}
                </Figure>
              </>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="quiet">
        {isDropped && t('change.dropped')}
      </p>
    </Section>
  );
}
