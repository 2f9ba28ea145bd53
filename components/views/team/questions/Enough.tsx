import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Basis, basisWords } from '../../shared/Basis';
import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { Outlook } from '../../shared/Outlook';
import { gapText } from '../../shared/texts/gap-text';
import { type QuestionProps, wonIn } from './doors';
import { Question } from './Question';

/** The chance of the quota, what is missing to it and to the forecast, and how much of that near-win deals bring. */
export function Enough({ view, doors }: QuestionProps) {
  const { outlook, quota, gap, won, currency, toForecast, nearWin } = view;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const chance = outlook.isFirm ? outlook.reachesQuota : undefined;
  return (
    <Question
      title={t('six.enough')}
      number={
        outlook.hidesAmounts ? null : quota === undefined || gap === undefined ? (
          <span className="quiet">{t(view.quotas.doubts.slice ? 'six.enough.slice' : 'six.enough.noQuota')}</span>
        ) : (
          <>
            {chance !== undefined && (
              <>
                <Figure
                  metric="pReachQuota"
                  focusId="six-chance"
                  onOpen={() => doors.deals(t('metric.openPipeline'), { figure: 'openPipeline' }, 'six-chance')}
                >
                  {t('six.enough.chance', { chance: percent(chance), quota: money(quota) })}
                </Figure>
                {'\u00A0· '}
              </>
            )}
            <Figure
              metric="gapToQuota"
              title={formatMoney(gap, currency)}
              focusId="six-gap"
              onOpen={() => doors.deals(t('metric.closedWon'), wonIn(view.course.period), 'six-gap')}
            >
              {gap < 0 ? gapText(gap, currency) : t('six.enough.gap', { gap: money(gap) })}
            </Figure>
          </>
        )
      }
    >
      <Outlook
        outlook={outlook}
        won={won}
        quota={quota}
        currency={currency}
        onOpen={(focusId) => doors.deals(t('metric.openPipeline'), { figure: 'openPipeline' }, focusId)}
        notes={basisWords({ period: view.period, quotas: view.quotas, currency }).length}
      >
        <Basis period={view.period} quotas={view.quotas} currency={currency} />
      </Outlook>
      {outlook.isFirm && (
        <p data-to-forecast={toForecast} data-near-win={nearWin.amount} data-near-share={nearWin.share}>
          <Figure
            metric="gapToForecast"
            count={nearWin.count}
            title={formatMoney(toForecast, currency)}
            focusId="six-near"
            onOpen={
              nearWin.count === 0
                ? undefined
                : () =>
                    doors.deals(
                      t('focus.nearWin'),
                      { process: { kind: 'open', line: { bucket: 'nearWin' }, isNow: true } },
                      'six-near',
                    )
            }
          >
            {nearWin.share === undefined
              ? t('six.enough.met')
              : nearWin.count === 0
                ? t('six.enough.noNear', { amount: money(toForecast) })
                : t('six.enough.forecast', {
                    amount: money(toForecast),
                    share: percent(nearWin.share),
                    near: t('list.count', { count: nearWin.count }),
                  })}
          </Figure>
        </p>
      )}
    </Question>
  );
}
