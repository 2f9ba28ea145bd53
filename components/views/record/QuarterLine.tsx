import type { DealOutlook } from '@/lib/forecast/deal-outlook';
import { t } from '@/lib/i18n';

import { Basis } from '../shared/Basis';
import { percent } from '../shared/chance';
import { Figure } from '../shared/Definition';
import { alikeText, bucketRuleText } from '../shared/texts/alike-text';

import './QuarterLine.css';

const WHEN = ['now', 'ifWon', 'ifLost'] as const;

/** What the deal does to the quarter, and the focus bucket with the rule that put it there. */
export function QuarterLine({
  outlook,
  currency,
  hasAmount,
}: {
  outlook: DealOutlook | undefined;
  currency: string;
  /** One without an amount brings nothing to a quota, whatever its end tells of the others. */
  hasAmount: boolean;
}) {
  if (!outlook) return null;
  const { chance, rung, quarter, focus } = outlook;
  if (rung.step === 'nothing') return null;
  const isSame = new Set(quarter && WHEN.map((when) => percent(quarter[when]))).size === 1;
  return (
    <div
      className="quarter"
      data-chance={chance}
      data-now={quarter?.now}
      data-if-won={quarter?.ifWon}
      data-if-lost={quarter?.ifLost}
      data-bucket={focus?.bucket}
    >
      {quarter && !hasAmount ? (
        <p className="quiet">{t('quarter.noAmount')}</p>
      ) : quarter && isSame ? (
        <p>
          <Figure metric="quarterEffect">
            {t(`quarter.same.${quarter.scope}`, { percent: percent(quarter.now) })}
          </Figure>
        </p>
      ) : quarter ? (
        <>
          <h2>{t(`quarter.title.${quarter.scope}`)}</h2>
          <dl className="effect">
            {WHEN.map((when) => (
              <div key={when}>
                <dt>{t(`quarter.${when}`)}</dt>
                <dd>
                  <Figure metric={when === 'now' ? 'pReachQuota' : 'quarterEffect'}>{percent(quarter[when])}</Figure>
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p className="quiet">{t('quarter.noQuota')}</p>
      )}
      <Basis quotas={outlook.quotas} currency={currency} />
      {focus && (
        <p>
          <strong>
            <Figure metric="bucket">{t(`focus.${focus.bucket}`)}</Figure>:
          </strong>{' '}
          <span className="quiet note">{bucketRuleText(focus)}</span>
          {focus.alike > 0 && (
            <span className="quiet alike">
              <Figure metric="alikeWon" count={focus.alike}>
                {alikeText(focus, 'focus.alike')}
              </Figure>
            </span>
          )}
        </p>
      )}
    </div>
  );
}
