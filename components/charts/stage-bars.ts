import type { ChartConfiguration } from 'chart.js';

import type { StageBar } from '@/lib/domain/views';

export interface BarColours {
  bar: string;
  active: string;
  text: string;
  grid: string;
}

/** Open pipeline by stage as a bar chart; a click on a bar gives its index. */
export function stageBarsConfig(
  bars: readonly StageBar[],
  options: { colours: BarColours; active: number; money: (amount: number) => string; onOpen: (index: number) => void },
): ChartConfiguration<'bar'> {
  const { colours, active, money, onOpen } = options;
  return {
    type: 'bar',
    data: {
      labels: bars.map(({ label }) => label),
      datasets: [
        {
          data: bars.map(({ amount }) => amount),
          backgroundColor: bars.map((_, index) => (index === active ? colours.active : colours.bar)),
          borderRadius: 4,
          // A stage with little in it must still be a door.
          minBarLength: 4,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      animation: false,
      maintainAspectRatio: false,
      onClick: (_event, [hit]) => {
        if (hit) onOpen(hit.index);
      },
      plugins: {
        tooltip: {
          callbacks: {
            label: ({ dataIndex }) => `${money(bars[dataIndex]?.amount ?? 0)} · ${bars[dataIndex]?.count ?? 0}`,
          },
        },
      },
      scales: {
        x: {
          ticks: { color: colours.text, maxTicksLimit: 5, callback: (value) => money(Number(value)) },
          grid: { color: colours.grid },
        },
        y: { ticks: { color: colours.text }, grid: { display: false } },
      },
    },
  };
}
