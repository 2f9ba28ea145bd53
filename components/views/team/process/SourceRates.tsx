import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { ProcessView } from '@/lib/answers/process/process';
import { t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

const nameOf = (label: string): string => (label === '' ? t('lens.none') : label);

/** Win rate by lead source and by campaign, and which of them surely win less often than all others. */
export function SourceRates({
  view: { sources },
  onOpen,
}: {
  view: Pick<ProcessView, 'sources'>;
  onOpen: OpenProcess;
}) {
  const weak = sources.filter(({ isWeak }) => isWeak);
  if (sources.length === 0) return null;
  return (
    <Fold
      title={t('process.sources')}
      {...(weak.length > 0
        ? { aside: `${weak.map(({ label }) => nameOf(label)).join(', ')}: ${t('process.sources.weak')}` }
        : {})}
    >
      <DataTable isCards aria-label={t('process.sources')}>
        <thead>
          <tr>
            <th scope="col">{t('process.sources.from')}</th>
            {(['share', 'others'] as const).map((what) => (
              <th key={what} scope="col">
                <Definition metric="winRateCount">{t(`process.sources.${what}`)}</Definition>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sources.map(({ by, value, label, n, share, low, high, others, isWeak }) => {
            const focusId = `source-${by}-${value}`;
            const name = `${t(`lens.filter.${by}`)}: ${nameOf(label)}`;
            return (
              <tr key={focusId} data-source={focusId}>
                <td>
                  {name} {isWeak && <strong data-weak={focusId}>{t('process.sources.weak')}</strong>}
                </td>
                <td data-label={t('process.sources.share')}>
                  <Figure
                    metric="winRateCount"
                    count={n}
                    focusId={focusId}
                    isHeaded
                    onOpen={() => onOpen({ kind: 'closed', from: { by, value } }, name, focusId)}
                  >
                    {percent(share)}{' '}
                    <span className="quiet">
                      {t('process.sources.of', { count: n, low: percent(low), high: percent(high) })}
                    </span>
                  </Figure>
                </td>
                <td data-label={t('process.sources.others')}>
                  <Figure metric="winRateCount" isHeaded>
                    {percent(others)}
                  </Figure>
                </td>
              </tr>
            );
          })}
        </tbody>
      </DataTable>
      <p className="quiet note">{t(weak.length > 0 ? 'process.sources.text' : 'process.sources.alike')}</p>
    </Fold>
  );
}
