import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { formatDay } from '@/lib/i18n';

import { ChangeEffect } from '../process/ChangeEffect';
import { markText } from './mark-text';

import './MarkRow.css';

/** A change of the process between the rows of a chart's table. */
export const MarkRow = ({ mark, columns, currency }: { mark: ProcessMark; columns: number; currency: string }) => (
  <tr className="mark-row" data-mark-row={mark.id}>
    <th scope="row" colSpan={columns}>
      <time dateTime={mark.day}>{formatDay(mark.day)}</time> <strong>{markText(mark)}</strong>{' '}
      <ChangeEffect change={mark} currency={currency} />
    </th>
  </tr>
);

/** The changes after one row's day and up to another's; the first row takes those before it too, and what follows the last those after. */
export const marksBetween = (
  marks: readonly ProcessMark[],
  after: string | undefined,
  upTo: string | undefined,
): ProcessMark[] =>
  marks.filter(({ day }) => (after === undefined || day > after) && (upTo === undefined || day <= upTo));
