import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { ProcessView } from '@/lib/answers/process/process';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

/** Deals by the month in which they were created: how many, and what has become of them by now. */
export function Cohorts({ view: { cohorts, currency }, onOpen }: { view: ProcessView; onOpen: OpenProcess }) {
  return (
    <Fold title={t('process.cohorts')}>
      <DataTable isCards aria-label={t('process.cohorts')}>
        <thead>
          <tr>
            <th scope="col">{t('process.cohorts.month')}</th>
            {(['created', 'won', 'lost', 'open', 'amount'] as const).map((what) => (
              <th key={what} scope="col">
                <Definition metric="winRateCohort">{t(`process.cohorts.${what}`)}</Definition>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ month, created, won, lost, open, wonAmount }) => {
            const focusId = `cohort-${month.start}`;
            const door = (fate: 'won' | 'lost' | 'open', id: string) => (): void =>
              onOpen(
                { kind: 'born', start: month.start, end: month.end, fate },
                `${month.label} · ${t(`process.cohorts.${fate}`)}`,
                id,
              );
            const share = (count: number) => (
              <>
                {count} {created > 0 && <span className="quiet">· {percent(count / created)}</span>}
              </>
            );
            return (
              <tr key={month.start} data-cohort={month.start}>
                <td>
                  <time>{month.label}</time>
                </td>
                <td data-label={t('process.cohorts.created')}>
                  <Figure
                    metric="winRateCohort"
                    count={created}
                    focusId={focusId}
                    isHeaded
                    onOpen={
                      created === 0
                        ? undefined
                        : () =>
                            onOpen(
                              { kind: 'born', start: month.start, end: month.end },
                              `${month.label} · ${t('process.cohorts.created')}`,
                              focusId,
                            )
                    }
                  >
                    {created}
                  </Figure>
                </td>
                {(
                  [
                    ['won', won],
                    ['lost', lost],
                    ['open', open],
                  ] as const
                ).map(([what, count]) => (
                  <td key={what} data-label={t(`process.cohorts.${what}`)}>
                    <Figure
                      metric="winRateCohort"
                      count={created}
                      isHeaded
                      focusId={`${focusId}-${what}`}
                      onOpen={count === 0 ? undefined : door(what, `${focusId}-${what}`)}
                    >
                      {share(count)}
                    </Figure>
                  </td>
                ))}
                <td data-label={t('process.cohorts.amount')}>
                  <Figure
                    metric="winRateCohort"
                    count={won}
                    title={formatMoney(wonAmount, currency)}
                    isHeaded
                    focusId={`${focusId}-amount`}
                    onOpen={won === 0 ? undefined : door('won', `${focusId}-amount`)}
                  >
                    {formatMoneyShort(wonAmount, currency)}
                  </Figure>
                </td>
              </tr>
            );
          })}
        </tbody>
      </DataTable>
      <p className="quiet note">{t('process.cohorts.text')}</p>
    </Fold>
  );
}
