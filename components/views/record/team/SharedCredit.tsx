import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { DealCredit } from '@/lib/answers/leading/deal-credit';
import { formatMoney, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';

type Part = DealCredit['revenue'][number];

/** Who is credited with how much of a deal: its revenue, then each kind of split beside it by itself. */
export function SharedCredit({ credit: { lacks, isUnclear, currency, revenue, beside } }: { credit: DealCredit }) {
  const people = new Set([...revenue, ...beside.flatMap(({ parts }) => parts)].map(({ userId }) => userId));
  return (
    <Fold title={t('credit.deal')} aside={people.size > 0 && t('credit.deal.people', { count: people.size })}>
      {lacks && <p className="quiet">{t(`credit.deal.${lacks}`)}</p>}
      {isUnclear && <p className="quiet">{t('credit.deal.unclear')}</p>}
      <PartTable label={t('credit.deal.revenue')} metric="creditedRevenue" parts={revenue} currency={currency} />
      {beside.map(({ typeId, label = t('credit.unnamed'), isWhole, parts }) => (
        <section key={typeId} aria-label={label} data-split-type={typeId}>
          <PartTable label={label} metric="overlayCredit" parts={parts} currency={currency} />
          <p className="quiet note">{t(isWhole ? 'credit.deal.whole' : 'credit.deal.overlay')}</p>
        </section>
      ))}
    </Fold>
  );
}

function PartTable({
  label,
  metric,
  parts,
  currency,
}: {
  label: string;
  metric: 'creditedRevenue' | 'overlayCredit';
  parts: readonly Part[];
  currency: string;
}) {
  if (parts.length === 0) return null;
  return (
    <DataTable className="figures-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">
            <Definition metric={metric}>{label}</Definition>
          </th>
          <th scope="col">{t('credit.deal.percent')}</th>
          <th scope="col">{t('metric.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ userId, name, percent, amount }, place) => (
          <tr key={`${userId}/${place}`} data-credited={userId}>
            <th scope="row">{userId === '' ? t('credit.nobody') : name}</th>
            <td>
              {percent === undefined ? (
                t('app.none')
              ) : (
                <Figure metric={metric}>{t('chance.percent', { percent })}</Figure>
              )}
            </td>
            <td data-amount={amount}>
              {amount === undefined ? t('app.none') : <Figure metric={metric}>{formatMoney(amount, currency)}</Figure>}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
