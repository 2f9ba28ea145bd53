import type { OtherQuarter } from '@/lib/answers/other-quarter';
import type { Total } from '@/lib/deal/money';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { Frame } from '@/lib/store/drill';

import { Basis } from '../../shared/Basis';
import { Figure } from '../../shared/Definition';
import { dealsLevel } from '../DealsLevel';

/** In place of plan and focus where another quarter is chosen: that it is over or to come, what is known of it, and the doors to its deals. */
export function OtherQuarterView({
  other: { period, present, isOver, currency, quota, quotas, won, open: stillOpen, gap },
  onOpen,
}: {
  other: OtherQuarter;
  onOpen: (next: Frame, focusId: string) => void;
}) {
  const door = (figure: 'closedWon' | 'openPipeline', { amount, count }: Total) => (
    <Figure
      metric={figure}
      count={count}
      title={formatMoney(amount, currency)}
      focusId={`other-${figure}`}
      onOpen={
        count === 0
          ? undefined
          : () => onOpen(dealsLevel.at(t(`metric.${figure}`), { text: '', filter: { figure } }), `other-${figure}`)
      }
    >
      {formatMoneyShort(amount, currency)} ({count})
    </Figure>
  );
  return (
    <>
      <p role="status" data-other={isOver ? 'over' : 'ahead'}>
        {t(isOver ? 'other.over' : 'other.ahead', { period: period.label, present: present.label })}
      </p>
      <Basis period={period} quotas={quotas} currency={currency} />
      <dl className="pairs" data-gap={gap}>
        {quota !== undefined && (
          <div>
            <dt>{t('metric.quota')}</dt>
            <dd>
              <Figure metric="quota" title={formatMoney(quota, currency)}>
                {formatMoneyShort(quota, currency)}
              </Figure>
            </dd>
          </div>
        )}
        {isOver && (
          <div>
            <dt>{t('metric.closedWon')}</dt>
            <dd>{door('closedWon', won)}</dd>
          </div>
        )}
        <div>
          <dt>{t(isOver ? 'other.left' : 'other.open')}</dt>
          <dd>{door('openPipeline', stillOpen)}</dd>
        </div>
        {gap !== undefined && (
          <div>
            <dt>{t(gap < 0 ? 'popup.over' : isOver ? 'other.missed' : 'other.missing')}</dt>
            <dd>
              <Figure metric="gapToQuota" title={formatMoney(Math.abs(gap), currency)}>
                {formatMoneyShort(Math.abs(gap), currency)}
              </Figure>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
