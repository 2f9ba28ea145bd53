import { day, type Day } from '@/lib/calendar/days';
import { currenciesOf, severalCurrencies } from '@/lib/files/currencies';
import { formatOf, readDate, yearFirstDay } from '@/lib/files/dates';
import { type ReadNumber, readNumbers, wayText } from '@/lib/files/numbers';
import type { Problem } from '@/lib/files/problem';
import { t } from '@/lib/i18n';
import { problemText, readTableFile } from '@/tests/files/table';

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

/** Money of the file where nothing is written beside it. */
const OWN = 'USD';

/** Rows that an error names. */
const SHOWN = 20;

/**
 * The deals of a file, and in words each row that is not taken. Throws where the file as a whole cannot be read, or a whole column
 * can be read in two ways: what would be left is not what the file says.
 */
export function readDeals(path: string): { deals: MavenDeal[]; currency: string; problems: string[] } {
  const { name, columns, lines, problems: read } = readTableFile(path, COLUMNS);
  const amounts = readNumbers(columns.close_value);
  const currency = currencyOf(amounts, name);
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

type Wrong = Omit<Problem, 'line'>;

const isClosed = (stage: DealStage | undefined): boolean => stage === 'Won' || stage === 'Lost';
const nothing = (column: string): Wrong => ({ id: 'cell.nothing', values: { column } });
const unknownStage = (text: string): Wrong => ({ id: 'word.none', values: { text, words: DEAL_STAGES.join(', ') } });

function idProblem(id: string, before: number | undefined): Wrong | undefined {
  if (id === '') return nothing('opportunity_id');
  return before === undefined ? undefined : { id: 'row.twice', values: { text: id, before } };
}

function amountProblem(text: string, found: ReadNumber | undefined): Wrong | undefined {
  if (text === '' || !found) return undefined;
  const { fault, ways, mark } = found;
  if (ways) return { id: 'amount.twoWays', values: { text, one: wayText(ways[0]), other: wayText(ways[1]) } };
  if (fault === 'twoWays' || mark === '%') return { id: 'amount.none', values: { text } };
  return fault && { id: `amount.${fault}`, values: { text } };
}

/** The one currency that the amounts can be in. Throws where they are in several, which cannot be added. */
function currencyOf(amounts: readonly ReadNumber[], file: string): string {
  const marks = amounts.map(({ mark }) => mark);
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

/** Days of the file: what is ambiguous has the month first, as the set is published; a day part above 12 tells otherwise. */
function dayReader(texts: readonly string[]): (text: string) => Day | undefined | Wrong {
  const { format, contradiction, eitherEnd } = formatOf(texts.filter((text) => text !== ''));
  return (text) => {
    if (text === '') return undefined;
    const [one, other] = [readDate(text, 'DMY')?.day, readDate(text, 'MDY')?.day];
    if (contradiction && one !== other)
      return { id: 'day.contrary', values: { text, one: contradiction[0], other: contradiction[1] } };
    const yearFirst = eitherEnd === undefined ? undefined : yearFirstDay(text);
    if (yearFirst !== undefined && one !== undefined)
      return { id: 'day.twoWays', values: { text, one, other: yearFirst } };
    return day(readDate(text, format)?.day) ?? { id: 'date.none', values: { text } };
  };
}
