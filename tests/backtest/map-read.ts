import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { CsvError, parse } from 'csv-parse/sync';

import { MapError } from './map-error';
import { readXes } from './xes';

/** A file's columns as text, those that were asked for; a value that is not there is ''. */
export interface TextColumns {
  size: number;
  /** Of the file, all there are. */
  names: readonly string[];
  of(name: string): readonly string[];
  /** Where a row is, in words: `line 17`, `event 17`. */
  place(row: number): string;
  /** What was done to the file that a person may want to know. */
  notes: readonly string[];
}

/** What a CSV file may be parted by; the mapping names one, or the header tells. */
const DELIMITERS = [',', ';', '\t', '|'];
const HEAD_BYTES = 1 << 20;

/** Reads `.csv` and `.xes`, plain or as `.gz`, and keeps the columns that are wanted. */
export function readColumns(path: string, wanted: ReadonlySet<string>, delimiter: string | undefined): TextColumns {
  const name = basename(path);
  const bytes = bytesOf(path, name);
  if (/\.xes(\.gz)?$/i.test(name)) return readLog(bytes, wanted);
  return readTable(bytes, wanted, delimiter, name);
}

function bytesOf(path: string, name: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new MapError(
      `There is no file ${path} that can be read (${code}): "file" is looked for from the mapping's own folder.`,
    );
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw new MapError(
      `${name} begins as gzip does but cannot be unpacked: it was cut off, or damaged. Write it again.`,
    );
  }
}

/** UTF-8 as it is; UTF-16 by its mark, and what is no UTF-8 as Windows-1252, the two that spreadsheets write. */
function utf8Of(bytes: Buffer, notes: string[]): Buffer | string {
  for (const [mark, encoding] of [
    [0xfffe, 'utf-16le'],
    [0xfeff, 'utf-16be'],
  ] as const)
    if (bytes.length > 1 && bytes.readUInt16BE(0) === mark) return new TextDecoder(encoding).decode(bytes);
  try {
    // Streaming: the head may end inside a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, HEAD_BYTES), { stream: true });
    return bytes;
  } catch {
    notes.push('is no UTF-8: it is read as Windows-1252');
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function readTable(
  bytes: Buffer,
  wanted: ReadonlySet<string>,
  delimiter: string | undefined,
  name: string,
): TextColumns {
  const notes: string[] = [];
  const text = utf8Of(bytes, notes);
  const head = text
    .slice(0, HEAD_BYTES)
    .toString()
    .replace(/^\uFEFF/, '');
  const hint = /^"?sep=(.)"?\r?\n/i.exec(head);
  const by = delimiter ?? hint?.[1] ?? delimiterOf(head, wanted);
  let names: string[] | undefined;
  let columns: string[][] = [];
  let [uneven, firstUneven] = [0, 0];
  const lines: number[] = [];
  const places: [place: number, values: string[], known: Map<string, string>][] = [];
  try {
    parse(text, {
      delimiter: by,
      bom: true,
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      ...(hint ? { from_line: 2 } : {}),
      on_record(record: string[], { lines: line }) {
        if (!names) {
          names = record.map((each) => each.trim());
          columns = names.map(() => []);
          names.forEach((each, place) => {
            if (wanted.has(each) && names?.indexOf(each) === place)
              places.push([place, columns[place] ?? [], new Map()]);
          });
          return null;
        }
        if (record.length !== names.length) {
          uneven += 1;
          firstUneven ||= line;
        }
        lines.push(line);
        for (const [place, values, known] of places) values.push(shared(known, record[place] ?? ''));
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const { lines: line } = cause as CsvError & { lines?: number };
    throw new MapError(
      cause.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `${name}: a quote is opened in line ${line ?? '?'} and never closed. Close or double it.`
        : `${name} cannot be read as CSV${line === undefined ? '' : ` in line ${line}`}: ${cause.message}. Mend the line, or set ` +
            `"delimiter", which is taken to be ${JSON.stringify(by)}.`,
    );
  }
  if (!names) throw new MapError(`${name} is empty: its first line has to name its columns.`);
  const twice = names.filter((each, place) => wanted.has(each) && names?.indexOf(each) !== place);
  if (twice.length > 0) notes.push(`has more than one column ${[...new Set(twice)].join(', ')}: the first counts`);
  if (uneven > 0)
    notes.push(
      `has ${uneven} rows with more or fewer values than its header (first in line ${firstUneven}): what is absent is missing`,
    );
  const found = names;
  return {
    size: lines.length,
    names: found,
    of: (each) => columns[found.indexOf(each)] ?? [],
    place: (row) => `line ${lines[row] ?? '?'}`,
    notes,
  };
}

/** The one under which the header has most of the wanted columns, then most columns. */
function delimiterOf(head: string, wanted: ReadonlySet<string>): string {
  const scored = DELIMITERS.map((delimiter) => {
    let names: string[] = [];
    try {
      names = parse(head, { delimiter, to: 1, trim: true, relax_quotes: true, skip_empty_lines: true })[0] ?? [];
    } catch {
      // Another delimiter may close the quotes.
    }
    return { delimiter, found: names.filter((name) => wanted.has(name)).length, all: names.length };
  });
  return scored.reduce((best, each) =>
    each.found > best.found || (each.found === best.found && each.all > best.all) ? each : best,
  ).delimiter;
}

function readLog(bytes: Buffer, wanted: ReadonlySet<string>): TextColumns {
  const names = new Set<string>();
  const columns = new Map(
    [...wanted].map((name) => [name, { values: [] as string[], known: new Map<string, string>() }]),
  );
  let size = 0;
  for (const { attributes, events } of readXes(bytes)) {
    for (const key of Object.keys(attributes)) names.add(`case:${key}`);
    for (const event of events) {
      for (const key of Object.keys(event)) names.add(key);
      for (const [name, { values, known }] of columns) {
        const own = name.startsWith('case:') ? (attributes[name.slice(5)] ?? event[name]) : event[name];
        values.push(shared(known, own?.trim() ?? ''));
      }
      size += 1;
    }
  }
  return {
    size,
    names: [...names],
    of: (name) => columns.get(name)?.values ?? [],
    place: (row) => `event ${row + 1}`,
    notes: [],
  };
}

const MOST_SHARED = 10_000;

/** One string for equal values, so that columns of few words take little room. */
function shared(known: Map<string, string>, value: string): string {
  const found = known.get(value);
  if (found !== undefined) return found;
  if (known.size < MOST_SHARED) known.set(value, value);
  return value;
}
