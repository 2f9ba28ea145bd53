import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { readText } from '@/lib/files/decode';
import { headerKey } from '@/lib/files/header';
import { FileError, type Problem } from '@/lib/files/problem';
import { openSheet } from '@/lib/files/sheet';
import { t } from '@/lib/i18n';

import '../english';

/** A table of known columns, from a file that a person gives. */
export interface TableFile<Name extends string> {
  name: string;
  /** All column names, and each row's cells in their order; '' for what is not there. */
  names: readonly string[];
  rows: readonly (readonly string[])[];
  /** The cells of the known columns. */
  columns: Readonly<Record<Name, readonly string[]>>;
  /** By row, as an editor counts. */
  lines: readonly number[];
  /** Rows that could not be taken apart, and lines that are no rows. */
  problems: readonly string[];
  /** What stands above and below the table, a text a line. */
  around: readonly string[];
}

/** What is wrong in words: `deals.csv, line 7: …`. */
export const problemText = (file: string, { id, line, values }: Problem): string =>
  `${file}${line === undefined ? '' : `, line ${line}`}: ${t(`files.${id}`, values)}`;

/** Reads a table whose columns all have to be there, under any delimiter and encoding. Throws where one is not, saying which. */
export function readTableFile<Name extends string>(path: string, names: readonly Name[]): TableFile<Name> {
  const name = basename(path);
  const keys = names.map(headerKey);
  try {
    const text = readText(readFileSync(path));
    const sheet = openSheet(text, {
      found: (found) => {
        const own = new Set(found.map(headerKey));
        const count = keys.filter((key) => own.has(key)).length;
        return { count, isEnough: count === keys.length };
      },
      words: names.join(', '),
    });
    const twice = sheet.names.filter(
      (each, place) =>
        keys.includes(headerKey(each)) &&
        sheet.names.some((other, index) => index !== place && headerKey(other) === headerKey(each)),
    );
    if (twice.length > 0) throw new FileError('twice', { columns: twice.join(', ') }, sheet.headerLine);
    const places = keys.map((key) => sheet.names.findIndex((each) => headerKey(each) === key));
    const rows: (readonly string[])[] = [];
    const lines: number[] = [];
    const { problems, footer, headers, footers } = sheet.read((cells, line) => {
      lines.push(line);
      rows.push(cells);
    });
    const notes: Problem[] = text.isGuess ? [{ id: 'guessed', values: { encoding: text.encoding } }] : [];
    return {
      name,
      // Safe: one column for each name.
      columns: Object.fromEntries(
        names.map((each, at) => [each, rows.map((cells) => cells[places[at] ?? -1] ?? '')]),
      ) as Record<Name, string[]>,
      names: sheet.names,
      rows,
      lines,
      around: [...sheet.titles, ...footers],
      problems: [...notes, ...problems, ...(headers ? [headers] : []), ...(footer ? [footer] : [])].map((problem) =>
        problemText(name, problem),
      ),
    };
  } catch (error) {
    if (error instanceof FileError) throw new Error(problemText(name, error.problem), { cause: error });
    throw error;
  }
}
