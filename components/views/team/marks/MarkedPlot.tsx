import type { ReactNode } from 'react';

import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { daysBetween } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import { formatDay, t } from '@/lib/i18n';

import { ChangeEffect } from '../process/ChangeEffect';
import { markLabel, markText } from './mark-text';

import './MarkedPlot.css';

interface Props {
  marks: readonly ProcessMark[];
  /** The days from the left edge of the plot to its right one. */
  period: Period;
  currency: string;
  /** The plot keeps a margin to its box. */
  isInset?: boolean;
  children: ReactNode;
}

/**
 * A chart over a period with a line for each change of the process, named above it; beneath, each with what it did. Without a change the chart
 * alone.
 */
export function MarkedPlot({ marks: all, period, currency, isInset = false, children }: Props) {
  const marks = all.filter(({ day }) => day >= period.start && day <= period.end);
  if (marks.length === 0) return children;
  const length = daysBetween(period.start, period.end) + 1;
  return (
    <>
      <div className="marked">
        <ul className="mark-names" aria-hidden="true">
          {marks.map((mark) => {
            const x = daysBetween(period.start, mark.day) / length;
            const at = (share: number): string =>
              isInset ? `calc(var(--space-8) + (100% - var(--space-16)) * ${share})` : `${share * 100}%`;
            const isEarly = x <= 0.5;
            return (
              <li key={mark.id} data-mark={mark.id} data-x={x}>
                <span className="mark-line" style={{ insetInlineStart: at(x) }} />
                <span
                  className="mark-name"
                  style={
                    isEarly
                      ? { insetInlineStart: at(x), maxInlineSize: `${(1 - x) * 100}%` }
                      : { insetInlineEnd: at(1 - x), maxInlineSize: `${x * 100}%` }
                  }
                >
                  {markLabel(mark)}
                </span>
              </li>
            );
          })}
        </ul>
        {children}
      </div>
      <ul className="plain-list mark-list" aria-label={t('change.title')}>
        {marks.map((mark) => (
          <li key={mark.id} data-marked={mark.id}>
            <time dateTime={mark.day}>{formatDay(mark.day)}</time> <strong>{markText(mark)}</strong>{' '}
            <ChangeEffect change={mark} currency={currency} />
          </li>
        ))}
      </ul>
    </>
  );
}
