import type { ChartConfiguration } from 'chart.js';

interface HorizontalBars {
  labels: string[];
  /** The length of each bar from 0, or its two ends. */
  data: (number | [number, number])[];
  /** Colour of each bar. */
  colours: string[];
  text: string;
  grid: string;
  money: (amount: number) => string;
  /** The tooltip of a bar. */
  tip: (index: number) => string;
  onOpen: (index: number) => void;
}

/** Amounts as bars from left to right, each a door: a click gives its index. What all charts of this kind share. */
export function horizontalBars(given: HorizontalBars): ChartConfiguration<'bar'> {
  const { labels, data, colours, text, grid, money, tip, onOpen } = given;
  return {
    type: 'bar',
    data: {
      labels,
      datasets: [
        {
          data,
          backgroundColor: colours,
          borderRadius: 3,
          // Floating bars are round at both ends.
          borderSkipped: false,
          // A bar with little in it must still be a door.
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
      plugins: { tooltip: { callbacks: { label: ({ dataIndex }) => tip(dataIndex) } } },
      scales: {
        x: {
          ticks: { color: text, maxTicksLimit: 5, callback: (value) => money(Number(value)) },
          grid: { color: grid },
        },
        y: { ticks: { color: text, autoSkip: false }, grid: { display: false } },
      },
    },
  };
}
