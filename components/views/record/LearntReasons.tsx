import type { RecordView } from '@/lib/answers/record-view';
import { wholePoints } from '@/lib/deal/whole-points';
import type { DealScore, ScoreReason } from '@/lib/forecast/score';
import { formatMeasure, formatDay, t } from '@/lib/i18n';

import { percent } from '../shared/chance';
import { compareText, factText, featureName } from '../shared/texts/feature-text';
import { ReasonRow } from './ReasonRow';

/** Shown in each direction, above so many log-odds (G8.14); the rest is summed up in one line. */
const MOST = 3;
const LEAST_LOG_ODDS = 0.1;

/** What makes up a learnt chance: an average deal's, what speaks for and against this one, and their sum, which is the chance shown. */
export function LearntReasons({
  score,
  reasons: facts,
  currency,
}: {
  score: DealScore;
  reasons: RecordView['verdict']['reasons'];
  currency: string;
}) {
  const large = score.reasons.filter(({ logOdds }) => Math.abs(logOdds) > LEAST_LOG_ODDS);
  const isShown = new Set<ScoreReason>(
    [1, -1].flatMap((sign) => large.filter(({ logOdds }) => logOdds * sign > 0).slice(0, MOST)),
  );
  const named = score.reasons.filter((reason) => isShown.has(reason));
  const rest = score.reasons.filter((reason) => !isShown.has(reason));
  const base = Math.round(score.baseChance * 100);
  const points = wholePoints(
    [...named, ...(rest.length > 0 ? [sumOf(rest)] : [])].map((each) => each.points * 100),
    Math.round(score.chance * 100) - base,
  );
  return (
    <>
      <ul className="reasons" data-base={score.base} data-chance={score.chance}>
        <li className="reason sum">
          <span>{t('verdict.average')}</span>
          <span className="points">{percent(score.baseChance)}</span>
        </li>
        {named.map((reason, index) => {
          const compare = compareText(reason, currency);
          return (
            <li key={reason.id} className="reason" data-feature={reason.id} data-log-odds={reason.logOdds}>
              <span>
                <strong>{factText(reason, currency)}</strong>
                {compare !== undefined && (
                  <>
                    <br />
                    <span className="quiet">{compare}</span>
                  </>
                )}
              </span>
              <Points points={points[index] ?? 0} logOdds={reason.logOdds} />
            </li>
          );
        })}
        {rest.length > 0 && (
          <li className="reason" data-feature="rest" data-log-odds={sumOf(rest).logOdds}>
            <span className="quiet">{t('verdict.smaller', { count: rest.length })}</span>
            <Points points={points.at(-1) ?? 0} logOdds={sumOf(rest).logOdds} />
          </li>
        )}
        <li className="reason sum">
          <span>{t('verdict.sum')}</span>
          <span className="points">{percent(score.chance)}</span>
        </li>
      </ul>
      <p className="quiet">{t('verdict.associated')}</p>
      {score.missing.length > 0 && (
        <p className="quiet">{t('verdict.missing', { names: score.missing.map(featureName).join(', ') })}</p>
      )}
      <p className="quiet note">
        {score.window.to === undefined
          ? t('verdict.window.open', { from: formatDay(score.window.from) })
          : t('verdict.window', { from: formatDay(score.window.from), to: formatDay(score.window.to) })}
      </p>
      {facts.length > 0 && (
        <>
          <p className="facts-title">
            <strong>{t('verdict.facts')}</strong> <span className="quiet">{t('verdict.facts.text')}</span>
          </p>
          <ul className="reasons">
            {facts.map(({ signal, values }) => (
              <ReasonRow key={signal} signal={signal} values={values} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Points({ points, logOdds }: { points: number; logOdds: number }) {
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return (
    <span className="points" title={`${logOdds > 0 ? '+' : '−'}${formatMeasure(Math.abs(logOdds), 2)} log-odds`}>
      {t('verdict.points', { points: `${sign}${Math.abs(points)}`, count: Math.abs(points) })}
    </span>
  );
}

const sumOf = (reasons: readonly ScoreReason[]): { logOdds: number; points: number } => ({
  logOdds: reasons.reduce((sum, { logOdds }) => sum + logOdds, 0),
  points: reasons.reduce((sum, { points }) => sum + points, 0),
});
