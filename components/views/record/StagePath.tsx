import { Fold } from '@/components/ui/Fold';
import type { RecordView } from '@/lib/answers/record-view';
import { t } from '@/lib/i18n';

import { Figure } from '../shared/Definition';

import './StagePath.css';

/** The org's own ladder, and the time in this stage against what is typical here. */
export function StagePath({ view: { stage, stageLabel, verdict, hiddenFields } }: { view: RecordView }) {
  if (hiddenFields.includes('stage')) {
    return (
      <Fold title={t('record.stage')}>
        <p className="quiet">{t('record.hidden')}</p>
      </Fold>
    );
  }
  const { days, medianDays, p80Days, n } = stage;
  return (
    <Fold title={t('record.stage')} aside={<strong className="stage-name">{stageLabel}</strong>}>
      <ol className="path">
        {stage.path.map(({ name, label, isCurrent, isPast }) => (
          <li
            key={name}
            className={isCurrent ? 'current' : isPast ? 'reached' : ''}
            title={label}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <span className="hidden-text">{label}</span>
          </li>
        ))}
      </ol>
      {verdict.state !== 'done' && days !== undefined && (
        <p className="quiet">
          <Figure metric="daysInStage">{t('record.stage.days', { days })}</Figure> ·{' '}
          {medianDays === undefined || p80Days === undefined || n === undefined ? (
            t('record.stage.untold')
          ) : (
            <Figure metric="stageDwell" count={n}>
              {t('record.stage.typical', { median: medianDays, p80: p80Days, n })}
            </Figure>
          )}
        </p>
      )}
    </Fold>
  );
}
