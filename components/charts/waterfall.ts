import type { ChartConfiguration } from 'chart.js';

import { sum } from '@/lib/deal/money';

import { horizontalBars } from './horizontal-bars';

/** A bar of a waterfall: a standing sum from 0, or a step from where the one before ended. */
export interface WaterfallStep {
  key: string;
  label: string;
  /** The bar's two ends. */
  from: number;
  to: number;
  /** `won` goes down too: it leaves the pipeline, but is no loss. */
  kind: 'sum' | 'up' | 'down' | 'won';
}

export interface WaterfallColours {
  sum: string;
  up: string;
  down: string;
  won: string;
  active: string;
  text: string;
  grid: string;
}

/** Start, steps up and down, end: each floating bar begins where the one before ended. A click gives the bar's index. */
export function waterfallConfig(
  steps: readonly WaterfallStep[],
  options: {
    colours: WaterfallColours;
    active: number;
    money: (amount: number) => string;
    onOpen: (index: number) => void;
  },
): ChartConfiguration<'bar'> {
  const { colours, active, money, onOpen } = options;
  const size = ({ from, to, kind }: WaterfallStep): string =>
    kind === 'sum' ? money(to) : `${kind === 'up' ? '+' : '−'}${money(Math.abs(to - from))}`;
  return horizontalBars({
    labels: steps.map(({ label }) => label),
    data: steps.map(({ from, to }) => [from, to]),
    colours: steps.map(({ kind }, index) => (index === active ? colours.active : colours[kind])),
    text: colours.text,
    grid: colours.grid,
    money,
    tip(index) {
      const step = steps[index];
      return step ? size(step) : '';
    },
    onOpen,
  });
}

/** The bars of sums and movements, in order. */
export function waterfallSteps(
  start: { label: string; amount: number },
  movements: readonly { key: string; label: string; amount: number; isUp: boolean }[],
  end: { label: string; amount: number },
): WaterfallStep[] {
  let reached = start.amount;
  const steps = movements.map(({ key, label, amount, isUp }): WaterfallStep => {
    const from = reached;
    reached = sum([reached, isUp ? amount : -amount]);
    return { key, label, from, to: reached, kind: isUp ? 'up' : key === 'won' ? 'won' : 'down' };
  });
  return [
    { key: 'start', label: start.label, from: 0, to: start.amount, kind: 'sum' },
    ...steps,
    { key: 'end', label: end.label, from: 0, to: end.amount, kind: 'sum' },
  ];
}
