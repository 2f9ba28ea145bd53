import { useMemo } from 'react';

import { stageBarsConfig } from '@/components/charts/stage-bars';
import { useColours } from '@/components/charts/use-colours';
import { Toggle } from '@/components/ui/press/Toggle';
import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { StageBar } from '@/lib/answers/stage-sums';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { useTableCommand } from '../../shared/commands/use-commands';
import { Figure } from '../../shared/Definition';
import { WalkChart } from '../../shared/WalkChart';

/** How the chart stands: as a table, and the bar that a walk with the keys has reached. */
export interface ChartStands {
  isTable?: boolean;
  walked?: number;
}

interface Props {
  stands: ChartStands;
  onStand: (stands: ChartStands) => void;
  bars: StageBar[];
  currency: string;
  period: string;
  onOpen: (bar: StageBar) => void;
}

/** The chart whose bars open their deals, and its table twin: the same doors for keyboard and screen reader. */
export function StageChart({ bars, currency, period, stands, onStand, onOpen }: Props) {
  const { isTable = false, walked: active = -1 } = stands;
  const setTable = (next: boolean): void => onStand({ ...stands, isTable: next });
  const { accent, warn, quiet, line } = useColours();
  const total = bars.reduce((sum, { amount }) => sum + amount, 0);
  const count = bars.reduce((sum, bar) => sum + bar.count, 0);
  const top = bars.reduce<StageBar | undefined>(
    (best, bar) => (best && best.amount >= bar.amount ? best : bar),
    undefined,
  );
  const config = useMemo(
    () =>
      stageBarsConfig(bars, {
        colours: { bar: accent, active: warn, text: quiet, grid: line },
        active,
        money: (amount) => formatMoneyShort(amount, currency),
        onOpen: (index) => {
          const bar = bars[index];
          if (bar) onOpen(bar);
        },
      }),
    [bars, accent, warn, quiet, line, active, currency, onOpen],
  );
  const summary =
    count === 0
      ? t('chart.stages.empty')
      : t('chart.stages.summary', { period, total: formatMoney(total, currency), count, top: top?.label ?? '' });
  useTableCommand(t('chart.stages.title'), isTable, setTable);
  return (
    <Section
      title={t('chart.stages.title')}
      aside={
        count > 0 && (
          <Toggle look="link" isOn={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? t('chart.chart') : t('chart.table')}
          </Toggle>
        )
      }
    >
      {count === 0 ? (
        <p className="quiet">{summary}</p>
      ) : isTable ? (
        <DataTable aria-label={summary}>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.stage}>
                <td>{bar.label}</td>
                <td>
                  <Figure
                    metric="openPipeline"
                    count={bar.count}
                    focusId={`bar-${bar.stage}`}
                    onOpen={() => onOpen(bar)}
                  >
                    {formatMoney(bar.amount, currency)} <span className="quiet">({bar.count})</span>
                  </Figure>
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      ) : (
        <WalkChart
          config={config}
          summary={summary}
          words={bars.map(
            ({ label, amount, count: deals }) =>
              `${label}: ${formatMoney(amount, currency)}, ${t('popup.deals', { count: deals })}`,
          )}
          active={active}
          onActive={(walked) => onStand({ ...stands, walked })}
          onOpen={(index) => {
            const bar = bars[index];
            if (bar) onOpen(bar);
          }}
          onTable={() => setTable(true)}
          focusId="chart"
        />
      )}
    </Section>
  );
}
