import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { ProcessView } from '@/lib/answers/process/process';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

import './Funnel.css';

const COLUMNS: [label: 'entered' | 'conversion' | 'dwell' | 'lost', metric: DefinedMetric][] = [
  ['entered', 'stageEntered'],
  ['conversion', 'stageConversion'],
  ['dwell', 'stageDwell'],
  ['lost', 'leakage'],
];

/** The stages as a funnel: how many came in, what share went on, how long they stayed, what was lost. Bars and figures in one table. */
export function Funnel({ view: { stages, currency }, onOpen }: { view: ProcessView; onOpen: OpenProcess }) {
  const most = Math.max(1, ...stages.map(({ entered }) => entered));
  const longest = Math.max(1, ...stages.map(({ medianDays = 0, p80Days = 0 }) => Math.max(medianDays, p80Days)));
  const whole = (days: number | undefined): string =>
    days === undefined ? t('process.unknown') : t('process.days', { days: Math.round(days) });
  return (
    <Fold title={t('process.funnel')} className="funnel-fold">
      <DataTable isCards className="funnel" aria-label={t('process.funnel')}>
        <thead>
          <tr>
            <th scope="col">{t('deals.stage')}</th>
            {COLUMNS.map(([label, metric]) => (
              <th key={label} scope="col">
                <Definition metric={metric}>{t(`process.${label}`)}</Definition>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map(
            ({ stage, label, entered, left, forward, conversion, medianDays, p80Days, leaked, lostAmount }) => (
              <tr key={stage}>
                <td>
                  {label}
                  <Bar value={entered / most} />
                </td>
                <td data-label={t('process.entered')}>
                  <Figure
                    metric="stageEntered"
                    count={entered}
                    focusId={`entered-${stage}`}
                    onOpen={() =>
                      onOpen({ kind: 'entered', stage }, `${label} · ${t('process.entered')}`, `entered-${stage}`)
                    }
                  >
                    {entered}
                  </Figure>
                </td>
                <td data-label={t('process.conversion')}>
                  {conversion === undefined ? (
                    t('app.none')
                  ) : (
                    <Figure
                      metric="stageConversion"
                      count={left}
                      focusId={`forward-${stage}`}
                      title={t('process.forwardOf', { forward, left })}
                      onOpen={() =>
                        onOpen({ kind: 'forward', stage }, `${label} · ${t('process.conversion')}`, `forward-${stage}`)
                      }
                    >
                      {percent(conversion)}
                    </Figure>
                  )}
                </td>
                <td data-label={t('process.dwell')}>
                  <Figure
                    metric="stageDwell"
                    count={entered}
                    isHeaded
                    focusId={`dwell-${stage}`}
                    onOpen={() =>
                      onOpen({ kind: 'entered', stage }, `${label} · ${t('process.entered')}`, `dwell-${stage}`)
                    }
                  >
                    {whole(medianDays)}
                  </Figure>{' '}
                  <span className="quiet">
                    ·{' '}
                    <Figure
                      metric="stageDwellP80"
                      count={entered}
                      focusId={`dwell80-${stage}`}
                      onOpen={() =>
                        onOpen({ kind: 'entered', stage }, `${label} · ${t('process.entered')}`, `dwell80-${stage}`)
                      }
                    >
                      {whole(p80Days)}
                    </Figure>
                  </span>
                  <Bar value={(medianDays ?? 0) / longest} long={(p80Days ?? 0) / longest} />
                </td>
                <td data-label={t('process.lost')}>
                  <Figure
                    metric="leakage"
                    count={leaked}
                    title={formatMoney(lostAmount, currency)}
                    focusId={`lost-${stage}`}
                    isHeaded
                    onOpen={
                      leaked === 0
                        ? undefined
                        : () => onOpen({ kind: 'leaked', stage }, `${label} · ${t('process.lost')}`, `lost-${stage}`)
                    }
                  >
                    {formatMoneyShort(lostAmount, currency)} ({leaked})
                  </Figure>
                </td>
              </tr>
            ),
          )}
        </tbody>
      </DataTable>
      <p className="quiet note">{t('process.funnel.text')}</p>
    </Fold>
  );
}

/** A share of the widest bar; behind it a longer one. */
const Bar = ({ value, long }: { value: number; long?: number }) => (
  <span className="bar-track" aria-hidden="true">
    {long !== undefined && <span className="bar-long" style={{ width: `${long * 100}%` }} />}
    <span className="bar-fill" style={{ width: `${value * 100}%` }} />
  </span>
);
