import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { readText } from '@/lib/files/decode';
import { headerName } from '@/lib/files/header';
import type { Decimal } from '@/lib/files/numbers';
import { FileError, type Problem, short } from '@/lib/files/problem';
import { openSheet } from '@/lib/files/sheet';
import { t } from '@/lib/i18n';
import { readXes } from '@/tests/files/xes';

import { MapError } from './map-error';

import '../english';

/** A file's columns as text, those that were asked for; a value that is not there is ''. */
export interface TextColumns {
  size: number;
  /** Of the file, all there are. */
  names: readonly string[];
  of(name: string): readonly string[];
  /** The decimal sign of a column, where its format says so. */
  decimal(name: string): Decimal | undefined;
  /** Where a row is, in words: `line 17`, `event 17`. */
  place(row: number): string;
  /** What was done to the file that a person may want to know. */
  notes: readonly string[];
}

/** More signs than this a string cannot hold. */
const LONGEST = 500_000_000;

/** Reads `.csv` and `.xes`, plain or as `.gz`, and keeps the columns that are wanted. */
export function readColumns(path: string, wanted: ReadonlySet<string>, delimiter: string | undefined): TextColumns {
  const name = basename(path);
  const bytes = bytesOf(path, name);
  if (isWorkbook(bytes))
    throw new MapError(
      `${name} is a workbook, which is not read here: save the sheet as CSV, and name that as "file".`,
    );
  try {
    if (/\.xes(\.gz)?$/i.test(name)) return readLog(bytes, wanted);
    return readTable(bytes, wanted, delimiter, name);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const isGiven = error.problem.id === 'header' && delimiter !== undefined;
    throw new MapError(
      `${name}${problemText(error.problem)}${isGiven ? ' Set another "delimiter", or leave it out: it is then found.' : ''}`,
    );
  }
}

/** By its first bytes: a zip, as .xlsx and .ods are, or the older format of .xls. */
const isWorkbook = (bytes: Buffer): boolean =>
  bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')) ||
  bytes.subarray(0, 4).equals(Buffer.of(0xd0, 0xcf, 0x11, 0xe0));

/** `, line 7: what is wrong`. */
const problemText = ({ id, line, values }: Problem): string =>
  `${line === undefined ? '' : `, line ${line}`}: ${t(`files.${id}`, values)}`;

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

function readTable(
  bytes: Buffer,
  wanted: ReadonlySet<string>,
  delimiter: string | undefined,
  name: string,
): TextColumns {
  if (bytes.length > LONGEST)
    throw new MapError(
      `${name} is larger than ${LONGEST / 1e6} MB: a table of that size cannot be read. Cut it in parts.`,
    );
  const text = readText(bytes);
  const notes: string[] = text.isGuess ? [`is no UTF-8: it is read as ${text.encoding}`] : [];
  const keys = new Set([...wanted].map(headerName));
  const sheet = openSheet(
    text,
    {
      found: (names) => {
        const count = new Set(names.filter((each) => keys.has(each))).size;
        return { count, isEnough: count > 0 };
      },
      words: [...wanted].join(', '),
    },
    delimiter,
  );
  const columns = new Map<string, { place: number; values: string[]; known: Map<string, string> }>();
  for (const each of wanted) {
    const place = sheet.names.indexOf(headerName(each));
    if (place >= 0) columns.set(each, { place, values: [], known: new Map() });
  }
  const lines: number[] = [];
  let [less, firstLess] = [0, 0];
  const { problems, footer, headers } = sheet.read((cells, line, isShort) => {
    if (isShort) {
      less += 1;
      firstLess ||= line;
    }
    lines.push(line);
    for (const { place, values, known } of columns.values()) values.push(shared(known, cells[place] ?? ''));
  });
  const twice = sheet.names.filter((each, place) => keys.has(each) && sheet.names.indexOf(each) !== place);
  if (twice.length > 0) notes.push(`has more than one column ${[...new Set(twice)].join(', ')}: the first counts`);
  if (less > 0)
    notes.push(
      `has ${less} rows with fewer values than its header (first in line ${firstLess}): what is absent is missing`,
    );
  const [beyond] = problems;
  if (beyond)
    notes.push(
      `has ${problems.length} rows with more cells than its header, which are left out (first in line ${beyond.line ?? '?'}: ` +
        `“${short(String(beyond.values['text']))}”)`,
    );
  if (headers)
    notes.push(
      `names its columns again in ${headers.values['count']} lines, which are no rows (first in line ${headers.line ?? '?'})`,
    );
  if (footer)
    notes.push(
      `ends with ${footer.values['count']} lines of a report that are no rows (from line ${footer.line ?? '?'}: “${footer.values['text']}”)`,
    );
  return {
    size: lines.length,
    names: sheet.names,
    of: (each) => columns.get(each)?.values ?? [],
    decimal: () => undefined,
    place: (row) => `line ${lines[row] ?? '?'}`,
    notes,
  };
}

function readLog(bytes: Buffer, wanted: ReadonlySet<string>): TextColumns {
  const names = new Set<string>();
  const written = new Set<string>();
  const columns = new Map(
    [...wanted].map((name) => [name, { values: [] as string[], known: new Map<string, string>() }]),
  );
  let size = 0;
  const text = readText(bytes);
  for (const { attributes, events, texts } of readXes(text)) {
    for (const key of Object.keys(attributes)) names.add(`case:${key}`);
    for (const key of texts) written.add(key);
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
    // Numbers that the log names as such have a point (XML Schema); what it names a text may hold what people write.
    decimal: (name) => (written.has(name.replace(/^case:/, '')) ? undefined : '.'),
    place: (row) => `event ${row + 1}`,
    notes: text.isGuess ? [`is no UTF-8, and declares nothing else: it is read as ${text.encoding}`] : [],
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
