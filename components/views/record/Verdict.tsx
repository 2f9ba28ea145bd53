import { StateMark } from '@/components/ui/StateMark';
import type { RecordView } from '@/lib/domain/views';
import { formatDay, t } from '@/lib/i18n';

import { evidence } from '../shared/evidence';

/** State, score and method; `why` opens every reason with its points, which add up to the score shown. */
export function Verdict({ view, isOpen, onToggle }: { view: RecordView; isOpen: boolean; onToggle: () => void }) {
  const { verdict, opportunity } = view;
  if (verdict.state === 'done') {
    return (
      <div className="verdict verdict-line">
        <StateMark state="done" label={t(opportunity.isWon ? 'record.won' : 'record.lost')} />
        {opportunity.closeDate !== undefined && (
          <span className="quiet">{t('record.closedOn', { day: formatDay(opportunity.closeDate) })}</span>
        )}
      </div>
    );
  }
  const { score } = verdict;
  return (
    <div className="verdict">
      <div className="verdict-line">
        <StateMark state={verdict.state} label={score === undefined ? t('record.new') : t(`state.${verdict.state}`)} />
        {score !== undefined && <strong className="score">{t('record.score', { score })}</strong>}
        <span className="tag" data-method={verdict.method} title={t('record.method.title')}>
          {t('record.method')}
        </span>
        <button type="button" className="link push" aria-expanded={isOpen} onClick={onToggle}>
          {t('record.why')}
        </button>
      </div>
      {score !== undefined && (
        <div className={`meter meter-${verdict.state}`} aria-hidden="true">
          <span className={`meter-fill fill-${Math.round(score / 5) * 5}`} />
        </div>
      )}
      {score === undefined && <p className="quiet">{t('record.new.text', { count: verdict.reasons.length })}</p>}
      {isOpen && <Reasons view={view} />}
    </div>
  );
}

function Reasons({ view: { verdict } }: { view: RecordView }) {
  if (verdict.reasons.length === 0) return <p className="quiet">{t('record.noReasons')}</p>;
  const isScored = verdict.score !== undefined;
  return (
    <ul className="reasons">
      {isScored && (
        <li className="reason sum">
          <span>{t('record.base')}</span>
          <span className="points">{verdict.base}</span>
        </li>
      )}
      {verdict.reasons.map(({ signal, points, values }) => (
        <li key={signal} className="reason" data-signal={signal}>
          <span>
            <strong>{t(`signal.${signal}.title`)}</strong>
            <br />
            <span className="quiet">{evidence(signal, values)}</span>
          </span>
          {isScored && <span className="points">{points === 0 ? '0' : `−${-points}`}</span>}
        </li>
      ))}
      {isScored && (
        <li className="reason sum">
          <span>{t('record.sum')}</span>
          <span className="points">{verdict.score}</span>
        </li>
      )}
    </ul>
  );
}
