import type { ReactNode } from 'react';

import { Bullet } from '@/components/ui/Bullet';
import type { OutlookView } from '@/lib/forecast/outlook';
import { formatMoney, formatMoneyShort, formatRatio, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { pace, percent } from './chance';
import { Then } from './compare/Then';
import { Figure } from './Definition';

import './Outlook.css';

const sided = (adds: number, currency: string) => ({
  side: adds < 0 ? 'less' : 'more',
  amount: formatMoneyShort(Math.abs(adds), currency),
});

interface Props {
  /** Absent on a past day and while it is still to come. */
  outlook: OutlookView | undefined;
  /** That of what it is compared with. */
  against?: OutlookView | undefined;
  won: number;
  quota: number | undefined;
  currency: string;
  /** Opens the open deals that the forecast is made of; the definition then opens by the key and Alt-click. */
  onOpen?: ((focusId: string) => void) | undefined;
  /** What else the figures rest on, and how many doubts are among it. */
  children?: ReactNode;
  notes?: number;
}

/** Won, likely range and quota in one bar; under it chance, forecast and pace; and folded what they rest on. */
export function Outlook({ outlook, against, won, quota, currency, onOpen, children, notes = 0 }: Props) {
  const isFirm = outlook?.isFirm === true;
  const bar = (
    <Bullet
      max={Math.max(quota ?? 0, won, isFirm ? outlook.p90 : 0)}
      solid={won}
      {...(quota === undefined ? {} : { target: quota })}
      {...(isFirm ? { range: [outlook.p10, outlook.p90], tick: outlook.p50 } : {})}
    />
  );
  if (!outlook)
    return (
      <>
        {quota !== undefined && bar}
        {children}
      </>
    );
  if (!isFirm)
    return (
      <>
        {quota !== undefined && bar}
        <p className="outlook quiet" data-outlook={outlook.hidesAmounts ? 'hidden' : 'few'}>
          {outlook.hidesAmounts ? (
            t('fresh.noAmounts')
          ) : (
            <Figure metric="finishedDeals">{t('outlook.few', outlook.finished)}</Figure>
          )}
        </p>
        {children}
      </>
    );
  const other = against?.isFirm ? against : undefined;
  const { p10, p50, p90, isTooWide, reachesQuota, pacing } = outlook;
  // Both ends of a range are one stop of the Tab key.
  const money = (metric: DefinedMetric, amount: number) => (
    <Figure
      metric={metric}
      title={formatMoney(amount, currency)}
      isHeaded={metric === 'p90'}
      {...(onOpen && metric === 'p50' ? doorTo(metric, onOpen) : {})}
    >
      {formatMoneyShort(amount, currency)}
    </Figure>
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
      {bar}
      <dl className="pairs">
        {reachesQuota !== undefined && (
          <div>
            <dt>{t('outlook.chance')}</dt>
            <dd>
              <Figure metric="pReachQuota">
                <Then value={other?.reachesQuota === undefined ? undefined : percent(other.reachesQuota)} />
                {percent(reachesQuota)}
              </Figure>
            </dd>
          </div>
        )}
        <div className="pair-wide">
          <dt>
            {t('outlook.forecast')}
            {isTooWide && <span className="unsure"> · {t('outlook.unsure')}</span>}
          </dt>
          <dd>
            <Then
              value={other && formatMoneyShort(other.p50, currency)}
              title={other && formatMoney(other.p50, currency)}
            />
            {money('p50', p50)}{' '}
            <span className="under">
              {money('p10', p10)} – {money('p90', p90)}
            </span>
          </dd>
        </div>
        {pacing !== undefined && (
          <div>
            <dt>{t('outlook.pacing')}</dt>
            <dd>
              <Figure metric="pacing">{pace(pacing)}</Figure>
            </dd>
          </div>
        )}
      </dl>
      <Rests outlook={outlook} currency={currency} notes={notes} onOpen={onOpen}>
        {children}
      </Rests>
    </div>
  );
}

const doorTo = (metric: DefinedMetric, onOpen: (focusId: string) => void) => ({
  focusId: `outlook-${metric}`,
  onOpen: () => onOpen(`outlook-${metric}`),
});

/** What the forecast rests on, and what moved it. */
function Rests({
  outlook,
  currency,
  notes,
  onOpen,
  children,
}: {
  outlook: OutlookView;
  currency: string;
  notes: number;
  onOpen: Props['onOpen'];
  children: ReactNode;
}) {
  const { isTooWide, hasMoved, calendar, level, signed, unpriced } = outlook;
  const { finished, open, notYetCreated, quarters, method } = outlook;
  return (
    <details className="rests">
      <summary className="note">
        {t('outlook.rests')}
        {notes > 0 && ` · ${t('outlook.notes', { notes })}`}
      </summary>
      <ul>
        {isTooWide && <li>{t('outlook.wide')}.</li>}
        {calendar && (
          <li data-outlook-calendar={calendar.times}>
            <Figure metric="p50">
              {t('outlook.calendar', { times: formatRatio(calendar.times), ...sided(calendar.adds, currency) })}
            </Figure>
          </li>
        )}
        {level ? (
          <li data-outlook-moved={level.times}>
            <Figure metric="p50">
              {t('outlook.level', { times: formatRatio(level.times), ...sided(level.adds, currency) })}
            </Figure>
          </li>
        ) : (
          hasMoved && <li data-outlook-moved>{t('outlook.moved')}</li>
        )}
        {signed && (
          <li data-outlook-signed={signed.times}>
            <Figure metric="p50">
              {t('outlook.signed', { percent: Math.round(100 * signed.times), ...sided(signed.adds, currency) })}
            </Figure>
          </li>
        )}
        {unpriced && (
          <li data-outlook-unpriced={unpriced.count}>
            <Figure metric="p50">
              {t('outlook.unpriced', { count: unpriced.count, amount: formatMoneyShort(unpriced.adds, currency) })}
            </Figure>
          </li>
        )}
        <li>
          <Figure metric="finishedDeals" count={finished.won + finished.lost}>
            {t(`method.${method}`, finished)}
          </Figure>
        </li>
        <li>
          <Figure metric="expectedFromOpen" {...(onOpen ? doorTo('expectedFromOpen', onOpen) : {})}>
            {t('outlook.parts', { open: formatMoneyShort(open, currency) })}
          </Figure>
        </li>
        <li>
          {notYetCreated === undefined ? (
            t('outlook.noPast')
          ) : (
            <Figure metric="newBusiness">
              {t('outlook.new', { amount: formatMoneyShort(notYetCreated, currency), quarters })}
            </Figure>
          )}
        </li>
      </ul>
      {children}
    </details>
  );
}
