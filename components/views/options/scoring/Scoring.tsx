import { useRef, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import type { ScoreView } from '@/lib/answers/score-page';
import { isOff } from '@/lib/deal/kept/policy';
import { formatDay, formatMeasure, formatTime, t } from '@/lib/i18n';
import { useManaged } from '@/lib/store/managed-store';

import { featureName } from '../../shared/texts/feature-text';
import { alarmTexts, stepText } from '../../shared/texts/step-text';
import { leakTexts } from './leak-text';
import { ScoreProof } from './ScoreProof';

interface Props {
  /** Orgs with their stored scores. */
  orgs: readonly { key: string; name: string; score?: ScoreView | undefined }[];
  now: number;
  onLearn: (key: string, options: { isForcedToRules: boolean; signal: AbortSignal }) => Promise<ScoreView | undefined>;
}

/** The score of each org: what it may show and why, its model card and proof, and learning it again. */
export function Scoring({ orgs, now, onLearn }: Props) {
  return (
    <>
      {orgs.length === 0 && <Setting title={t('scoring.none')} text={t('options.connections.none.text')} />}
      {orgs.map(({ key, name, score }) => (
        <OrgScore key={key} name={name} stored={score} now={now} onLearn={(options) => onLearn(key, options)} />
      ))}
    </>
  );
}

function OrgScore({
  name,
  stored: score,
  now,
  onLearn,
}: {
  name: string;
  stored: ScoreView | undefined;
  now: number;
  onLearn: (options: { isForcedToRules: boolean; signal: AbortSignal }) => Promise<ScoreView | undefined>;
}) {
  const isFixed = useManaged(({ policy }) => isOff(policy, 'learn'));
  const [said, setSaid] = useState('');
  const [isForced, setForced] = useState(score?.reason.id === 'forcedRules');
  const stop = useRef<AbortController>(undefined);
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setBusy(true);
    setSaid(t('scoring.learning'));
    try {
      const found = await onLearn({ isForcedToRules: isForced, signal: controller.signal });
      setSaid(found ? t('scoring.learnt') : t('scoring.nothingRead'));
    } catch (error) {
      setSaid(
        controller.signal.aborted
          ? t('scoring.stopped')
          : t('scoring.failed', { detail: error instanceof Error ? error.message : String(error) }),
      );
    }
    setBusy(false);
  };
  return (
    <Setting title={name} fixed={isFixed ? t('managed.by', { what: t('managed.feature.learn') }) : undefined}>
      {score ? (
        <>
          <p>
            <strong>{t(`scoring.step.${score.step}`)}</strong> {stepText(score)}
          </p>
          <p className="quiet">
            {t('scoring.card', {
              won: score.won,
              lost: score.lost,
              rows: score.rows,
              features: score.features.length,
              version: score.version,
              time: formatTime(score.at, now),
            })}
          </p>
          <details>
            <summary>{t('scoring.features')}</summary>
            <p className="quiet">
              {t('scoring.looks', { from: formatDay(score.from), to: formatDay(score.to) })}{' '}
              {score.features.map(featureName).join(', ')}.
            </p>
          </details>
          {leakTexts(score).map((text) => (
            <p key={text} className="problem">
              {text}
            </p>
          ))}
          {alarmTexts(score.alarms).map(({ id, text }) => (
            <p key={text} className="problem" data-alarm={id}>
              {text}
            </p>
          ))}
          <p className="quiet">
            {t(`scoring.calibration.${score.calibration.method}`, {
              n: score.calibration.n,
              intercept: formatMeasure(score.calibration.intercept, 2),
              slope: formatMeasure(score.calibration.slope, 2),
            })}
          </p>
          {score.proof && <ScoreProof proof={score.proof} />}
        </>
      ) : (
        <p>{t('scoring.none')}</p>
      )}
      <p className="form-line">
        <label>
          <input
            type="checkbox"
            checked={isForced}
            disabled={isFixed}
            onChange={(event) => setForced(event.target.checked)}
          />{' '}
          {t('scoring.force')}
        </label>
      </p>
      <p className="actions">
        <Button disabled={isFixed} onClick={() => (isBusy ? stop.current?.abort(new Error('stopped')) : void run())}>
          {isBusy ? t('scoring.stop') : t('scoring.learn')}
        </Button>
        <Toast>{said}</Toast>
      </p>
    </Setting>
  );
}
