import { day } from '@/lib/domain/days';
import type { Quota, User } from '@/lib/domain/org';

/** What is wrong with one line of a file: which, what, and what to do. Texts are `quota.csv.<what>` with `value`. */
export interface QuotaCsvError {
  /** As an editor counts, from 1. */
  line: number;
  what: 'columns' | 'quote' | 'cells' | 'user' | 'ambiguousUser' | 'amount' | 'start' | 'currency' | 'twice';
  value: string;
}

const WANTED = ['user', 'start', 'amount'] as const;

/**
 * Quotas from a CSV text with the columns user, start, amount and, if need be, currency, in any order; a separator of comma, semicolon
 * or tab. A user is an id or a name, the start the first day of a month or quarter, the amount in major units with a decimal point.
 * Lines that are right are kept, each wrong one is told; nothing is guessed.
 */
export function parseQuotaCsv(
  text: string,
  users: ReadonlyMap<string, User>,
): { quotas: Quota[]; errors: QuotaCsvError[] } {
  const lines = cells(text.replace(/^\uFEFF/, ''));
  const quotas: Quota[] = [];
  const errors: QuotaCsvError[] = [];
  const [head, ...rows] = lines;
  const columns = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const missing = WANTED.filter((name) => !columns.includes(name));
  if (missing.length > 0) return { quotas, errors: [{ line: 1, what: 'columns', value: missing.join(', ') }] };
  const seen = new Set<string>();
  for (const { line, cells: own, isOpen } of rows) {
    if (own.every((cell) => cell.trim() === '')) continue;
    const fail = (what: QuotaCsvError['what'], value: string): void => void errors.push({ line, what, value });
    const cell = (name: string): string => own[columns.indexOf(name)]?.trim() ?? '';
    const matching = [...users.values()].filter(
      ({ id, name }) => id === cell('user') || name.toLowerCase() === cell('user').toLowerCase(),
    );
    const [user] = matching;
    const start = day(cell('start'));
    const currency = columns.includes('currency') ? cell('currency') : '';
    if (isOpen) fail('quote', own[0] ?? '');
    else if (own.length !== columns.length) fail('cells', String(own.length));
    else if (!user) fail('user', cell('user'));
    else if (matching.length > 1) fail('ambiguousUser', cell('user'));
    else if (!start) fail('start', cell('start'));
    else if (!/^\d+(\.\d{1,2})?$/.test(cell('amount'))) fail('amount', cell('amount'));
    else if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) fail('currency', currency);
    else if (seen.has(`${user.id}/${start}`)) fail('twice', `${user.name} ${start}`);
    else {
      seen.add(`${user.id}/${start}`);
      quotas.push({
        id: `csv-${user.id}-${start}`,
        userId: user.id,
        amount: Number(cell('amount')),
        start,
        ...(currency === '' ? {} : { currency }),
      });
    }
  }
  return { quotas, errors };
}

interface Line {
  line: number;
  cells: string[];
  /** A quote in it is never closed. */
  isOpen: boolean;
}

/** RFC 4180, by the separator that the first line has most of. */
function cells(text: string): Line[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const count = (mark: string): number => first.split(mark).length;
  const separator = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
  const found: Line[] = [];
  let [line, started, isQuoted] = [1, 1, false];
  let [own, cell]: [string[], string] = [[], ''];
  const end = (isOpen: boolean): void => {
    found.push({ line: started, cells: [...own, cell], isOpen });
    [own, cell, started] = [[], '', line];
  };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (mark === '\n') line += 1;
    if (isQuoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (mark === '"' && cell === '') isQuoted = true;
    else if (mark === separator) [own, cell] = [[...own, cell], ''];
    else if (mark === '\n') end(false);
    else if (mark !== '\r') cell += mark;
  }
  if (cell !== '' || own.length > 0 || isQuoted) end(isQuoted);
  return found;
}
