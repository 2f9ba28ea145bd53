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

/** About how wide a letter of an amount is, px, and how much of a chart's width its amounts may take. */
const LETTER = 7;
/** Letters of room between two amounts. */
const APART = 2;
const FULL = 0.6;

/** Below this a label of one line would be cut, px; and how long each line may get, in characters. */
const NARROW = 320;
const LINE = 14;
/** The smallest size of text, px. */
const SMALL = 11;

/** A label in lines, broken where it has a space or a slash. */
function inLines(label: string): string[] {
  const lines: string[] = [];
  for (const word of label.match(/[^\s/]+(\/|\s+)?/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && (last + word).trim().length <= LINE) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map((line) => line.trim());
}

/** Amounts as bars along the line of the page, from right to left where it is written so, each a door: a click gives its index. What all charts of this kind share. */
export function horizontalBars(given: HorizontalBars): ChartConfiguration<'bar'> {
  const { labels, data, colours, text, grid, money, tip, onOpen } = given;
  const isRtl = document.documentElement.dir === 'rtl';
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
      plugins: { tooltip: { rtl: isRtl, callbacks: { label: ({ dataIndex }) => tip(dataIndex) } } },
      scales: {
        x: {
          reverse: isRtl,
          // Amounts that would run into each other: each second one.
          afterBuildTicks(axis) {
            const widest = (Math.max(0, ...axis.ticks.map(({ value }) => money(value).length)) + APART) * LETTER;
            while (axis.ticks.length > 2 && widest * axis.ticks.length > FULL * axis.chart.width)
              axis.ticks = axis.ticks.filter((_, index) => index % 2 === 0);
          },
          ticks: { color: text, maxTicksLimit: 5, maxRotation: 0, callback: (value) => money(Number(value)) },
          grid: { color: grid },
        },
        y: {
          position: isRtl ? 'right' : 'left',
          ticks: {
            color: text,
            autoSkip: false,
            // Two lines of a label are no higher than the place of its bar.
            font: ({ chart }) => (chart.width < NARROW ? { size: SMALL, lineHeight: 1 } : {}),
            // An arrow function has no chart of its own to ask how wide it is.
            callback(_, index) {
              const label = labels[index] ?? '';
              return this.chart.width < NARROW ? inLines(label) : label;
            },
          },
          grid: { display: false },
        },
      },
    },
  };
}
