import type { Instant } from '@/lib/calendar/instant';
import {
  attributeOf,
  ATTRIBUTES,
  CATEGORIES,
  FIRST_STATE_ASSUMED,
  OWNER_ASSUMED,
  type PipelineLog,
  stateOf,
} from '@/lib/log/event-log';
import { FIRST_DEAL, FIRST_VERSION } from '@/lib/log/positions';

/** A cell by its type: a number stays a number, absent is empty, a text that a spreadsheet would run as a formula is made plain. */
export type CsvCell = string | number | undefined;

/** How a spreadsheet reads CSV: where decimals are written with a comma it divides cells by semicolons. */
export type CsvForm = 'points' | 'commas';

/**
 * CSV text (RFC 4180: CRLF, quotes doubled). A text that begins with = + - @, also of full width or behind blanks, or with a tab, an end of
 * a line or a NUL gets an apostrophe before it (OWASP: CSV injection).
 */
export function csvText(
  header: readonly string[],
  rows: Iterable<readonly CsvCell[]>,
  form: CsvForm = 'points',
): string {
  const between = form === 'commas' ? ';' : ',';
  const line = (cells: readonly CsvCell[]): string => cells.map((cell) => cellText(cell, form)).join(between);
  const lines = [line(header)];
  for (const row of rows) lines.push(line(row));
  return `${lines.join('\r\n')}\r\n`;
}

/** A spreadsheet may pass over what stands before a formula, and some of East Asia take signs of full width for it. */
// oxlint-disable-next-line no-control-regex -- a NUL hides a formula from the eye
const RUN = /^(?:[\s\u0000\u200B]*[=+\-@＝＋－＠]|[\t\r\n\u0000])/u;

function cellText(cell: CsvCell, form: CsvForm): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') {
    const text = Number.isFinite(cell) ? String(cell) : '';
    return form === 'commas' ? text.replace('.', ',') : text;
  }
  const plain = RUN.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The deals of the log, filed as they are now. Instants are ISO 8601 in UTC. */
export const dealsCsv = (log: PipelineLog): string =>
  csvText(
    ['id', 'createdAt', 'goneAt', 'account', 'type', 'source', 'recordType', 'campaign', 'territory'],
    dealRows(log),
  );

function* dealRows(log: PipelineLog): Generator<CsvCell[]> {
  const { words } = log;
  for (let deal = FIRST_DEAL; deal < log.size; deal++)
    yield [
      log.ids[deal],
      iso(log.createdAt[deal]),
      iso(log.goneAt[deal]),
      words.account[log.account[deal] ?? 0],
      words.type[log.type[deal] ?? 0],
      words.source[log.source[deal] ?? 0],
      words.recordType[log.recordType[deal] ?? 0],
      words.campaign[log.campaign[deal] ?? 0],
      words.territory[log.territory[deal] ?? 0],
    ];
}

/** As {@link versionRows} gives them. */
const VERSION_COLUMNS = [
  'deal',
  'from',
  'stage',
  'status',
  'amount',
  'closeDate',
  'owner',
  'category',
  ...ATTRIBUTES,
  'ownerAssumed',
  'stateAssumed',
];

/** Every state of every deal until an instant (ms), oldest first; `amount` in minor units of the corporate currency. */
export const versionsCsv = (log: PipelineLog, at: Instant): string => csvText(VERSION_COLUMNS, versionRows(log, at));

function* versionRows(log: PipelineLog, at: Instant): Generator<CsvCell[]> {
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    for (let version = log.starts[deal] ?? FIRST_VERSION; version < (log.starts[deal + 1] ?? 0); version++) {
      const from = log.from[version] ?? Infinity;
      if (from > at) break;
      const { stage, status, amount, closeDate, ownerId } = stateOf(log, version);
      const doubt = log.doubt[version] ?? 0;
      yield [
        log.ids[deal],
        iso(from),
        stage,
        status,
        amount,
        closeDate,
        ownerId,
        CATEGORIES[log.category[version] ?? 0],
        ...ATTRIBUTES.map((name) => log.words[name][attributeOf(log, name, deal, version)]),
        doubt & OWNER_ASSUMED ? 1 : 0,
        doubt & FIRST_STATE_ASSUMED ? 1 : 0,
      ];
    }
  }
}

const iso = (at: number | undefined): string | undefined =>
  at === undefined || !Number.isFinite(at) ? undefined : new Date(at).toISOString();
