import { Section } from '@/components/ui/Section';
import type { ProcessView } from '@/lib/answers/process/process';
import { STAGE_AGES } from '@/lib/answers/process/stage-ages';
import { cellMoney, formatMoney, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

import './LeakMap.css';

/** Strongest tint of a cell, percent of the accent: text on it keeps its contrast in both themes. */
const MOST_HEAT = 28;

/**
 * Stage × time in it beside the typical time there, of what is open: amount and count in each cell, darker where there is more, the
 * worst one outlined.
 */
export function LeakMap({
  view: { ages, currency },
  onOpen,
}: {
  view: Pick<ProcessView, 'ages' | 'currency'>;
  onOpen: OpenProcess;
}) {
  const cells = ages.flatMap((stage) => stage.cells);
  const most = Math.max(1, ...cells.map(({ amount }) => amount));
  const money = cellMoney(
    cells.map(({ amount }) => amount),
    currency,
  );
  const shown = STAGE_AGES.filter((age) => age !== 'unknown' || cells.some((cell) => cell.age === age));
  return (
    <Section title={<Definition metric="agePipeline">{t('process.leakMap')}</Definition>}>
      {cells.length === 0 ? (
        <p className="quiet">{t('process.leakMap.empty')}</p>
      ) : (
        <>
          <table className="matrix" aria-label={t('process.leakMap')}>
            <thead>
              <tr>
                <th scope="col">{t('process.byAge')}</th>
                {shown.map((age) => (
                  <th key={age} scope="col" title={t(`process.age.${age}.long`)}>
                    {t(`process.age.${age}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ages.map(({ stage, label, typicalDays, cells: own }) => (
                <tr key={stage} data-ages={stage}>
                  <th scope="row">
                    {label}{' '}
                    {typicalDays !== undefined && (
                      <Figure metric="stageDwell" className="defined typical">
                        {t('process.typically', { days: typicalDays })}
                      </Figure>
                    )}
                  </th>
                  {shown.map((age) => {
                    const cell = own.find((each) => each.age === age);
                    if (!cell) return <td key={age} aria-label={t('process.none')} />;
                    const focusId = `age-${stage}-${age}`;
                    return (
                      <td
                        key={age}
                        className={cell.isWorst ? 'worst' : ''}
                        data-age={age}
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
                              { kind: 'age', stage, age },
                              t('process.inAge', { stage: label, age: t(`process.age.${age}.long`) }),
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
