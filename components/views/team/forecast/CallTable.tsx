import { DataTable } from '@/components/ui/table/DataTable';
import type { AccuracyView } from '@/lib/answers/accuracy-view';
import { t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Definition } from '../../shared/Definition';
import { Money } from './Money';

interface Props {
  people: AccuracyView['people'];
  currency: string;
}

/** The same as the chart of calls says, as a table. */
export function CallTable({ people, currency }: Props) {
  const money = (metric: DefinedMetric, amount: number | undefined) =>
    amount === undefined ? t('app.none') : <Money metric={metric} amount={amount} currency={currency} />;
  const heading = (label: string, metric: DefinedMetric) => (
    <th scope="col">
      <Definition metric={metric}>{label}</Definition>
    </th>
  );
  return (
    <DataTable isCards className="figures-table pairs-table" aria-label={t('calls.table')}>
      <thead>
        <tr>
          <th scope="col">{t('team.rep')}</th>
          {heading(t('calls.call'), 'call')}
          {heading(t('calls.adjustment'), 'adjustment')}
          {heading(t('calls.model'), 'p50')}
          {heading(t('team.won'), 'closedWon')}
        </tr>
      </thead>
      <tbody>
        {people.map(({ userId, name, call, adjustments, outlook, won }) => (
          <tr key={userId}>
            <th scope="row">{name}</th>
            <td data-label={t('calls.call')}>{money('call', call)}</td>
            <td data-label={t('calls.adjustment')}>
              {adjustments.length === 0
                ? t('app.none')
                : adjustments.map(({ byId, amount }) => <div key={byId}>{money('adjustment', amount)}</div>)}
            </td>
            <td data-label={t('calls.model')}>
              {outlook.isFirm ? money('p50', outlook.p50) : t('app.none')}
              {outlook.isFirm && (
                <span className="quiet range">
                  {money('p10', outlook.p10)}–{money('p90', outlook.p90)}
                </span>
              )}
            </td>
            <td data-label={t('team.won')}>{money('closedWon', won)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
