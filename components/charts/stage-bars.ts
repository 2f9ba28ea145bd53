import type { ChartConfiguration } from 'chart.js';

import type { StageBar } from '@/lib/answers/stage-sums';

import { horizontalBars } from './horizontal-bars';

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
  return horizontalBars({
    labels: bars.map(({ label }) => label),
    data: bars.map(({ amount }) => amount),
    colours: bars.map((_, index) => (index === active ? colours.active : colours.bar)),
    text: colours.text,
    grid: colours.grid,
    money,
    tip: (index) => `${money(bars[index]?.amount ?? 0)} · ${bars[index]?.count ?? 0}`,
    onOpen,
  });
}
