import { Section } from '@/components/ui/Section';
import type { ProcessView } from '@/lib/answers/process/process';
import { cellMoney, formatMoney, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

import './LeakMap.css';

/** Strongest tint of a cell, percent of the accent: text on it keeps its contrast in both themes. */
const MOST_HEAT = 28;

/** Stage × days in stage of what is open: amount and count in each cell, darker where there is more, the worst one outlined. */
export function LeakMap({
  view: { bands, ages, currency },
  onOpen,
}: {
  view: Pick<ProcessView, 'bands' | 'ages' | 'currency'>;
  onOpen: OpenProcess;
}) {
  const cells = ages.flatMap((stage) => stage.cells);
  const most = Math.max(1, ...cells.map(({ amount }) => amount));
  const money = cellMoney(
    cells.map(({ amount }) => amount),
    currency,
  );
  const bandOf = (band: number): string => {
    const next = bands[band + 1];
    return next === undefined
      ? t('process.band.last', { from: bands[band] ?? 0 })
      : t('process.band', { from: bands[band] ?? 0, to: next - 1 });
  };
  return (
    <Section title={<Definition metric="agePipeline">{t('process.leakMap')}</Definition>}>
      {cells.length === 0 ? (
        <p className="quiet">{t('process.leakMap.empty')}</p>
      ) : (
        <>
          <table className="matrix" aria-label={t('process.leakMap')}>
            <thead>
              <tr>
                <th scope="col">{t('process.byDays')}</th>
                {bands.map((edge, band) => (
                  <th key={edge} scope="col">
                    {bandOf(band)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ages.map(({ stage, label, cells: own }) => (
                <tr key={stage} data-ages={stage}>
                  <th scope="row">{label}</th>
                  {bands.map((edge, band) => {
                    const cell = own.find((each) => each.band === band);
                    if (!cell) return <td key={edge} aria-label={t('process.none')} />;
                    const focusId = `age-${stage}-${band}`;
                    return (
                      <td
                        key={edge}
                        className={cell.isWorst ? 'worst' : ''}
                        data-band={band}
                        data-amount={cell.amount}
                        data-count={cell.count}
                        style={{
                          backgroundColor: `color-mix(in srgb, var(--accent) ${Math.round((cell.amount / most) * MOST_HEAT)}%, transparent)`,
                        }}
                      >
                        <Figure
                          metric="agePipeline"
                          count={cell.count}
                          className="cell"
                          focusId={focusId}
                          title={formatMoney(cell.amount, currency)}
                          onOpen={() =>
                            onOpen(
                              { kind: 'age', stage, band },
                              t('process.inBand', { stage: label, band: bandOf(band) }),
                              focusId,
                            )
                          }
                        >
                          {money.text(cell.amount)}
                          <span className="quiet">{cell.count}</span>
                          {cell.isWorst && <span className="hidden-text">{t('process.worst')}</span>}
                        </Figure>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="quiet note">
            {t('process.leakMap.text')} {money.unit !== undefined && t('cells.unit', { unit: money.unit })}
          </p>
        </>
      )}
    </Section>
  );
}
