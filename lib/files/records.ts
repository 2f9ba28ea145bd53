import Papa from 'papaparse';

import { FileError } from './problem';

/** One record of a table: its cells as they stand, and the line that it begins in. */
export type OnRecord = (cells: string[], line: number) => boolean | void;

/**
 * Cuts text into records by RFC 4180, with any delimiter and any line ends; a cell in quotes may hold both. Lines count from 1.
 * `onRecord` ends it by returning false. Throws FileError for a quote that is never closed, or closed in the middle of a cell.
 */
export function eachRecord(text: string, delimiter: string, onRecord: OnRecord): void {
  const plain = text.replaceAll(/\r\n?/g, '\n');
  let [line, from] = [1, 0];
  const pass = (to: number): number => {
    for (let index = plain.indexOf('\n', from); index >= 0 && index < to; index = plain.indexOf('\n', index + 1))
      line += 1;
    from = Math.max(from, to);
    return line;
  };
  Papa.parse<string[]>(plain, {
    delimiter,
    newline: '\n',
    step({ data, errors, meta }, parser) {
      const [error] = errors;
      if (error?.type === 'Quotes')
        throw new FileError(error.code === 'MissingQuotes' ? 'quote.open' : 'quote', {}, pass(error.index ?? from));
      const begun = line;
      pass(meta.cursor);
      if (onRecord(data, begun) === false) parser.abort();
    },
  });
}
