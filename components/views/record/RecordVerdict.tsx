import { Bullet } from '@/components/ui/Bullet';
import { Fold } from '@/components/ui/Fold';
import { StateMark } from '@/components/ui/StateMark';
import type { RecordView } from '@/lib/answers/record-view';
import type { HealthState, Standing } from '@/lib/deal/verdict';
import type { DealOutlook } from '@/lib/forecast/deal-outlook';
import { formatDay, t } from '@/lib/i18n';

import { percent } from '../shared/chance';
import { useKeyed } from '../shared/commands/use-commands';
import { Figure } from '../shared/Definition';
import { alarmTexts, stepText } from '../shared/texts/step-text';
import { because } from './because';
import { LearntReasons } from './LearntReasons';
import { ReasonRow } from './ReasonRow';

import './RecordVerdict.css';

/**
 * How the deal stands in one look: state, the chance of this quarter or the health score, and the one sentence that explains them; then
 * what the number rests on, or why there is no more.
 */
export function RecordVerdict({ view }: { view: RecordView }) {
  const { verdict, opportunity, outlook } = view;
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
  const learnt = verdict.learnt && outlook;
  return (
    <>
      <div className="verdict" data-method={verdict.method}>
        <div className="verdict-line">
          <StateMark
            state={verdict.state}
            label={verdict.state === 'new' ? t('record.new') : t(`state.${verdict.state}`)}
          />
          {learnt ? (
            <strong className="score push" title={t('verdict.chance.title', { period: learnt.period })}>
              <Figure metric="learntChance" count={learnt.n}>
                {t('verdict.chance', { percent: percent(learnt.chance), period: learnt.period })}
              </Figure>
            </strong>
          ) : (
            score !== undefined && (
              <span className="push health">
                <span className="quiet">{t('record.health')}</span>{' '}
                <strong className="score">{t('record.score', { score })}</strong>{' '}
                <span className="tag" title={t('record.method.title')}>
                  {t('record.method')}
                </span>
              </span>
            )
          )}
        </div>
      </div>
      <p className="because note">
        {!learnt && score === undefined ? t('record.new.text', { count: verdict.reasons.length }) : because(view)}
      </p>
      {learnt ? (
        <Bullet
          isThin
          max={1}
          tick={learnt.chance}
          {...(learnt.low === undefined || learnt.high === undefined ? {} : { range: [learnt.low, learnt.high] })}
        />
      ) : (
        score !== undefined && <Meter state={verdict.state} share={score / 100} />
      )}
      {outlook && verdict.state !== 'new' && (
        <div className="rests note">
          <ChanceLine
            outlook={outlook}
            standing={verdict.learnt}
            isBad={verdict.state === 'atRisk' || verdict.state === 'stalled' || outlook.focus?.bucket === 'nearLoss'}
          />
        </div>
      )}
    </>
  );
}

/** Every reason with its points, which add up to the number shown. */
export function Why({
  view,
  isOpen,
  onToggle,
}: {
  view: RecordView;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}) {
  const { verdict, outlook } = view;
  const keyed = useKeyed('explain', t('record.why'));
  if (verdict.state === 'done') return null;
  const score = verdict.learnt && outlook?.score;
  return (
    <Fold
      title={t('record.why')}
      aside={t('record.why.reasons', { count: verdict.reasons.length })}
      isOpen={isOpen}
      onToggle={onToggle}
      className="why"
      keyed={keyed}
    >
      {score ? (
        <LearntReasons score={score} reasons={verdict.reasons} currency={view.currency} />
      ) : (
        <Reasons view={view} />
      )}
    </Fold>
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
function ChanceLine({
  outlook,
  standing,
  isBad,
}: {
  outlook: DealOutlook;
  standing: Standing | undefined;
  isBad: boolean;
}) {
  const { low, high, n, rung, band, period, alarms, chance, version } = outlook;
  if (!standing) {
    const isBand = rung.step !== 'nothing';
    return (
      <p className="quiet" data-step={rung.step} data-band={isBand ? band : undefined}>
        {isBand ? (
          <>
            <strong className="band">
              <Figure metric="dealChance" count={n}>
                {t(`verdict.band.${band}`, { period })}
              </Figure>
            </strong>{' '}
            {t(isBad && band !== 'low' ? 'verdict.band.despite' : 'verdict.band.text', { n })}
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
        <ReasonRow key={signal} signal={signal} values={values}>
          {isScored && <span className="points">{points === 0 ? '0' : `−${-points}`}</span>}
        </ReasonRow>
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
