import { day, type Day } from '@/lib/calendar/days';
import type { Quota, User } from '@/lib/deal/org';

export interface QuotaCsv {
  quotas: Quota[];
  /** Lines that were not taken, each with what is wrong and what to do. */
  problems: { line: number; text: string }[];
}

/**
 * Reads quotas from CSV text with the columns user, start, amount and, if wanted, currency, in any order; separated by comma or
 * semicolon. `user` is an id, a name or an e-mail-like word that one user's name equals; `start` the first day of the month or
 * quarter. What is wrong is told line by line, and the good lines are taken.
 */
export function parseQuotaCsv(text: string, users: Iterable<User>): QuotaCsv {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const separator = (lines[0] ?? '').split(';').length > (lines[0] ?? '').split(',').length ? ';' : ',';
  const header = cellsOf(lines[0] ?? '', separator).map((name) => name.trim().toLowerCase());
  const [userAt, startAt, amountAt, currencyAt] = ['user', 'start', 'amount', 'currency'].map((name) =>
    header.indexOf(name),
  );
  const problems: QuotaCsv['problems'] = [];
  if (userAt === -1 || startAt === -1 || amountAt === -1) {
    problems.push({
      line: 1,
      text: `The first line names the columns: user, start and amount are needed, found ${header.join(', ') || 'nothing'}.`,
    });
    return { quotas: [], problems };
  }
  const byName = new Map<string, User[]>();
  for (const user of users)
    for (const key of new Set([
      user.id.toLowerCase(),
      user.id.slice(0, 15).toLowerCase(),
      user.name.trim().toLowerCase(),
    ]))
      byName.set(key, [...(byName.get(key) ?? []), user]);
  const quotas = new Map<string, Quota>();
  lines.slice(1).forEach((raw, index) => {
    const line = index + 2;
    if (raw.trim() === '') return;
    const cells = cellsOf(raw, separator);
    const cell = (at: number | undefined): string => (at === undefined || at < 0 ? '' : (cells[at] ?? '').trim());
    const found = byName.get(cell(userAt).toLowerCase()) ?? [];
    const start = day(cell(startAt));
    const amount = Number(cell(amountAt).replace(/[\s\u00a0]/g, ''));
    const [user] = found;
    if (!user || found.length > 1) {
      const why = user
        ? `${found.length} users are called ${cell(userAt)}: give the id of one.`
        : `No user is called ${cell(userAt) || 'nothing'}: give a name or an id as Salesforce has it.`;
      problems.push({ line, text: why });
    } else if (!start)
      problems.push({
        line,
        text: `${cell(startAt) || 'Nothing'} is no day: write the first day of the period as 2026-10-01.`,
      });
    else if (!Number.isFinite(amount) || amount < 0 || cell(amountAt) === '')
      problems.push({
        line,
        text: `${cell(amountAt) || 'Nothing'} is no amount: write a number like 120000 or 120000.50.`,
      });
    else {
      const id = `csv-${user.id}-${start}`;
      if (quotas.has(id))
        problems.push({
          line,
          text: `${user.name} has a quota from ${start} in an earlier line: this one replaces it.`,
        });
      const currency = cell(currencyAt).toUpperCase();
      quotas.set(id, {
        id,
        userId: user.id,
        amount,
        start: start satisfies Day,
        ...(currency === '' ? {} : { currency }),
      });
    }
  });
  return { quotas: [...quotas.values()], problems };
}

/** One line of RFC 4180, without line breaks inside of cells. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (isQuoted) {
      if (sign === '"' && line[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') isQuoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  cells.push(cell);
  return cells;
}
