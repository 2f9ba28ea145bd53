import type { Measures, MeasureQuestion } from '@/lib/answers/export/measures';
import { dayFromNumber, dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { minor, minorPerMajor, toMajor } from '@/lib/deal/money';
import { asOf } from '@/lib/figures/ask';
import { type RuleName, RULES } from '@/lib/figures/rules';
import { listedDeals } from '@/lib/figures/states';
import { t } from '@/lib/i18n';
import { ruleTitle } from '@/lib/i18n/definitions';
import { stateOf, type PipelineLog } from '@/lib/log/event-log';
import { FIRST_VERSION } from '@/lib/log/positions';
import type { SheetRows, SheetCell } from '@/lib/sheets/sheet-cells';

/** A sheet as formulas call it: a name of any language in quotes, its own quotes twice. */
const sheet = (name: 'deals' | 'figures'): string => `'${t(`sheet.${name}`).replaceAll("'", "''")}'`;

const DEAL_COLUMNS = [
  'id',
  'status',
  'category',
  'stage',
  'owner',
  'created',
  'closeDate',
  'amount',
  'chance',
  'weighted',
  'cycle',
] as const;

type InputName = 'asOf' | 'from' | 'to' | 'ratesFrom' | 'quota' | 'average';
type Formula = { id: RuleName; formula: string; as: 'money' | 'number' | 'share' };

/** The whole column of the deals, as far as there are any. */
const column =
  (rows: number) =>
  (name: (typeof DEAL_COLUMNS)[number]): string => {
    const letter = String.fromCharCode(65 + DEAL_COLUMNS.indexOf(name));
    return `${sheet('deals')}!$${letter}$2:$${letter}$${Math.max(2, rows + 1)}`;
  };

/** The headline figures as formulas over the rows of the deals, in an order in which each needs only those above it. */
function formulasOf(rows: number, place: (id: RuleName) => string, input: (name: InputName) => string): Formula[] {
  const of = column(rows);
  const inPeriod = `${of('closeDate')},">="&${input('from')},${of('closeDate')},"<="&${input('to')}`;
  const inRates = `${of('closeDate')},">="&${input('ratesFrom')},${of('closeDate')},"<="&${input('asOf')}`;
  const status = (word: string): string => `${of('status')},"${word}"`;
  const counted = `${status('open')},${of('category')},"<>omitted"`;
  const category = (word: string): string =>
    `SUMIFS(${of('amount')},${status('open')},${of('category')},"${word}",${inPeriod})`;
  const count = (word: string): string => `COUNTIFS(${status(word)},${inRates})`;
  const sum = (word: string): string => `SUMIFS(${of('amount')},${status(word)},${inRates})`;
  const over = (part: string, all: string): string => `IF(${all}>0,${part}/${all},"")`;
  const quota = input('quota');
  const gap = place('gapToQuota');
  return [
    { id: 'closedWon', as: 'money', formula: `SUMIFS(${of('amount')},${status('won')},${inPeriod})` },
    { id: 'openPipeline', as: 'money', formula: `SUMIFS(${of('amount')},${counted},${inPeriod})` },
    { id: 'commit', as: 'money', formula: category('commit') },
    { id: 'bestCase', as: 'money', formula: `${category('bestCase')}+${category('mostLikely')}` },
    {
      id: 'weightedPipeline',
      as: 'money',
      formula: `SUMIFS(${of('weighted')},${counted},${inPeriod})`,
    },
    {
      id: 'overdue',
      as: 'number',
      // A day that no spreadsheet counts is a text, and before all others.
      formula: `COUNTIFS(${status('open')},${of('closeDate')},"<"&${input('asOf')})+COUNTIFS(${status('open')},${of('closeDate')},"?*")`,
    },
    { id: 'gapToQuota', as: 'money', formula: `IF(${quota}="","",${quota}-${place('closedWon')})` },
    { id: 'attainment', as: 'share', formula: `IF(${quota}="","",${over(place('closedWon'), quota)})` },
    {
      id: 'coverage',
      as: 'number',
      formula: `IF(${gap}="","",IF(${gap}<=0,"met",${place('openPipeline')}/${gap}))`,
    },
    { id: 'winRateCount', as: 'share', formula: over(count('won'), `(${count('won')}+${count('lost')})`) },
    { id: 'winRateAmount', as: 'share', formula: over(sum('won'), `(${sum('won')}+${sum('lost')})`) },
    { id: 'cycleDays', as: 'number', formula: `IF(COUNT(${of('cycle')})>0,MEDIAN(${of('cycle')}),"")` },
    {
      id: 'velocity',
      as: 'money',
      formula: `IF(${place('cycleDays')}="","",IF(${place('cycleDays')}<=0,"",COUNTIFS(${counted})*${place('winRateCount')}*${input('average')}/${place('cycleDays')}))`,
    },
  ];
}

const FIRST_INPUT_ROW = 2;

/**
 * The headline figures of some owners, a period and an instant, worked out by the spreadsheet itself: its rows are the deals as they
 * stood, its formulas are the rules of the glossary, and beside each stands what the product says.
 */
export function headlineWorkbook(
  log: PipelineLog,
  question: MeasureQuestion,
  { metrics, windows }: Pick<Measures, 'metrics' | 'windows'>,
  currency: string,
): SheetRows[] {
  const { at, today, ownerIds, stages, quota, period } = question;
  const { deals, versions } = asOf(log, at).rows(listedDeals, { filter: ownerIds ? { ownerIds } : {} });
  const money = (units: number): SheetCell => ({ money: toMajor(minor(units), currency), currency });
  const input = (name: InputName): string =>
    `${sheet('figures')}!$B$${FIRST_INPUT_ROW + inputs.findIndex(([own]) => own === name)}`;
  const of = column(deals.length);
  const wonPriced = `${of('status')},"won",${of('amount')},"<>",${of('closeDate')},">="&${sheet('figures')}!$B$5,${of('closeDate')},"<="&${sheet('figures')}!$B$2`;
  const inputs: [name: InputName, cell: SheetCell][] = [
    ['asOf', { day: today }],
    ['from', { day: period.start }],
    ['to', { day: period.end }],
    ['ratesFrom', { day: windows.closed.start }],
    ['quota', quota === undefined ? undefined : money(quota)],
    [
      'average',
      {
        formula: `IF(COUNTIFS(${wonPriced})>0,SUMIFS(${of('amount')},${wonPriced})/COUNTIFS(${wonPriced}),"")`,
        as: 'money',
        currency,
      },
    ],
  ];
  const firstFigure = FIRST_INPUT_ROW + inputs.length + 1;
  const order: RuleName[] = formulasOf(
    0,
    () => '',
    () => '',
  ).map(({ id }) => id);
  const place = (id: RuleName): string => `${sheet('figures')}!$B$${firstFigure + order.indexOf(id)}`;
  const told = new Map(metrics.map(({ id, value }) => [id, value]));
  const known = (id: RuleName, as: Formula['as']): SheetCell => {
    const value = told.get(id);
    if (value === undefined) return undefined;
    if (value === 'met') return { text: 'met' };
    if (as === 'money') return { money: value / minorPerMajor(currency), currency };
    return as === 'share' ? { share: value } : { number: value };
  };
  const figures = formulasOf(deals.length, place, input).map(({ id, formula, as }): SheetCell[] => [
    { text: ruleTitle(id) },
    { formula, as, currency },
    known(id, as),
    { text: RULES[id].id },
    { text: id },
  ]);
  return [
    {
      name: t('sheet.figures'),
      header: [t('sheet.figure'), t('sheet.formula'), t('sheet.told'), t('sheet.rule'), t('sheet.id')],
      widths: [32, 20, 20, 10, 20],
      rows: [...inputs.map(([name, cell]): SheetCell[] => [{ text: t(`sheet.${name}`) }, cell]), [], ...figures],
    },
    {
      name: t('sheet.deals'),
      header: DEAL_COLUMNS.map((name) => t(`sheet.${name}`)),
      rows: Array.from(deals, (deal, row): SheetCell[] => {
        const version = versions[row] ?? FIRST_VERSION;
        const { stage, status, amount, closeDate, ownerId = '', category = '' } = stateOf(log, version);
        const line = row + 2;
        const created = dayFromNumber(dayNumberAt(instant(log.createdAt[deal] ?? 0), log.timeZone));
        const isInRates = `AND(B${line}="won",G${line}<>"",G${line}>=${input('ratesFrom')},G${line}<=${input('asOf')})`;
        return [
          { text: log.ids[deal] ?? '' },
          { text: status },
          { text: category },
          { text: stage },
          { text: ownerId },
          { day: created },
          closeDate && { day: closeDate },
          amount === undefined ? undefined : money(amount),
          { share: (stages.get(stage)?.probability ?? 0) / 100 },
          { formula: `IF(H${line}="",0,H${line}*I${line})`, as: 'money', currency },
          { formula: `IF(${isInRates},G${line}-F${line},"")`, as: 'number' },
        ];
      }),
    },
  ];
}
