import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { LeakRow, ProcessView } from '@/lib/answers/process/process';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import { FATES } from '@/lib/process/stage-leaks';

import { Definition, Figure } from '../../shared/Definition';
import { fromTo } from '../../shared/texts/from-to';
import type { OpenProcess } from './open-process';

/** What became of the deals of each stage and where they went, as a table: each count with its money. The doors to the deals of a fate are in the picture, those of a way here. */
export function StageWays({ view: { leaks, currency }, onOpen }: { view: ProcessView; onOpen: OpenProcess }) {
  return (
    <Fold title={t('process.ways')}>
      <DataTable isCards className="pairs-table" aria-label={t('process.ways')}>
        <thead>
          <tr>
            <th scope="col">{t('deals.stage')}</th>
            {FATES.map((fate) => (
              <th key={fate} scope="col">
                <Definition metric="stageFates">{t(`process.fate.${fate}`)}</Definition>
              </th>
            ))}
            <th scope="col">
              <Definition metric="leakCost">{t('process.leak.column')}</Definition>
            </th>
          </tr>
        </thead>
        <tbody>
          {leaks.map((leak) => (
            <tr key={leak.stage} data-leaks={leak.stage}>
              <td>{leak.label}</td>
              {FATES.map((fate) => {
                const { count, amount } = leak.fates[fate];
                return (
                  <td key={fate} data-label={t(`process.fate.${fate}`)}>
                    <Figure
                      metric="stageFates"
                      count={count}
                      title={formatMoney(amount, currency)}
                      isHeaded
                      focusId={`fate-${leak.stage}-${fate}`}
                      onOpen={
                        count === 0
                          ? undefined
                          : () =>
                              onOpen(
                                { kind: 'fate', stage: leak.stage, fate },
                                `${leak.label} · ${t(`process.fate.${fate}`)}`,
                                `fate-${leak.stage}-${fate}`,
                              )
                      }
                    >
                      {count}{' '}
                      <span className="quiet">
                        <span className="between">· </span>
                        {formatMoneyShort(amount, currency)}
                      </span>
                    </Figure>
                  </td>
                );
              })}
              <td data-label={t('process.leak.column')}>
                <Cost cost={leak.cost} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <h3>{t('process.ways.to')}</h3>
      <ul className="plain-list">
        {leaks.flatMap((leak) =>
          leak.ways.map(({ to, stage, label, count, amount }, at) => {
            const words = fromTo(leak.label, to === 'stage' ? label : t(`process.end.${to}`));
            const focusId = `way-${leak.stage}-${at}`;
            return (
              <li key={focusId}>
                {words}:{' '}
                <Figure
                  metric="stageFates"
                  count={count}
                  title={formatMoney(amount, currency)}
                  focusId={focusId}
                  onOpen={() => onOpen({ kind: 'way', stage: leak.stage, way: { to, stage } }, words, focusId)}
                >
                  {t('list.count', { count })}
                  {'\u00A0· '}
                  {formatMoneyShort(amount, currency)}
                </Figure>
              </li>
            );
          }),
        )}
      </ul>
      <p className="quiet note">{t('process.ways.text')}</p>
    </Fold>
  );
}

function Cost({ cost, currency }: { cost: LeakRow['cost']; currency: string }) {
  if (!cost) return t('app.none');
  if (cost.low <= 0) return <span className="quiet">{t('process.leak.chance')}</span>;
  const short = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <Figure metric="leakCost" count={cost.n} title={formatMoney(cost.aQuarter, currency)} isHeaded>
      {short(cost.aQuarter)}{' '}
      <span className="quiet">{t('process.leak.range', { low: short(cost.low), high: short(cost.high) })}</span>
    </Figure>
  );
}
