import './TrendChart.css';

/** Where something stood on a day; `x` is the share of the time that had passed, 0–1. */
export interface TrendPoint {
  key: string;
  x: number;
  low: number;
  middle: number;
  high: number;
  done: number;
}

interface Props {
  points: readonly TrendPoint[];
  target?: number | undefined;
  /** The point that is walked to. */
  active: number;
}

/** A forecast over the weeks of its time: range and middle, what was done by then, and what is to be reached. From one point on. */
export function TrendChart({ points, target, active }: Props) {
  const max = Math.max(0, target ?? 0, ...points.flatMap(({ high, done }) => [high, done])) * 1.05;
  const y = (value: number): number => (max > 0 ? 100 - (Math.max(0, value) / max) * 100 : 100);
  const line = (of: (point: TrendPoint) => number): string =>
    points.map((point) => `${point.x * 100},${y(of(point))}`).join(' ');
  const band = [
    ...points.map(({ x, high }) => `${x * 100},${y(high)}`),
    ...points.toReversed().map(({ x, low }) => `${x * 100},${y(low)}`),
  ].join(' ');
  return (
    <span className="trend-plot" aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">
        <polygon className="trend-band" points={band} />
        {target !== undefined && <line className="trend-target" x1="0" x2="100" y1={y(target)} y2={y(target)} />}
        <polyline className="trend-done" points={line(({ done }) => done)} />
        <polyline className="trend-middle" points={line(({ middle }) => middle)} />
      </svg>
      {points.map(({ key, x, low, middle, high, done }, place) => (
        <span
          key={key}
          className={place === active ? 'trend-at trend-active' : 'trend-at'}
          style={{ insetInlineStart: `${x * 100}%` }}
        >
          <span className="trend-span" style={{ insetBlockStart: `${y(high)}%`, blockSize: `${y(low) - y(high)}%` }} />
          <span className="trend-dot" style={{ insetBlockStart: `${y(middle)}%` }} />
          <span className="trend-dot trend-won" style={{ insetBlockStart: `${y(done)}%` }} />
        </span>
      ))}
    </span>
  );
}
