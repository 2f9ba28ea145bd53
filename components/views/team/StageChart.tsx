import { lazy, Suspense, useEffect, useMemo, useState } from 'react';

import { type BarColours, stageBarsConfig } from '@/components/charts/stage-bars';
import { Section } from '@/components/ui/Section';
import type { StageBar } from '@/lib/domain/views';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

const Chart = lazy(() => import('@/components/charts/Chart'));

interface Props {
  bars: StageBar[];
  currency: string;
  period: string;
  onOpen: (bar: StageBar) => void;
}

/** The chart whose bars open their deals, and its table twin: the same doors for keyboard and screen reader. */
export function StageChart({ bars, currency, period, onOpen }: Props) {
  const [isTable, setTable] = useState(false);
  const [active, setActive] = useState(-1);
  const colours = useColours();
  const total = bars.reduce((sum, { amount }) => sum + amount, 0);
  const count = bars.reduce((sum, bar) => sum + bar.count, 0);
  const top = bars.reduce<StageBar | undefined>(
    (best, bar) => (best && best.amount >= bar.amount ? best : bar),
    undefined,
  );
  const config = useMemo(
    () =>
      stageBarsConfig(bars, {
        colours,
        active,
        money: (amount) => formatMoneyShort(amount, currency),
        onOpen: (index) => {
          const bar = bars[index];
          if (bar) onOpen(bar);
        },
      }),
    [bars, colours, active, currency, onOpen],
  );
  const summary =
    count === 0
      ? t('chart.stages.empty')
      : t('chart.stages.summary', { period, total: formatMoney(total, currency), count, top: top?.label ?? '' });
  const current = bars[active];
  return (
    <Section
      title={t('chart.stages.title')}
      aside={
        <button type="button" className="link" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? t('chart.chart') : t('chart.table')}
        </button>
      }
    >
      {isTable ? (
        <table className="grid" aria-label={summary}>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.stage}>
                <td>{bar.label}</td>
                <td>
                  <button type="button" data-focus={`bar-${bar.stage}`} onClick={() => onOpen(bar)}>
                    {formatMoney(bar.amount, currency)}
                  </button>
                </td>
                <td>{bar.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        /* One stop on the Tab way: arrow keys walk its bars, a click opens the bar under it. */
        <button
          type="button"
          className="chart-box"
          aria-label={`${summary} ${t('chart.hint')}`}
          data-focus="chart"
          onKeyDown={(event) => {
            const step =
              event.key === 'ArrowDown' || event.key === 'ArrowRight'
                ? 1
                : event.key === 'ArrowUp' || event.key === 'ArrowLeft'
                  ? -1
                  : 0;
            if (step !== 0) setActive(Math.max(0, Math.min(bars.length - 1, active + step)));
            else if (event.key === 'Enter' && current) onOpen(current);
            else if (event.key.toLowerCase() === 't') setTable(true);
            else return;
            event.preventDefault();
          }}
        >
          <Suspense fallback={null}>
            <Chart config={config} summary={summary} />
          </Suspense>
        </button>
      )}
      <p className="hidden-text" aria-live="polite">
        {current &&
          `${current.label}: ${formatMoney(current.amount, currency)}, ${t('popup.deals', { count: current.count })}`}
      </p>
      <p className="quiet chart-note">{summary}</p>
    </Section>
  );
}

/** Canvas knows no CSS: the theme's colours are read from it, and again when it turns dark or light. */
function useColours(): BarColours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const read = (): void => setColours(readColours());
    dark.addEventListener('change', read);
    return () => dark.removeEventListener('change', read);
  }, []);
  return colours;
}

function readColours(): BarColours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return { bar: read('--accent'), active: read('--warn'), text: read('--quiet'), grid: read('--line') };
}
