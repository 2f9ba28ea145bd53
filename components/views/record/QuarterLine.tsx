import type { DealOutlook } from '@/lib/domain/views';
import { t } from '@/lib/i18n';

import { percent } from '../shared/chance';
import { Defined } from '../shared/Defined';

/** What the deal does to the quarter, its own chance, and the focus bucket with the rule that put it there. */
export function QuarterLine({ outlook }: { outlook: DealOutlook | undefined }) {
  if (!outlook) return null;
  const { chance, low, high, n, method, finished, isFirm, quarter, focus, period } = outlook;
  if (!isFirm)
    return (
      <p className="quiet quarter" data-quarter="few">
        {t('outlook.few', finished)}
      </p>
    );
  return (
    <div
      className="quarter"
      data-chance={chance}
      data-now={quarter?.now}
      data-if-won={quarter?.ifWon}
      data-if-lost={quarter?.ifLost}
      data-bucket={focus?.bucket}
      data-rule={focus?.rule}
    >
      <p>
        <Defined id="chance">{t('quarter.chance', { period })}</Defined> <strong>{percent(chance)}</strong>{' '}
        <span className="quiet">
          {low !== undefined && high !== undefined && `[${percent(low)} – ${percent(high)}] · `}
          {t(`quarter.method.${method}`, { n })}
        </span>
      </p>
      {quarter ? (
        <p>
          <Defined id="effect">{t(`quarter.effect.${quarter.scope}`)}</Defined> <strong>{percent(quarter.now)}</strong>
          {': '}
          {t('quarter.if', { won: percent(quarter.ifWon), lost: percent(quarter.ifLost) })}
        </p>
      ) : (
        <p className="quiet">{t('quarter.noQuota')}</p>
      )}
      {focus && (
        <p>
          <Defined id="bucket">{t(`focus.${focus.bucket}`)}</Defined>{' '}
          <span className="quiet">
            {t(`focus.rule.${focus.rule}`)}
            {focus.alike > 0 && ` · ${t('focus.alike', { won: focus.alikeWon, of: focus.alike })}`}
          </span>
        </p>
      )}
    </div>
  );
}
