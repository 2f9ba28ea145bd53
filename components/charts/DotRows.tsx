import type { ReactNode } from 'react';

import './DotRows.css';

/** One line of the chart; all amounts are in one unit, and what is absent is not drawn. */
interface DotRow {
  id: string;
  name: ReactNode;
  /** Its amounts as text: what the marks say. */
  figures: ReactNode;
  /** What is closed: a bar to a solid dot. */
  done?: number | undefined;
  range?: readonly [low: number, high: number] | undefined;
  /** The point forecast within the range. */
  middle?: number | undefined;
  call?: number | undefined;
  /** What others say instead. */
  others?: readonly number[] | undefined;
  target?: number | undefined;
  /** A form or the like under the line. */
  below?: ReactNode;
}

/** What is closed, forecast, called and to be reached, a line each on one scale from 0. For the eye; its amounts stand as text. */
export function DotRows({ label, rows }: { label: string; rows: readonly DotRow[] }) {
  const max = Math.max(
    0,
    ...rows.flatMap(({ done = 0, range = [0, 0], middle = 0, call = 0, others = [], target = 0 }) => [
      done,
      ...range,
      middle,
      call,
      ...others,
      target,
    ]),
  );
  const at = (value: number): string => `${max > 0 ? Math.max(0, Math.min(100, (value / max) * 100)) : 0}%`;
  const dot = (kind: string, value: number | undefined, key = kind): ReactNode =>
    value === undefined ? null : (
      <span key={key} className={`dot dot-${kind}`} style={{ insetInlineStart: at(value) }} />
    );
  return (
    <ul className="dot-rows" aria-label={label}>
      {rows.map(({ id, name, figures, done, range, middle, call, others = [], target, below }) => (
        <li key={id}>
          <div className="dot-name">{name}</div>
          <div className="dot-track" aria-hidden="true">
            {done !== undefined && <span className="dot-done" style={{ inlineSize: at(done) }} />}
            {range && (
              <span
                className="dot-range"
                style={{
                  insetInlineStart: at(range[0]),
                  inlineSize: at(Math.max(0, range[1] - Math.max(0, range[0]))),
                }}
              />
            )}
            {dot('target', target)}
            {dot('middle', middle)}
            {dot('closed', done)}
            {others.map((value, place) => dot('other', value, `other-${place}`))}
            {dot('call', call)}
          </div>
          <div className="dot-figures quiet">{figures}</div>
          {below}
        </li>
      ))}
    </ul>
  );
}

/** The mark of a kind of dot, before its amount. */
export const DotKey = ({ kind }: { kind: 'closed' | 'middle' | 'call' | 'other' | 'target' }) => (
  <span className={`dot-key dot-${kind}`} aria-hidden="true" />
);
