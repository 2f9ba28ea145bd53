import type { DealOutlook } from '@/lib/domain/views';
import { t } from '@/lib/i18n';

import { percent } from '../shared/chance';
import { Defined } from '../shared/Defined';

/** What the deal does to the quarter, and the focus bucket with the rule that put it there. */
export function QuarterLine({ outlook }: { outlook: DealOutlook | undefined }) {
  if (!outlook) return null;
  const { chance, rung, quarter, focus } = outlook;
  if (rung.step === 'nothing') return null;
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
