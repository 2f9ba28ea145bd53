import { DataTable } from '@/components/ui/table/DataTable';
import type { AccuracyView } from '@/lib/answers/accuracy-view';
import { formatShare, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Definition, Figure } from '../../shared/Definition';
import { Money } from './Money';

import './PastTables.css';

export function Summary({ summary }: Pick<AccuracyView, 'summary'>) {
  const share = (metric: DefinedMetric, value: number | undefined) =>
    value === undefined ? (
      t('app.none')
    ) : (
      <Figure metric={metric} isHeaded>
        {formatShare(value)}
      </Figure>
    );
  return (
    <DataTable className="figures-table" aria-label={t('forecast.record')}>
      <thead>
        <tr>
          <th scope="col">{t('forecast.daysBefore')}</th>
          <th scope="col">
            <Definition metric="wape">{t('forecast.wape')}</Definition>
          </th>
          <th scope="col">
            <Definition metric="naiveWape">{t('forecast.naive')}</Definition>
          </th>
          <th scope="col">
            <Definition metric="bias">{t('forecast.bias')}</Definition>
          </th>
          <th scope="col">
            <Definition metric="intervalCoverage">{t('forecast.held')}</Definition>
          </th>
        </tr>
      </thead>
      <tbody>
        {summary
          .filter(({ of }) => of > 0)
          .map(({ daysBefore, wape, bias, held, of, naiveWape }) => (
            <tr key={daysBefore} data-days={daysBefore} data-wape={wape}>
              <th scope="row">{daysBefore}</th>
              <td>{share('wape', wape)}</td>
              <td>{share('naiveWape', naiveWape)}</td>
              <td>{share('bias', bias)}</td>
              <td>
                <Figure metric="intervalCoverage" isHeaded>
                  {t('forecast.heldOf', { held, of })}
                </Figure>
              </td>
            </tr>
          ))}
      </tbody>
    </DataTable>
  );
}

export function PastRows({ rows, currency }: { rows: AccuracyView['rows']; currency: string }) {
  const money = (metric: DefinedMetric, amount: number) => (
    <Money metric={metric} amount={amount} currency={currency} />
  );
  const quarters = [...new Set(rows.map(({ label }) => label))].toReversed();
  return quarters.map((label) => {
    const own = rows.filter((row) => row.label === label);
    const [first] = own;
    return (
      <details key={label} className="past">
        <summary>
          <time>{label}</time>
        </summary>
        <p className="quiet">
          {t('forecast.closed')} {first && money('closedWon', first.actual)}
        </p>
        {first && (
          <p className="quiet note">
            {t('forecast.by', { method: t(`forecast.by.${first.method}`), version: first.methodVersion })}
          </p>
        )}
        <DataTable isCards className="figures-table pairs-table" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.daysBefore')}</th>
              <th scope="col">
                <Definition metric="p50">{t('forecast.model')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="wonAndCommit">{t('forecast.called')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="usualRemainder">{t('forecast.naive')}</Definition>
              </th>
            </tr>
          </thead>
          <tbody>
            {own.map(({ daysBefore, p10, p50, p90, actual, commit, remainder, method }) => (
              <tr
                key={daysBefore}
                data-replay={`${label}/${daysBefore}`}
                data-p50={p50}
                data-actual={actual}
                data-remainder={remainder}
                data-method={method}
              >
                <th scope="row">{t('forecast.ahead', { days: daysBefore })}</th>
                <td data-label={t('forecast.model')}>
                  {money('p50', p50)}{' '}
                  <span className={`range ${actual < p10 || actual > p90 ? 'missed' : 'quiet'}`}>
                    [{money('p10', p10)} – {money('p90', p90)}]
                  </span>
                </td>
                <td data-label={t('forecast.called')}>{money('wonAndCommit', commit)}</td>
                <td data-label={t('forecast.naive')}>
                  {remainder === undefined ? t('app.none') : money('usualRemainder', remainder)}
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </details>
    );
  });
}
