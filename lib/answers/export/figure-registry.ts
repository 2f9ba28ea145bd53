import type { MeasureQuestion, Measures } from '@/lib/answers/export/measures';
import { addDays } from '@/lib/calendar/days';
import { type Instant, later } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { toMajor, minor } from '@/lib/deal/money';
import { agePipeline, recycle, zombies } from '@/lib/figures/ages';
import { ask } from '@/lib/figures/ask';
import { during } from '@/lib/figures/during';
import { flowIdentity, MOVED, movedIn } from '@/lib/figures/flow';
import { type RuleId, type RuleName, RULES, type Unit } from '@/lib/figures/rules';
import { leakage, stageEntered } from '@/lib/figures/stage-visits';
import { valueOf } from '@/lib/figures/state-figure';
import { bestCase, commit, listedDeals } from '@/lib/figures/states';
import { gapToForecast, pipelineNeededByChance } from '@/lib/figures/targets';
import { rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, isForecast, scopeForecast } from '@/lib/forecast/outlook';

/** Raised when a rule counts otherwise than before: figures of two versions are not compared. */
const RULES_VERSION = 'rules 1';

/**
 * Why a figure has no value in a list of figures of a team: it is one of a deal, of a call that a person gave, of the CRM's own forecast,
 * of the score, of a change to the process, of the rules that judge a deal today, a check that comes with another figure, or has none
 * here, as its rule says: without a quota, or without a past.
 */
type Elsewhere = 'deal' | 'call' | 'crm' | 'score' | 'experiment' | 'verdict' | 'check' | 'person' | 'none';

const ELSEWHERE: Partial<Record<RuleName, Elsewhere>> = {
  amount: 'deal',
  unpriced: 'check',
  crmForecast: 'crm',
  crmDifference: 'crm',
  doubt: 'check',
  daysInStage: 'deal',
  finishedDeals: 'score',
  needsAttention: 'verdict',
  creditedRevenue: 'person',
  overlayCredit: 'person',
  familyPart: 'deal',
  trend: 'deal',
  bookingsIdentity: 'check',
  pushEvents: 'deal',
  pushCountSf: 'deal',
  pushDays: 'deal',
  bucket: 'deal',
  alikeWon: 'deal',
  planChance: 'deal',
  planCumulative: 'deal',
  quarterEffect: 'score',
  missShare: 'score',
  usualEffort: 'score',
  stepLift: 'score',
  blankCost: 'score',
  completeness: 'score',
  call: 'call',
  adjustment: 'call',
  error: 'call',
  ape: 'call',
  wape: 'call',
  naiveWape: 'call',
  bias: 'call',
  accuracyHubspot: 'call',
  intervalCoverage: 'call',
  missAutopsy: 'call',
  conversionAtLock: 'call',
  dealChance: 'deal',
  learntChance: 'deal',
  everChance: 'deal',
  brier: 'score',
  logLoss: 'score',
  ece: 'score',
  cumShare: 'check',
  experimentEffect: 'experiment',
  placebos: 'experiment',
  cadenceDays: 'deal',
  obstacleLoss: 'experiment',
  leakCost: 'experiment',
  monthShift: 'experiment',
};

/** One figure of the registry. Money in minor units of the corporate currency. */
export interface RegistryFigure {
  id: RuleName;
  rule: RuleId;
  unit: Unit;
  /** The chance or the stage that it is about, where it has several values. */
  of?: string;
  /** Absent: it has none here. */
  value?: number | 'met';
  /** How many deals, visits or periods it rests on; absent where it is worked out of other figures alone. */
  n?: number;
  /** ISO 8601, UTC. */
  asOf: string;
  methodVersion: string;
  /** Where it is told instead, of one that is no figure of a team. */
  elsewhere?: Elsewhere;
}

const COUNTS = ['n', 'visits', 'forecast', 'created', 'periods', 'sizes', 'open'] as const;

/** On how much a figure rests, by what went into it. */
function restsOn(inputs: Record<string, number | string>): number | undefined {
  const { won, lost } = inputs;
  if (typeof lost === 'number' && typeof won === 'number') return won + lost;
  const name = COUNTS.find((each) => typeof inputs[each] === 'number' && (each !== 'open' || !('gap' in inputs)));
  const count = name && inputs[name];
  return typeof count === 'number' ? count : undefined;
}

/** Days over which movements are counted. */
const MOVED_DAYS = 30;

/** Every figure of the registry, terms aside, for some owners, a period and an instant; `measures` answers the same question. Movements
 * are those after `since`; absent: of the last 30 days. */
export function registryFigures(
  facts: OrgFacts,
  question: MeasureQuestion,
  { metrics }: Measures,
  since?: Instant,
): RegistryFigure[] {
  const { log, profile } = facts;
  const { at, today, period, ownerIds, timeZone, quota } = question;
  const asOf = new Date(at).toISOString();
  const found: RegistryFigure[] = metrics.map(({ id, rule, unit, of, value, inputs }) => {
    const n = restsOn(inputs);
    return {
      id,
      rule,
      unit,
      ...(of === undefined ? {} : { of }),
      ...(value === undefined ? {} : { value }),
      ...(n === undefined ? {} : { n }),
      asOf,
      methodVersion: RULES_VERSION,
    };
  });
  const put = (id: RuleName, value: number | undefined, n: number | undefined, methodVersion = RULES_VERSION): void => {
    found.push({
      id,
      rule: RULES[id].id,
      unit: RULES[id].unit,
      ...(value === undefined ? {} : { value }),
      ...(n === undefined ? {} : { n }),
      asOf,
      methodVersion,
    });
  };
  const scope = ownerIds ? { ownerIds } : {};
  const filter = { ...scope, period };
  for (const figure of [listedDeals, commit, bestCase, agePipeline, zombies, recycle]) {
    const answer = ask(log, figure, { at, today, filter });
    put(figure.id, valueOf(figure, answer), answer.total.count);
  }
  const totalOf = (id: RuleName): number => {
    const value = found.find((each) => each.id === id)?.value;
    return typeof value === 'number' ? value : 0;
  };
  put('wonAndCommit', totalOf('closedWon') + totalOf('commit'), undefined);
  if (quota !== undefined) put('quota', quota, undefined);
  const stretch = { log, from: since ?? endOfDay(addDays(today, -MOVED_DAYS), timeZone), to: at, filter };
  const flow = during(stretch);
  for (const figure of [...Object.values(MOVED), movedIn]) {
    const { amount, count } = flow.ask(figure).total;
    put(figure.id, amount, count);
  }
  put('flowIdentity', flowIdentity(stretch).unexplained, undefined);
  const visits = during({ log, from: later(rateStart(today, timeZone), -1), to: at, filter: scope });
  const [entered, lost] = [visits.ask(stageEntered).total, visits.ask(leakage).total];
  put('stageEntered', entered.count, entered.count);
  put('leakage', lost.amount, lost.count);
  const engine = engineOf(facts);
  const isPresent = at === facts.now && engine.period.start === period.start && engine.period.end === period.end;
  if (isPresent && isForecast(facts)) {
    const forecast = scopeForecast(
      facts,
      ownerIds,
      quota === undefined ? undefined : toMajor(minor(quota), profile.currency),
    );
    const { version } = engine.chances;
    const deals = forecast.deals.length;
    for (const id of ['p10', 'p50', 'p90', 'pReachQuota'] as const) put(id, forecast[id], deals, version);
    put('expectedFromOpen', forecast.open, deals, version);
    put('newBusiness', forecast.notYetCreated, forecast.periods, version);
    put('gapToForecast', gapToForecast.compute({ forecast: forecast.p50, won: forecast.won }), deals, version);
    const conversion = metrics.find(({ id }) => id === 'pipelineNeeded')?.inputs['conversion'];
    if (quota !== undefined && typeof conversion === 'number') {
      const { won, open: expected } = forecast;
      put(
        'pipelineNeededByChance',
        pipelineNeededByChance.compute({ quota, won, expected, conversion }),
        deals,
        version,
      );
    }
  }
  const told = new Set(found.map(({ id }) => id));
  // Safe: the keys of the rules.
  for (const id of Object.keys(RULES) as RuleName[]) {
    if (told.has(id) || RULES[id].unit === 'term') continue;
    put(id, undefined, undefined);
  }
  for (const figure of found)
    if (figure.value === undefined) figure.elsewhere = told.has(figure.id) ? 'none' : (ELSEWHERE[figure.id] ?? 'none');
  return found;
}
