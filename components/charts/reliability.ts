import type { ChartConfiguration } from 'chart.js';

/** A group of `n` deals: mean predicted `chance`, and the `share` that was won. */
export interface ReliabilityPoint {
  n: number;
  chance: number;
  share: number;
}

/** The reliability diagram: predicted against actual, and the line on which both are the same. Larger points hold more deals. */
export function reliabilityConfig(
  points: readonly ReliabilityPoint[],
  options: {
    colours: { point: string; active: string; line: string; text: string; grid: string };
    active: number;
    labels: { told: string; came: string; perfect: string };
    words: readonly string[];
  },
): ChartConfiguration<'scatter'> {
  const { colours, active, labels, words } = options;
  const most = Math.max(1, ...points.map(({ n }) => n));
  const axis = (text: string) => ({
    min: 0,
    max: 1,
    title: { display: true, text, color: colours.text },
    ticks: {
      color: colours.text,
      stepSize: 0.25,
      callback: (value: number | string): string => `${Math.round(Number(value) * 100)}%`,
    },
    grid: { color: colours.grid },
  });
  return {
    type: 'scatter',
    data: {
      datasets: [
        {
          label: labels.perfect,
          data: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
          showLine: true,
          borderColor: colours.line,
          borderDash: [4, 4],
          borderWidth: 1,
          pointRadius: 0,
        },
        {
          label: labels.came,
          data: points.map(({ chance, share }) => ({ x: chance, y: share })),
          pointRadius: points.map(({ n }) => 3 + 4 * Math.sqrt(n / most)),
          pointBackgroundColor: points.map((_, index) => (index === active ? colours.active : colours.point)),
          pointBorderColor: points.map((_, index) => (index === active ? colours.active : colours.point)),
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: {
        tooltip: {
          filter: ({ datasetIndex }) => datasetIndex === 1,
          callbacks: { label: ({ dataIndex }) => words[dataIndex] ?? '' },
        },
      },
      scales: { x: axis(labels.told), y: axis(labels.came) },
    },
  };
}
