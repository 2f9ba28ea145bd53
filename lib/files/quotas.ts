import type { OrgProfile, Quota, User } from '@/lib/deal/org';

import { moneyDigits } from './currencies';
import { type FileText, readText } from './decode';
import { headerUnit, saidCurrency, saysNoMoney } from './header';
import { nameFinder } from './names';
import { readNumbers } from './numbers';
import { FileError, type Problem, short } from './problem';
import { amountProblem, currencyOf, isCurrency, isOwnCode, leastShare, splitProblem } from './quota-amounts';
import {
  isMonthName,
  kindPlaces,
  NEEDED,
  partPlaces,
  quotaColumns,
  type QuotaColumns,
  quotaHeader,
} from './quota-columns';
import { endOfPeriod, startReader } from './quota-days';
import { isGroupSum, type ReportLine, type ReportLines, reportLines } from './report-lines';
import { saysScaled } from './scaled';
import { openSheet, type Sheet } from './sheet';
import { turnedHeader, turnedOver } from './turned-quotas';
import { otherHeader, refuseOther, wideColumns, wideHeader } from './wide-heads';
import { unfold } from './wide-quotas';

export interface QuotaFile {
  quotas: Quota[];
  /** Lines that were not taken, or that replace an earlier one, each with what is wrong; by line. */
  problems: Problem[];
  /** What a person should know of the whole file: lines of a report that are no rows, a guessed encoding. */
  notes: Problem[];
}

export interface QuotaOrg {
  users: readonly User[];
  profile: OrgProfile;
  /** BCP 47, of whoever gives the file: of the texts, and of how numbers are written. */
  language?: string;
  locale?: string;
}

/**
 * Reads quotas from a file as a person has it (README.md): the good lines are taken, and what is wrong with the others is told line by
 * line. A quota whose user, first day, amount or currency is not certain is not taken.
 */
export function readQuotas(bytes: Uint8Array, { users, profile, language, locale }: QuotaOrg): QuotaFile {
  const notes: Problem[] = [];
  try {
    const text = readText(bytes, language);
    if (text.isGuess) notes.push({ id: 'guessed', values: { encoding: text.encoding } });
    const find = nameFinder(users);
    const isUser = (name: string): boolean => 'row' in find(name);
    const { sheet, form } = openQuotas(text, isUser);
    const lines: ReportLine[] = [];
    const { problems, footer, headers, footers } = sheet.read((cells, line) => lines.push({ cells, line }));
    if (form !== 'long') refuseSecondHead(sheet, lines[0], problems[0], isUser);
    const said = [...sheet.titles, ...footers];
    const scaled = said.find(saysScaled);
    if (scaled !== undefined) throw new FileError('scaled', { text: short(scaled) });
    const currency = said
      .map((each) => saidCurrency(each, (code) => isOwnCode(code, profile)))
      .find((each) => each !== '');
    for (const note of [headers, footer]) if (note) notes.push(note);
    const money = currency ?? ownMoney(profile);
    const asked = { profile, isUser, money, home: profile.currency, locale };
    const { names, columns, rows, own, wrong, note, sums } =
      form === 'long'
        ? longLines(sheet, lines, isUser)
        : form === 'wide'
          ? wideLines(sheet, lines, asked)
          : turnedLines(sheet, lines, asked);
    const [first] = own;
    if (note) notes.push(note);
    if (first)
      notes.push({ id: 'report', line: first.line, values: { count: own.length, text: short(first.cells.join(' ')) } });
    if (rows.length === 0 && problems.length + wrong.length === 0) throw new FileError('noRows', {}, sheet.headerLine);
    const about = {
      names,
      sums,
      delimiter: sheet.delimiter,
      find,
      profile,
      currency: currency ?? '',
      ...(form === 'turned' ? { peopleLine: sheet.headerLine } : {}),
      locale,
    };
    const found = quotasOf(rows, columns, about);
    return {
      quotas: found.quotas,
      problems: [...problems, ...wrong, ...found.problems].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
      notes,
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { quotas: [], problems: [error.problem], notes };
  }
}

/** Without a word for it amounts are of the org's own money, whose decimals tell something where it has three. */
const ownMoney = ({ currency }: OrgProfile): string =>
  isCurrency(currency) && moneyDigits(currency) > 2 ? currency : '';

type Form = 'long' | 'wide' | 'turned';

/** A file with a line a quota, or else a table with a column a period, or a column a person. */
function openQuotas(text: FileText, isUser: IsUser): { sheet: Sheet; form: Form } {
  const forms: [Form, (names: readonly string[]) => { count: number; isEnough: boolean }][] = [
    ['long', quotaHeader],
    ['wide', wideHeader],
    ['turned', turnedHeader(isUser)],
  ];
  let first: unknown;
  for (const [form, found] of forms)
    try {
      return { sheet: openSheet(text, { found, words: NEEDED }), form };
    } catch (error) {
      if (!(error instanceof FileError) || (first === undefined && error.problem.id !== 'header')) throw error;
      first ??= error;
    }
  refuseOtherTable(text);
  throw first;
}

/** A table of people whose heads tell why it cannot be read. */
function refuseOtherTable(text: FileText): void {
  let sheet: Sheet;
  try {
    sheet = openSheet(text, { found: otherHeader, words: NEEDED });
  } catch (error) {
    if (error instanceof FileError) return;
    throw error;
  }
  refuseOther(sheet.names, sheet.headerLine);
}

/** Below columns a period may stand what each is of, such as new and renewal: they are not one quota, and none of them is all. */
function refuseSecondHead(
  { headerLine }: Sheet,
  first: ReportLine | undefined,
  problem: Problem | undefined,
  isUser: IsUser,
): void {
  const text = problem?.id === 'cells' && problem.line === headerLine + 1 ? String(problem.values['text']) : undefined;
  const filled = first?.cells.filter((cell) => cell !== '') ?? [];
  const isWords = filled.length > 2 && !filled.some((cell) => /\d/.test(cell) || isCurrency(cell) || isUser(cell));
  const isSaid = filled.some((cell) => headerUnit(`[${cell.replaceAll(/[()[\]]/g, '')}]`, isCurrency).isScaled);
  if (text !== undefined && !/\d/.test(text)) throw new FileError('wide.measures', { text }, headerLine + 1);
  if (first && isWords && !isSaid) throw new FileError('wide.measures', { text: short(filled.join(', ')) }, first.line);
}

/** What is read of a file: a line a quota, the report's own lines apart. */
interface QuotaLines extends ReportLines {
  names: readonly string[];
  columns: QuotaColumns;
  wrong: Problem[];
  note?: Problem;
  sums: readonly string[];
}

function longLines({ names, headerLine }: Sheet, lines: readonly ReportLine[], isUser: IsUser): QuotaLines {
  const columns = quotaColumns(names, headerLine);
  const { rows, own } = reportLines(lines, { names, columns, isUser });
  return { names, columns, rows, own, wrong: [], sums: own.map(({ cells }) => cells[columns.amount] ?? '') };
}

interface WideAsked {
  profile: OrgProfile;
  isUser: IsUser;
  money: string;
  home: string;
  locale: string | undefined;
}

function wideLines(sheet: Sheet, lines: readonly ReportLine[], { isUser, ...asked }: WideAsked): QuotaLines {
  const people = wideColumns(sheet.names);
  const { own: told } = reportLines(lines, { names: sheet.names, columns: people, isUser });
  const isOfGroup = ({ cells }: ReportLine): boolean => {
    const [text = ''] = cells.filter((cell) => cell !== '');
    const named = [people.userId, people.user].flatMap((place) => (place === undefined ? [] : (cells[place] ?? '')));
    return isGroupSum(text) && !named.some(isUser);
  };
  const reported = new Set(told);
  const own = lines.filter((row) => reported.has(row) || isOfGroup(row));
  // Cells that a report leaves empty are nobody else's here: a row is all that somebody has.
  const notRows = new Set(own);
  const rows = lines.filter((row) => !notRows.has(row));
  const ofOwn = own.flatMap(({ cells }) => cells.filter((cell) => /\d/.test(cell)));
  const { lines: unfolded, sums, problems, ...found } = unfold(sheet, rows, { ...asked, sums: ofOwn });
  return { ...found, rows: unfolded, own, wrong: problems, sums: [...sums, ...ofOwn] };
}

function turnedLines(whole: Sheet, lines: readonly ReportLine[], { isUser, ...asked }: WideAsked): QuotaLines {
  const turned = turnedOver(whole, lines, isUser);
  if (!turned) throw new FileError('header', { needed: NEEDED, found: whole.names.map(short).join(', ') });
  const ofTotals = turned.totals.flatMap(({ cells }) => cells.filter((cell) => /\d/.test(cell)));
  const {
    lines: unfolded,
    sums,
    problems,
    ...found
  } = unfold(turned.sheet, turned.rows, { ...asked, sums: ofTotals, turned });
  return {
    ...found,
    rows: unfolded,
    own: [],
    wrong: [...turned.problems, ...problems],
    sums: [...sums, ...ofTotals],
  };
}
type IsUser = (name: string) => boolean;

interface About {
  names: readonly string[];
  /** Amounts that are no quotas, but show how the file writes numbers. */
  sums: readonly string[];
  delimiter: string;
  find: Find;
  profile: OrgProfile;
  /** That a title or a footnote names; '' for none. */
  currency: string;
  /** The line in which all people stand. */
  peopleLine?: number;
  locale: string | undefined;
}
type Find = ReturnType<typeof nameFinder<User>>;

function quotasOf(
  lines: readonly ReportLine[],
  columns: QuotaColumns,
  about: About,
): Pick<QuotaFile, 'quotas' | 'problems'> {
  const { profile } = about;
  const column = (place: number | undefined): string[] =>
    lines.map(({ cells }) => (place === undefined ? '' : (cells[place] ?? '')));
  const [starts, ends, amountTexts, currencies, ids, names] = [
    column(columns.start),
    column(columns.end),
    column(columns.amount),
    column(columns.currency),
    column(columns.userId),
    column(columns.user),
  ];
  const types = new Set(column(columns.forecastType).filter((type) => type !== ''));
  if (types.size > 1) throw new FileError('forecastTypes', { types: [...types].map(short).join(', ') });
  const amountName = about.names[columns.amount] ?? '';
  const ofHeader = headerUnit(amountName, (text) => isCurrency(text) || isOwnCode(text, profile));
  const unit = { ...ofHeader, currency: ofHeader.currency || about.currency };
  if (unit.isNoMoney) throw new FileError('noMoney', { text: short(amountName) });
  if (unit.isScaled) throw new FileError('scaled', { text: short(amountName) });
  // A second line of the header may say it: a unit where an amount should stand.
  const [second = ''] = amountTexts;
  if (!/[1-9]/.test(second)) {
    const { isScaled, isNoMoney } = headerUnit(`[${second.replaceAll(/[()[\]]/g, '')}]`, isCurrency);
    if (isScaled || saysScaled(second)) throw new FileError('scaled', { text: short(second) }, lines[0]?.line);
    if (isNoMoney) throw new FileError('noMoney', { text: short(second) }, lines[0]?.line);
  }
  const [amounts, startOf, { find }] = [
    readNumbers([...amountTexts, ...about.sums], {
      marks: currencies.map((own) => own || unit.currency || ownMoney(profile)),
      home: profile.currency,
      locale: about.locale,
    }),
    startReader(starts, profile, {
      isMonths: isMonthName(about.names[columns.start] ?? ''),
      locale: about.locale,
    }),
    about,
  ];
  const problems: Problem[] = [];
  const said = new Set<string>();
  const quotas = new Map<string, { quota: Quota; line: number; cells: readonly string[] }>();
  const parts = partPlaces(about.names);
  const kinds = kindPlaces(about.names);
  const partial = new Set<string>();
  const least = leastShare(amounts.slice(0, lines.length));
  /** The user named last, with the ids of the line's quotas by their first day; and what is taken in all by first day. */
  let above: { row: User; line: number; ids: Map<string, string[]> } | undefined;
  const taken = new Map<string, { count: number; sum: number }>();
  lines.forEach(({ line, cells }, row) => {
    const refuse = ({ id, values }: Omit<Problem, 'line'>, at = line): void => {
      // A row of several quotas has one user, and so has a column.
      const text = JSON.stringify([at, id, values]);
      if (!said.has(text)) problems.push({ id, line: at, values });
      said.add(text);
    };
    const user = userOf(find, ids[row] ?? '', names[row] ?? '');
    if ('row' in user && (above?.row !== user.row || above.line !== line)) above = { ...user, line, ids: new Map() };
    else if ('id' in user && user.id !== 'user.nothing') above = undefined;
    if ('values' in user) return refuse(partOf(row) ?? user, about.peopleLine);
    const endText = ends[row] ?? '';
    const start = startOf(starts[row] ?? '', endText !== '');
    if ('values' in start) return refuse(start);
    const last = endOfPeriod(endText, start.start, profile);
    if ('values' in last) return refuse(last);
    if (start.end !== undefined && last.end !== undefined && last.end !== start.end)
      return refuse({ id: 'day.noEnd', values: { text: short(endText), start: start.start } });
    const period = { ...(start.end === undefined ? {} : { end: start.end }), ...last };
    const kind = kinds.map((place) => cells[place] ?? '').find(saysNoMoney);
    if (kind !== undefined) return refuse({ id: 'quantity', values: { text: short(kind) } });
    const text = amountTexts[row] ?? '';
    const amount = amounts[row] ?? { value: Number.NaN, mark: '' };
    const wrong = amountProblem(text, amount, least) ?? splitProblem(text, cells, columns, about.delimiter);
    if (wrong) return refuse(wrong);
    const named = [currencies[row] ?? '', amount.mark, ofHeader.currency];
    // A row's own word is nearer than a title's.
    const currency = currencyOf(named.some((each) => each !== '') ? named : [about.currency], profile);
    if (typeof currency === 'object') return refuse(currency);
    const id = `csv-${user.row.id}-${start.start}${period.end === undefined ? '' : `-${period.end}`}`;
    const before = quotas.get(id);
    const part = before && parts.find((place) => (cells[place] ?? '') !== (before.cells[place] ?? ''));
    if (before && part !== undefined) {
      partial.add(id);
      const values = { name: user.row.name, start: start.start, before: before.line };
      return refuse({ id: 'partial', values: { ...values, column: short(about.names[part] ?? '') } });
    }
    if (before) refuse({ id: 'replaced', values: { name: user.row.name, start: start.start, before: before.line } });
    const quota: Quota = { id, userId: user.row.id, amount: amount.value, start: start.start, ...period };
    const { count, sum } = taken.get(start.start) ?? { count: 0, sum: 0 };
    taken.set(start.start, { count: count + 1, sum: sum + quota.amount });
    above?.ids.set(start.start, [...(above.ids.get(start.start) ?? []), id]);
    quotas.set(id, { line, cells, quota: currency === undefined ? quota : { ...quota, currency } });
  });
  for (const id of partial) quotas.delete(id);
  return { quotas: Array.from(quotas.values(), ({ quota }) => quota), problems };

  /** A line without a user, as joined cells leave it, from a day from which the person above has a quota; no sum of everybody's. */
  function partOf(row: number): Wrong | undefined {
    const start = startOf(starts[row] ?? '', (ends[row] ?? '') !== '');
    const amount = amounts[row];
    if (above === undefined || 'values' in start || amount === undefined || Number.isNaN(amount.value))
      return undefined;
    const { row: user, line: before, ids } = above;
    const [own = [], all] = [ids.get(start.start), taken.get(start.start)];
    if (own.length === 0 || (all && all.count > 1 && Math.abs(all.sum - amount.value) < 1)) return undefined;
    for (const id of own) partial.add(id);
    return { id: 'user.above', values: { name: user.name, start: start.start, before } };
  }
}

type Wrong = Omit<Problem, 'line'>;
function userOf(find: Find, id: string, name: string): { row: User } | Wrong {
  const wanted = id === '' ? name : id;
  if (wanted === '') return { id: 'user.nothing', values: {} };
  const found = find(wanted);
  if ('several' in found) return { id: 'user.several', values: { count: found.several, name: short(wanted) } };
  if (!('row' in found))
    return found.similar === undefined
      ? { id: 'user.none', values: { name: short(wanted) } }
      : { id: 'user.similar', values: { name: short(wanted), similar: found.similar } };
  const named = id === '' || name === '' ? found : find(name);
  return 'row' in named && named.row.id !== found.row.id
    ? { id: 'user.differs', values: { id: short(id), name: short(name), other: found.row.name } }
    : found;
}
