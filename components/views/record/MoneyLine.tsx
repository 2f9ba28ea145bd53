import type { RecordView } from '@/lib/answers/record-view';
import { formatDay, formatMoney, t } from '@/lib/i18n';

import { Figure } from '../shared/Definition';

import './MoneyLine.css';

/** Amount, close date and pushes; what the user may not see says so. */
export function MoneyLine({ view, currency }: { view: RecordView; currency: string }) {
  const { opportunity, pushes, converted, hiddenFields } = view;
  const { amount, closeDate, pushCountSf } = opportunity;
  const hidden = <span className="quiet">{t('record.hidden')}</span>;
  const own = opportunity.currency ?? currency;
  return (
    <p className="money-line">
      <span className="amount" title={opportunity.hasProducts ? t('record.locked') : undefined}>
        {hiddenFields.includes('amount') ? (
          hidden
        ) : amount === undefined ? (
          t('record.noAmount')
        ) : (
          <Figure metric="amount">{formatMoney(amount, own)}</Figure>
        )}
      </span>
      {converted && (
        <span className="quiet">
          {' '}
          (<Figure metric="amount">{formatMoney(converted.amount, converted.currency)}</Figure>)
        </span>
      )}
      <span>
        {hiddenFields.includes('closeDate')
          ? hidden
          : closeDate !== undefined && (
              <time dateTime={closeDate}>{t('record.closes', { day: formatDay(closeDate) })}</time>
            )}
      </span>
      {pushes.count > 0 && (
        <span
          className="pushes"
          title={pushCountSf === undefined ? undefined : t('record.pushedSf', { count: pushCountSf })}
        >
          <Figure metric="pushEvents">{t('record.pushed', { count: pushes.count, days: pushes.days })}</Figure>
        </span>
      )}
      <span className="quiet">
        {hiddenFields.includes('ownerId')
          ? hidden
          : view.ownerName === undefined
            ? t('record.noOwner')
            : t('record.owner', { name: view.ownerName })}
      </span>
    </p>
  );
}
