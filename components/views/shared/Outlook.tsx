import type { OutlookView } from '@/lib/domain/views';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from './chance';
import { Defined } from './Defined';

/** Chance of the quota, likely range and pace, with the method and what it rests on in the same breath. */
export function Outlook({ outlook, currency }: { outlook: OutlookView; currency: string }) {
  const { p10, p50, p90, isTooWide, hasMoved, reachesQuota, pacing, isFirm, finished, open, notYetCreated, quarters } =
    outlook;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  if (!isFirm)
    return (
      <p className="outlook quiet" data-outlook="few">
        {t('outlook.few', finished)}
      </p>
    );
  return (
    <div
      className="outlook"
      data-outlook={isTooWide ? 'wide' : 'firm'}
      data-p10={p10}
      data-p50={p50}
      data-p90={p90}
      data-chance={reachesQuota}
      data-pacing={pacing}
    >
      {(reachesQuota !== undefined || pacing !== undefined) && (
        <p>
          {reachesQuota !== undefined && (
            <>
              <Defined id="reachesQuota">{t('outlook.chance')}</Defined> <strong>{percent(reachesQuota)}</strong>
            </>
          )}
          {reachesQuota !== undefined && pacing !== undefined && ' · '}
          {pacing !== undefined && (
            <>
              <Defined id="pacing">{t('outlook.pacing')}</Defined>{' '}
              {t('chance.percent', { percent: Math.round(pacing * 100) })}
            </>
          )}
        </p>
      )}
      <p title={`${formatMoney(p10, currency)} – ${formatMoney(p90, currency)}`}>
        {isTooWide ? (
          <Defined id="range">{t('outlook.wide')}</Defined>
        ) : (
          <>
            <Defined id="range">{t('outlook.likely')}</Defined>{' '}
            {t('outlook.range', { low: money(p10), high: money(p90), middle: money(p50) })}
          </>
        )}
      </p>
      {hasMoved && <p data-outlook-moved>{t('outlook.moved')}</p>}
      <p className="quiet">
        {t(`method.${outlook.method}`, finished)} · {t('outlook.parts', { open: money(open) })}
        {notYetCreated === undefined
          ? ` · ${t('outlook.noPast')}`
          : ` · ${t('outlook.new', { amount: money(notYetCreated), quarters })}`}
      </p>
    </div>
  );
}
