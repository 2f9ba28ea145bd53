import type { ForecastView } from '@/lib/answers/forecast-view';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Figure } from '../shared/Definition';

/** The CRM's own forecast beside ours: the same sum in the org's own roll-up, or how far it lies off. */
export function CrmForecast({ view: { crm, currency } }: { view: ForecastView }) {
  if (!crm) return null;
  const part = (name: 'commit' | 'bestCase') => {
    const figure = crm[name];
    if (!figure) return null;
    const { amount, difference } = figure;
    return (
      <span data-crm={name} data-amount={amount} data-difference={difference}>
        {t(`popup.${name}`)}{' '}
        <strong>
          <Figure metric="crmForecast" title={formatMoney(amount, currency)}>
            {formatMoneyShort(amount, currency)}
          </Figure>
        </strong>{' '}
        {difference !== 0 && (
          <Figure metric="crmDifference" title={formatMoney(difference, currency)}>
            {t(difference > 0 ? 'popup.crm.more' : 'popup.crm.less', {
              amount: formatMoneyShort(Math.abs(difference), currency),
            })}
          </Figure>
        )}
      </span>
    );
  };
  const isSame = [crm.commit, crm.bestCase].every((figure) => (figure?.difference ?? 0) === 0);
  return (
    <p className="quiet crm-forecast" title={t(`popup.crm.${crm.method}.title`)}>
      {t(`popup.crm.${crm.method}`)} {part('commit')} {crm.commit && crm.bestCase && '· '}
      {part('bestCase')}
      {isSame && ` · ${t('popup.crm.same')}`}
    </p>
  );
}
