import type { OutlookView } from '@/lib/forecast/outlook';
import { formatMoney, formatMoneyShort, formatRatio, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { pace, percent } from './chance';
import { Figure } from './Definition';

import './Outlook.css';

const sided = (adds: number, currency: string) => ({
  side: adds < 0 ? 'less' : 'more',
  amount: formatMoneyShort(Math.abs(adds), currency),
});

/** Chance of the quota, likely range and pace, with the method and what it rests on in the same breath. */
export function Outlook({ outlook, currency }: { outlook: OutlookView; currency: string }) {
  const {
    p10,
    p50,
    p90,
    isTooWide,
    hasMoved,
    calendar,
    level,
    reachesQuota,
    pacing,
    isFirm,
    finished,
    open,
    notYetCreated,
    quarters,
  } = outlook;
  const money = (metric: DefinedMetric, amount: number) => (
    <Figure metric={metric} title={formatMoney(amount, currency)}>
      {formatMoneyShort(amount, currency)}
    </Figure>
  );
  if (!isFirm)
    return (
      <p className="outlook quiet" data-outlook="few">
        <Figure metric="finishedDeals">{t('outlook.few', finished)}</Figure>
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
              {t('outlook.chance')}{' '}
              <strong>
                <Figure metric="pReachQuota">{percent(reachesQuota)}</Figure>
              </strong>
            </>
          )}
          {reachesQuota !== undefined && pacing !== undefined && ' · '}
          {pacing !== undefined && (
            <>
              {t('outlook.pacing')} <Figure metric="pacing">{pace(pacing)}</Figure>
            </>
          )}
        </p>
      )}
      <p>
        {isTooWide ? (
          <Figure metric="p50" title={`${formatMoney(p10, currency)} – ${formatMoney(p90, currency)}`}>
            {t('outlook.wide')}
          </Figure>
        ) : (
          <>
            {t('outlook.likely')} {money('p10', p10)} – {money('p90', p90)}, {t('outlook.middle')} {money('p50', p50)}
          </>
        )}
      </p>
      {calendar && (
        <p data-outlook-calendar={calendar.times}>
          <Figure metric="p50">
            {t('outlook.calendar', { times: formatRatio(calendar.times), ...sided(calendar.adds, currency) })}
          </Figure>
        </p>
      )}
      {level ? (
        <p data-outlook-moved={level.times}>
          <Figure metric="p50">
            {t('outlook.level', { times: formatRatio(level.times), ...sided(level.adds, currency) })}
          </Figure>
        </p>
      ) : (
        hasMoved && <p data-outlook-moved>{t('outlook.moved')}</p>
      )}
      <p className="quiet">
        <Figure metric="finishedDeals" count={finished.won + finished.lost}>
          {t(`method.${outlook.method}`, finished)}
        </Figure>{' '}
        · <Figure metric="weightedPipeline">{t('outlook.parts', { open: formatMoneyShort(open, currency) })}</Figure> ·{' '}
        {notYetCreated === undefined ? (
          t('outlook.noPast')
        ) : (
          <Figure metric="newBusiness">
            {t('outlook.new', { amount: formatMoneyShort(notYetCreated, currency), quarters })}
          </Figure>
        )}
      </p>
    </div>
  );
}
