import { beginning } from '@/lib/deal/beginning';

/** What can be wrong with a file that a person gives, or with one of its lines; lib/i18n has words for each (`files.…`). */
export type ProblemId =
  | 'amount.contrary'
  | 'amount.digits'
  | 'amount.large'
  | 'amount.negative'
  | 'amount.none'
  | 'amount.nothing'
  | 'amount.rounded'
  | 'amount.share'
  | 'amount.split'
  | 'amount.twoWays'
  | 'binary'
  | 'cell.nothing'
  | 'cells'
  | 'columns'
  | 'currency.differs'
  | 'currency.noRate'
  | 'currency.several'
  | 'currency.twoWays'
  | 'currency.unknown'
  | 'cutOff'
  | 'date.none'
  | 'day.backwards'
  | 'day.contrary'
  | 'day.far'
  | 'day.monthOrQuarter'
  | 'day.noEnd'
  | 'day.none'
  | 'day.nothing'
  | 'day.oneFirst'
  | 'day.noPeriod'
  | 'day.twoWays'
  | 'empty'
  | 'encoding'
  | 'footer'
  | 'forecastTypes'
  | 'guessed'
  | 'header'
  | 'headers'
  | 'noRows'
  | 'otherTable'
  | 'page'
  | 'partial'
  | 'quote'
  | 'quote.open'
  | 'replaced'
  | 'report'
  | 'row.twice'
  | 'scaled'
  | 'noMoney'
  | 'quantity'
  | 'twice'
  | 'user.above'
  | 'user.differs'
  | 'user.none'
  | 'user.nothing'
  | 'user.several'
  | 'user.similar'
  | 'weeks'
  | 'wide'
  | 'wide.below'
  | 'wide.beside'
  | 'wide.measures'
  | 'wide.nothing'
  | 'wide.nothingBelow'
  | 'wide.overlap'
  | 'wide.sum'
  | 'wide.sumBelow'
  | 'wide.units'
  | 'wide.year'
  | 'word.none'
  | 'workbook';

/** `line` counts from 1 as an editor shows it; absent where the whole file is meant. */
export interface Problem {
  id: ProblemId;
  line?: number;
  values: Readonly<Record<string, string | number>>;
}

/** Thrown where nothing of a file can be read. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly problem: Problem;
  constructor(id: ProblemId, values: Problem['values'] = {}, line?: number) {
    super(id);
    this.problem = { id, values, ...(line === undefined ? {} : { line }) };
  }
}

const LONG = 60;

/** A piece of a file for a sentence: on one line, not too long. */
export function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONG ? `${beginning(line, LONG)}…` : line;
}
