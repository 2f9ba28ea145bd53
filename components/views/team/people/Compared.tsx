import { DataTable } from '@/components/ui/table/DataTable';
import type { RepCard } from '@/lib/answers/leading/people-view';
import { t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import { HABIT_METRIC, habitText } from './habit-text';

/** All that a person is compared by, the largest difference to the worse side first. */
export const Compared = ({ rows }: { rows: RepCard['compared'] }) => (
  <DataTable isCards aria-label={t('people.all')}>
    <thead>
      <tr>
        <th scope="col">{t('people.habit')}</th>
        <th scope="col">
          <Definition metric="shrunkShare">{t('people.own')}</Definition>
        </th>
        <th scope="col">{t('people.usual')}</th>
        <th scope="col">{t('people.middle')}</th>
        <th scope="col">{t('people.cases')}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => {
        const metric = HABIT_METRIC[row.habit];
        const { quartiles } = row.peers;
        return (
          <tr key={`${row.habit} ${row.stage ?? ''}`} data-habit={row.habit} data-stage={row.stage}>
            <th scope="row">{habitText(row)}</th>
            <td className={row.isWorse ? 'missed' : undefined} data-label={t('people.own')}>
              <Figure metric={metric} count={row.n} isHeaded>
                {percent(row.share)}
              </Figure>
            </td>
            <td data-label={t('people.usual')}>
              <Figure metric={metric} count={row.peers.n} isHeaded>
                {percent(row.peers.share)}
              </Figure>
            </td>
            <td data-label={t('people.middle')}>
              {quartiles ? (
                <Figure metric={metric} isHeaded>
                  {percent(quartiles[0])}–{percent(quartiles[2])}
                </Figure>
              ) : (
                t('app.none')
              )}
            </td>
            <td data-label={t('people.cases')}>
              <Figure metric={metric} count={row.n} isHeaded>
                {row.n}
              </Figure>
            </td>
          </tr>
        );
      })}
    </tbody>
  </DataTable>
);
