import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import { type AccuracyBy, ENOUGH_QUARTERS, type Off } from '@/lib/answers/leading/accuracy-by';
import { formatShare, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Definition, Figure } from '../../shared/Definition';

import './AccuracyTables.css';

/** How far and to which side the calls of categories and of people were off, so long before the end of past quarters. */
export function AccuracyTables({ by, daysBefore }: { by: AccuracyBy; daysBefore: number }) {
  const isNow = (row: { daysBefore: number }): boolean => row.daysBefore === daysBefore;
  const between = by.between.find(isNow);
  const reps = by.reps.filter(isNow).toSorted((a, b) => (b.wape ?? -1) - (a.wape ?? -1));
  return (
    <Fold title={t('accuracy.by')} className="accuracy-by">
      <p className="quiet note">{t('accuracy.ahead', { weeks: Math.round(daysBefore / 7), days: daysBefore })}</p>
      <DataTable className="figures-table" aria-label={t('accuracy.categories')}>
        <Head first={t('accuracy.category')} />
        <tbody>
          {by.categories.filter(isNow).map(({ category, ...off }) => (
            <tr key={category} data-category={category} data-wape={off.wape} data-bias={off.bias}>
              <th scope="row">{t(`accuracy.${category}`)}</th>
              <Cells off={off} />
            </tr>
          ))}
        </tbody>
      </DataTable>
      {between && <p className="quiet note">{t('accuracy.between', { held: between.held, of: between.of })}</p>}
      <p className="quiet note">{t('accuracy.rep')}</p>
      <DataTable className="figures-table" aria-label={t('accuracy.rep')}>
        <Head first={t('team.rep')} hasRange />
        <tbody>
          {reps.map(({ userId, name, held, of, ...off }) => (
            <tr key={userId} data-rep={userId} data-wape={off.wape} data-bias={off.bias}>
              <th scope="row">{name}</th>
              <Cells off={off} />
              <td>
                {of === 0 ? (
                  t('app.none')
                ) : (
                  <Figure metric="intervalCoverage" isHeaded>
                    {t('forecast.heldOf', { held, of })}
                  </Figure>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <p className="quiet note">{t('accuracy.method', { quarters: ENOUGH_QUARTERS })}</p>
      <p className="quiet note">
        {by.versions.length > 0 ? t('accuracy.versions', { versions: by.versions.join(', ') }) : t('accuracy.noLocks')}
      </p>
    </Fold>
  );
}

function Head({ first, hasRange = false }: { first: string; hasRange?: boolean }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">
          <Definition metric="wape">{t('forecast.wape')}</Definition>
        </th>
        <th scope="col">
          <Definition metric="bias">{t('forecast.bias')}</Definition>
        </th>
        <th scope="col">{t('accuracy.quarters')}</th>
        {hasRange && (
          <th scope="col">
            <Definition metric="intervalCoverage">{t('accuracy.locked')}</Definition>
          </th>
        )}
      </tr>
    </thead>
  );
}

function Cells({ off: { wape, bias, quarters } }: { off: Off }) {
  const share = (metric: DefinedMetric, value: number | undefined) => (
    <td>
      {value === undefined ? (
        t(quarters < ENOUGH_QUARTERS ? 'accuracy.few' : 'app.none')
      ) : (
        <Figure metric={metric} isHeaded>
          {formatShare(value)}
        </Figure>
      )}
    </td>
  );
  return (
    <>
      {share('wape', wape)}
      {share('bias', bias)}
      <td>
        <Figure metric="wape" isHeaded>
          {quarters}
        </Figure>
      </td>
    </>
  );
}
