import type { RowControl } from '@/components/ui/list/RowList';
import type { OutlookView } from '@/lib/forecast/outlook';
import { formatMoney, formatMoneyRange, t } from '@/lib/i18n';

import { pace, percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';

/** Chance of the quota, the likely range and the pace; a past day has none of them, and in a large org they come after the figures. */
export function ChanceCell({
  outlook,
  isToCome,
  currency,
  control,
}: {
  outlook: OutlookView | undefined;
  isToCome: boolean;
  currency: string;
  control: (id: string) => RowControl;
}) {
  if (!outlook) {
    return (
      <td className="chance" data-label={t('team.chance')} aria-busy={isToCome}>
        {isToCome ? '…' : t('app.none')}
      </td>
    );
  }
  const { reachesQuota, isFirm, isTooWide, p10, p50, p90, pacing, finished, hidesAmounts } = outlook;
  const range = t('outlook.range', {
    low: formatMoney(p10, currency),
    high: formatMoney(p90, currency),
    middle: formatMoney(p50, currency),
  });
  const [low, high] = formatMoneyRange(p10, p90, currency);
  const end = (metric: 'p10' | 'p90', text: string) => (
    <Figure metric={metric} title={range} control={control(metric)}>
      {text}
    </Figure>
  );
  return (
    <td
      className="chance"
      data-label={t('team.chance')}
      data-chance={reachesQuota}
      data-pacing={pacing}
      title={isFirm ? undefined : hidesAmounts ? t('fresh.noAmounts') : t('outlook.few', finished)}
      aria-busy={isToCome}
    >
      {reachesQuota === undefined || !isFirm ? (
        t('app.none')
      ) : (
        <Figure metric="pReachQuota" control={control('pReachQuota')}>
          {percent(reachesQuota)}
        </Figure>
      )}
      {isFirm && pacing !== undefined && (
        <span className="quiet of-pace">
          {'\u00A0· '}
          {t('outlook.pacing')}{' '}
          <Figure metric="pacing" control={control('pacing')}>
            {pace(pacing)}
          </Figure>
        </span>
      )}
      {isFirm && !isTooWide && (
        <span className="quiet range">
          {end('p10', low)}–{end('p90', high)}
        </span>
      )}
    </td>
  );
}
