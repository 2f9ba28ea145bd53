import { day, type Day, isPlausible } from '@/lib/calendar/days';
import { currenciesOf, isCurrencyMark, severalCurrencies } from '@/lib/files/currencies';
import { formatOf, readDate, yearFirstDay } from '@/lib/files/dates';
import { headerKey, headerUnit, saidCurrency } from '@/lib/files/header';
import { type ReadNumber, readNumbers, wayText } from '@/lib/files/numbers';
import type { Problem } from '@/lib/files/problem';
import { saysScaled } from '@/lib/files/scaled';
import { t } from '@/lib/i18n';
import { problemText, readTableFile } from '@/tests/files/table';

import '../../english';

const DEAL_STAGES = ['Prospecting', 'Engaging', 'Won', 'Lost'] as const;
type DealStage = (typeof DEAL_STAGES)[number];

/** One row of `sales_pipeline.csv`. */
export interface MavenDeal {
  line: number;
  id: string;
  agent: string;
  account: string;
  product: string;
  stage: DealStage;
  engaged: Day | undefined;
  closed: Day | undefined;
  amount: number | null;
}

const COLUMNS = [
  'opportunity_id',
  'sales_agent',
  'product',
  'account',
  'deal_stage',
  'engage_date',
  'close_date',
  'close_value',
] as const;

/** Names of a column that says of each amount what money it is. */
const CURRENCY: readonly string[] = ['currency', 'currencycode', 'currencyisocode'];

/** Money of the file where nothing is written beside it. */
const OWN = 'USD';

/** Rows that an error names. */
const SHOWN = 20;

/**
 * The deals of a file, and in words each row that is not taken. Throws where the file as a whole cannot be read, or a whole column
 * can be read in two ways: what would be left is not what the file says.
 */
export function readDeals(path: string): { deals: MavenDeal[]; currency: string; problems: string[] } {
  const { name, names, rows, columns, lines, problems: read, around } = readTableFile(path, COLUMNS);
  const [amountName = ''] = names.filter((each) => headerKey(each) === headerKey('close_value'));
  const unit = headerUnit(amountName, isCurrencyMark);
  if (unit.isNoMoney || unit.isScaled)
    throw new Error(problemText(name, { id: unit.isNoMoney ? 'noMoney' : 'scaled', values: { text: amountName } }));
  const scaled = around.find(saysScaled);
  if (scaled !== undefined) throw new Error(problemText(name, { id: 'scaled', values: { text: scaled } }));
  const place = names.findIndex((each) => CURRENCY.includes(headerKey(each)));
  const said = around.map((text) => saidCurrency(text, () => false)).find((code) => code !== '') ?? '';
  const beside = rows.map((cells) => (place < 0 ? '' : (cells[place] ?? '')) || unit.currency || said);
  const amounts = readNumbers(columns.close_value, { marks: beside });
  const currency = currencyOf([...amounts.map(({ mark }) => mark), ...beside], name);
  const dayOf = dayReader([...columns.engage_date, ...columns.close_date]);
  const problems: Problem[] = [];
  const before = new Map<string, number>();
  const deals = lines.flatMap((line, row): MavenDeal[] => {
    const cell = (column: (typeof COLUMNS)[number]): string => columns[column][row] ?? '';
    const [engaged, closed] = [dayOf(cell('engage_date')), dayOf(cell('close_date'))];
    const stage = DEAL_STAGES.find((each) => each.toLowerCase() === cell('deal_stage').toLowerCase());
    const wrong =
      (stage ? undefined : unknownStage(cell('deal_stage'))) ??
      idProblem(cell('opportunity_id'), before.get(cell('opportunity_id'))) ??
      (typeof engaged === 'object' ? engaged : undefined) ??
      (typeof closed === 'object' ? closed : undefined) ??
      (isClosed(stage) && engaged === undefined ? nothing('engage_date') : undefined) ??
      (isClosed(stage) && closed === undefined ? nothing('close_date') : undefined) ??
      amountProblem(cell('close_value'), amounts[row]);
    if (wrong || !stage || typeof engaged === 'object' || typeof closed === 'object') {
      if (wrong) problems.push({ ...wrong, line });
      return [];
    }
    before.set(cell('opportunity_id'), line);
    const backwards = daysProblem(engaged, closed);
    if (backwards) problems.push({ ...backwards, line });
    const amount = cell('close_value') === '' ? null : (amounts[row]?.value ?? null);
    return [
      {
        line,
        id: cell('opportunity_id'),
        agent: cell('sales_agent'),
        account: cell('account'),
        product: cell('product'),
        stage,
        engaged,
        closed,
        amount,
      },
    ];
  });
  const told = [...read, ...problems.map((problem) => problemText(name, problem))];
  const isOfColumn = problems.some(({ id }) => /twoWays$|contrary$/.test(id));
  if (deals.length === 0 || isOfColumn)
    throw new Error(told.length > 0 ? told.slice(0, SHOWN).join('\n') : `${name}: ${t('files.noRows')}`);
  return { deals, currency, problems: told };
}

/** The last day that the deals of a file know; undefined where they know none. */
export const lastDayIn = (deals: readonly MavenDeal[]): Day | undefined =>
  deals
    .flatMap(({ engaged, closed }) => [engaged, closed])
    .reduce((last, on) => (last === undefined || (on !== undefined && on > last) ? on : last), undefined);

type Wrong = Omit<Problem, 'line'>;

const isClosed = (stage: DealStage | undefined): boolean => stage === 'Won' || stage === 'Lost';
const nothing = (column: string): Wrong => ({ id: 'cell.nothing', values: { column } });
const unknownStage = (text: string): Wrong => ({ id: 'word.none', values: { text, words: DEAL_STAGES.join(', ') } });

function idProblem(id: string, before: number | undefined): Wrong | undefined {
  if (id === '') return nothing('opportunity_id');
  return before === undefined ? undefined : { id: 'row.twice', values: { text: id, before } };
}

/** A deal is not closed on a day before it began; it counts all the same. */
const daysProblem = (engaged: Day | undefined, closed: Day | undefined): Wrong | undefined =>
  engaged !== undefined && closed !== undefined && closed < engaged
    ? { id: 'day.backwards', values: { last: 'close_date', end: closed, first: 'engage_date', start: engaged } }
    : undefined;

function amountProblem(text: string, found: ReadNumber | undefined): Wrong | undefined {
  if (text === '' || !found) return undefined;
  const { fault, ways, mark } = found;
  if (ways) return { id: 'amount.twoWays', values: { text, one: wayText(ways[0]), other: wayText(ways[1]) } };
  if (fault === 'twoWays' || mark === '%') return { id: 'amount.none', values: { text } };
  return fault && { id: `amount.${fault}`, values: { text } };
}

/** The one currency that the amounts can be in. Throws where they are in several, which cannot be added. */
function currencyOf(marks: readonly string[], file: string): string {
  const several = severalCurrencies(marks);
  if (several)
    throw new Error(
      problemText(file, {
        id: 'currency.several',
        values: {
          column: 'close_value',
          currencies: Array.from(several, ([mark, count]) => `${mark} ${count}`).join(', '),
        },
      }),
    );
  const common = marks.map(currenciesOf).filter((own) => own.length > 0);
  const [first] = common;
  if (!first) return OWN;
  const left = first.filter((code) => common.every((own) => own.includes(code)));
  return left.includes(OWN) ? OWN : (left[0] ?? OWN);
}

/** Days of the file: a day part above 12 tells for all of them what comes first; where none does they are in two ways. */
function dayReader(texts: readonly string[]): (text: string) => Day | undefined | Wrong {
  const { format, either, contradiction, eitherEnd } = formatOf(texts.filter((text) => text !== ''));
  return (text) => {
    if (text === '') return undefined;
    const [one, other] = [readDate(text, 'DMY')?.day, readDate(text, 'MDY')?.day];
    if (contradiction && one !== other)
      return { id: 'day.contrary', values: { text, one: contradiction[0], other: contradiction[1] } };
    if (either !== undefined && one !== undefined && other !== undefined && one !== other)
      return { id: 'day.twoWays', values: { text, one, other } };
    const yearFirst = eitherEnd === undefined ? undefined : yearFirstDay(text);
    if (yearFirst !== undefined && one !== undefined)
      return { id: 'day.twoWays', values: { text, one, other: yearFirst } };
    const found = day(readDate(text, format)?.day);
    if (!found) return { id: 'date.none', values: { text } };
    return isPlausible(found) ? found : { id: 'day.far', values: { text, year: found.slice(0, 4) } };
  };
}
