import { Fragment } from 'react';

import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { ExperimentView } from '@/lib/answers/process/experiment-view';
import { formatDay, t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';

import './MonthColumns.css';

/** The measure month by month, with a line where the change was; and the same as a table. */
export function MonthColumns({
  experiment: { months, asked },
  value,
}: {
  experiment: Pick<ExperimentView, 'months' | 'asked'>;
  value: (amount: number) => string;
}) {
  const { changed } = asked;
  if (months.length < 2 || changed === undefined) return null;
  const most = Math.max(...months.map((each) => each.value)) || 1;
  const first = months.findIndex(({ month }) => month.end >= changed);
  const what = t('change.months', { measure: t(`experiment.measure.${asked.measure}`), day: formatDay(changed) });
  return (
    <>
      <figure className="months" aria-label={what}>
        <span className="quiet note">{what}</span>
        <span className="months-plot" aria-hidden="true">
          {months.map(({ month, value: height }, at) => (
            <Fragment key={month.start}>
              {at === first && <span className="months-mark" />}
              <span
                className={at < first || first < 0 ? 'months-before' : undefined}
                style={{ blockSize: `${(height / most) * 100}%` }}
              />
            </Fragment>
          ))}
        </span>
        <span className="months-ends quiet" aria-hidden="true">
          <time>{months[0]?.month.label}</time>
          <time>{months.at(-1)?.month.label}</time>
        </span>
      </figure>
      <Fold title={t('change.months.table')}>
        <DataTable className="figures-table" aria-label={t('change.months.table')}>
          <thead>
            <tr>
              <th scope="col">{t('change.month')}</th>
              <th scope="col">{t(`experiment.measure.${asked.measure}`)}</th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, value: own, n }) => (
              <tr key={month.start}>
                <td>
                  <time>{month.label}</time>
                </td>
                <td>
                  <Figure metric="experimentEffect" count={n} isHeaded>
                    {value(own)} <span className="quiet">({n})</span>
                  </Figure>
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </Fold>
    </>
  );
}
