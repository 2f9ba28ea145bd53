import { StateMark } from '@/components/ui/StateMark';
import type { RecordView } from '@/lib/answers/record-view';
import type { HealthState, Standing } from '@/lib/deal/verdict';
import type { DealOutlook } from '@/lib/forecast/deal-outlook';
import { formatDay, t } from '@/lib/i18n';

import { percent } from '../shared/chance';
import { Figure } from '../shared/Definition';
import { evidence } from '../shared/evidence';
import { alarmTexts, stepText } from '../shared/texts/step-text';
import { LearntReasons } from './LearntReasons';

import './RecordVerdict.css';

/**
 * State, chance or score, and the method; `why` opens every reason with its points, which add up to the number shown. Where there is no
 * learnt chance, the same line says so and why.
 */
export function RecordVerdict({ view, isOpen, onToggle }: { view: RecordView; isOpen: boolean; onToggle: () => void }) {
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
  const { outlook } = view;
  const learnt = verdict.learnt && outlook;
  return (
    <div className="verdict" data-method={verdict.method}>
      <div className="verdict-line">
        <StateMark
          state={verdict.state}
          label={verdict.state === 'new' ? t('record.new') : t(`state.${verdict.state}`)}
        />
        {learnt ? (
          <strong className="score" title={t('verdict.chance.title', { period: learnt.period })}>
            <Figure metric="learntChance" count={learnt.n}>
              {t('verdict.chance', { percent: percent(learnt.chance), period: learnt.period })}
            </Figure>
          </strong>
        ) : (
          score !== undefined && (
            <>
              <strong className="score">{t('record.score', { score })}</strong>
              <span className="tag" title={t('record.method.title')}>
                {t('record.method')}
              </span>
            </>
          )
        )}
        <button type="button" className="link push" aria-expanded={isOpen} onClick={onToggle}>
          {t('record.why')}
        </button>
      </div>
      {learnt ? (
        <Meter state={verdict.state} share={learnt.chance} />
      ) : (
        score !== undefined && <Meter state={verdict.state} share={score / 100} />
      )}
      {outlook && verdict.state !== 'new' && <ChanceLine outlook={outlook} standing={verdict.learnt} />}
      {!learnt && score === undefined && (
        <p className="quiet">{t('record.new.text', { count: verdict.reasons.length })}</p>
      )}
      {isOpen &&
        (learnt?.score ? (
          <LearntReasons score={learnt.score} reasons={verdict.reasons} currency={view.currency} />
        ) : (
          <Reasons view={view} />
        ))}
    </div>
  );
}

function Meter({ state, share }: { state: HealthState; share: number }) {
  return (
    <div className={`meter meter-${state}`} aria-hidden="true">
      <span className="meter-fill" style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** The chance with its range and what it rests on; or in its place the band, or nothing, and why. */
function ChanceLine({ outlook, standing }: { outlook: DealOutlook; standing: Standing | undefined }) {
  const { low, high, n, rung, band, period, alarms, chance, version } = outlook;
  if (!standing) {
    const isBand = rung.step !== 'nothing';
    return (
      <p className="quiet" data-step={rung.step} data-band={isBand ? band : undefined}>
        {isBand ? (
          <>
            <strong>
              <Figure metric="dealChance" count={n}>
                {t(`verdict.band.${band}`, { period })}
              </Figure>
            </strong>
            , {t('verdict.band.text', { n })}
          </>
        ) : (
          t('verdict.none')
        )}{' '}
        {stepText(rung)}
      </p>
    );
  }
  return (
    <>
      <p className="quiet" data-step={rung.step} data-chance={chance}>
        <span className="tag" title={t('verdict.method.title', { version })}>
          {t(rung.step === 'early' ? 'verdict.method.early' : 'verdict.method.full')}
        </span>{' '}
        {low !== undefined && high !== undefined && t('verdict.range', { low: percent(low), high: percent(high) })}{' '}
        {t('verdict.learnt', { n })}. {rung.step === 'early' && `${stepText(rung)} `}
        <Figure metric="everChance">
          {t('verdict.standing', { ever: percent(standing.ever), typical: percent(standing.typical) })}
        </Figure>
      </p>
      {alarmTexts(alarms).map(({ id, text }) => (
        <p key={text} className="problem" data-alarm={id}>
          {text}
        </p>
      ))}
    </>
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
