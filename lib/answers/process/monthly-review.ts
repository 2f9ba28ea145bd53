import { ownChanges, type OwnChange } from '@/lib/answers/leading/own-changes';
import { BLANKS, dataQualityView } from '@/lib/answers/process/data-quality';
import { experimentView, type ExperimentMeasure, type ExperimentView } from '@/lib/answers/process/experiment-view';
import type { ProcessDeals } from '@/lib/answers/process/process-door';
import { addDays, type Day, dayAt, dayFromNumber } from '@/lib/calendar/days';
import { neighbour, periodAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { startOfDay } from '@/lib/calendar/zoned-time';
import type { Freshness } from '@/lib/deal/freshness';
import { toMajor } from '@/lib/deal/money';
import { jotted, type Jotting } from '@/lib/deal/own/jotting';
import type { Decision, MonthReview } from '@/lib/deal/own/month-review';
import { closings } from '@/lib/figures/rates';
import { forecastAtStart } from '@/lib/figures/slip';
import { isThereOn, visitsIn } from '@/lib/figures/stage-visits';
import type { OrgFacts } from '@/lib/forecast/facts';
import { isSureLeak, type MonthShift, shiftOf } from '@/lib/process/month-shift';
import { LEAST_CASES_NAMED } from '@/lib/process/rep-difference';
import { processScope, wholeQuarters } from '@/lib/process/scope';
import { originName, sourceRates } from '@/lib/process/source-rates';
import { fateOf, largestLeak, stageLeaks } from '@/lib/process/stage-leaks';

/** The last whole month of the process against the months before, and what to do about it. Corporate currency, shares 0–1, days. */
export interface MonthlyReviewView {
  freshness: Freshness;
  today: Day;
  currency: string;
  month: Period;
  changed: MonthChange[];
  /** Changes of the process that are dated in the month. */
  made: { text: string; day: Day }[];
  proposals: Proposal[];
  /** What was accepted in earlier reviews, the newest first; without a change it was forgotten since. */
  followed: { month: Day; key: string; text: string; change?: OwnChange; day?: Day; expected?: number }[];
  /** Whom an experiment can be for. */
  groups: ExperimentView['groups'];
  review?: MonthReview;
}

type Measured = Exclude<ExperimentMeasure, 'wonAmount'>;
export interface MonthChange {
  /**
   * `dwell`: the share of deals that were in the stage as the month began and still were as it ended. Days of visits that ended would look
   * short just when a stage slows down: the slow ones have not ended.
   */
  measure: Measured;
  /** Empty where it is about no stage. */
  stage: string;
  label: string;
  shift: MonthShift;
  turned: 'better' | 'worse' | 'same';
  /** The month's deals. */
  door: ProcessDeals;
}

/** What to try or to drop, with what an experiment about it is measured by. */
export interface Proposal {
  key: string;
  what: 'try' | 'drop';
  why: 'shift' | 'leak' | 'source' | 'harm' | 'noEffect' | 'unusedStage' | 'unusedField';
  /** The stage, the source, the field or the change that it is about; empty: the whole. */
  about: string;
  measure: ExperimentMeasure;
  stage: string;
  unit: ExperimentView['unit'];
  /** Cases behind it, and its interval: of the difference, the effect, or money a quarter. */
  n: number;
  low?: number;
  high?: number;
  door?: ProcessDeals;
  decision?: Decision;
}

/** Months before that are compared with. */
const BEFORE = 12;
/** A stage that nothing came into for so long is used no more. */
const UNUSED_DAYS = 182;
/** A field is not used where so many open deals lack it. */
const UNUSED_SHARE = 0.95;
const GOOD_IS_MORE: Record<ExperimentMeasure, boolean> = {
  winRate: true,
  wonAmount: true,
  conversion: true,
  cycle: false,
  dwell: false,
  slip: false,
};

export function monthlyReview(
  facts: OrgFacts,
  jottings: readonly Jotting[] = [],
): Omit<MonthlyReviewView, 'freshness'> {
  const { profile, today, stages, log, now } = facts;
  const { stretch, order, filter, days } = processScope(facts);
  const label = (stage: string): string => stages.get(stage)?.label ?? stage;
  const months = monthsBefore(profile, today);
  const [month = periodAt(profile, 'month', today)] = months;
  const review = jotted(jottings, 'month', month.start);
  const visits = visitsIn({ ...stretch, from: instant(-Infinity) });
  const changed = changes();
  const own = ownChanges(facts, { stretch, order, filter }, jottings);
  const before = followed();
  // What was accepted and still runs is followed, not proposed again.
  const running = new Set(before.flatMap(({ key, day }) => (day === undefined ? [] : [key])));
  const proposals = [...tried(), ...dropped()]
    .filter(({ key }) => !running.has(key))
    .map((each) => {
      const decision = review?.decided[each.key];
      return decision ? { ...each, decision } : each;
    });
  return {
    today,
    currency: profile.currency,
    month,
    changed,
    made: own.filter(({ day }) => day >= month.start && day <= month.end).map(({ text, day }) => ({ text, day })),
    proposals,
    followed: before,
    groups: experimentView(facts, { stretch, order, filter }, {}).groups,
    ...(review ? { review } : {}),
  };

  function changes(): MonthChange[] {
    const { start, end } = month;
    const found: MonthChange[] = [];
    const add = (
      measure: Measured,
      stage: string,
      door: ProcessDeals,
      byMonth: readonly (readonly number[])[],
    ): void => {
      const shift = shiftOf(byMonth);
      if (!shift) return;
      const isMore = shift.low > 0;
      const turned = isMore || shift.high < 0 ? (isMore === GOOD_IS_MORE[measure] ? 'better' : 'worse') : 'same';
      found.push({ measure, stage, label: stage === '' ? '' : label(stage), shift, turned, door });
    };
    const byMonth = <Row>(rows: readonly Row[], dayOf: (row: Row) => Day, value: (row: Row) => number): number[][] => {
      const dated = rows.map((row) => ({ day: dayOf(row), value: value(row) }));
      return months.map(({ start: from, end: to }) =>
        dated.filter(({ day }) => day >= from && day <= to).map((row) => row.value),
      );
    };
    const closed = closings(log, now, { ...filter, days: { start: months.at(-1)?.start ?? start, end } });
    const dayOf = ({ day }: { day: number }): Day => dayFromNumber(day);
    add(
      'winRate',
      '',
      { kind: 'closedIn', start, end },
      byMonth(closed, dayOf, ({ isWon }) => Number(isWon)),
    );
    const won = closed.filter(({ isWon }) => isWon);
    add(
      'cycle',
      '',
      { kind: 'closedIn', start, end, isWon: true },
      byMonth(won, dayOf, (each) => each.cycleDays),
    );
    add(
      'slip',
      '',
      { kind: 'slippedIn', start, end },
      months.map((period) =>
        forecastAtStart(log, { at: now, period, ownerIds: filter.ownerIds }).map(({ isClosedInside }) =>
          Number(!isClosedInside),
        ),
      ),
    );
    for (const stage of order) {
      const door = { kind: 'ended', stage, start, end } as const;
      const ended = visits.flatMap((visit) =>
        visit.exit && log.words.stage[visit.stage] === stage ? [{ visit, at: visit.exit.at }] : [],
      );
      const endedOn = ({ at }: (typeof ended)[number]): Day => dayAt(at, log.timeZone);
      add(
        'conversion',
        stage,
        door,
        byMonth(ended, endedOn, ({ visit }) =>
          Number(fateOf(log, visit, { order, dwell: new Map(), at: now }) === 'on'),
        ),
      );
      const own = visits.filter((visit) => log.words.stage[visit.stage] === stage);
      add(
        'dwell',
        stage,
        { kind: 'thereOn', stage, day: start },
        months.map((period) => {
          const until = startOfDay(addDays(period.end, 1), log.timeZone);
          return own
            .filter(isThereOn(period.start, log.timeZone))
            .map(({ exit }) => Number(exit === undefined || exit.at >= until));
        }),
      );
    }
    return found;
  }

  function tried(): Proposal[] {
    const found = changed
      .filter(({ turned }) => turned === 'worse')
      .map(({ measure, stage, label: about, shift, door }): Proposal => {
        const { n, low, high } = shift;
        const unit = measure === 'cycle' ? 'days' : 'share';
        return {
          key: `shift/${measure}/${stage}`,
          what: 'try',
          why: 'shift',
          about,
          measure,
          stage,
          unit,
          n,
          low,
          high,
          door,
        };
      });
    const quarters = wholeQuarters(facts, days.start);
    const worst = largestLeak(stageLeaks({ stretch, order, dwell: facts.context.dwell, quarters }));
    if (worst?.cost && isSureLeak(worst.cost))
      found.push({
        key: `leak/${worst.stage}`,
        what: 'try',
        why: 'leak',
        about: label(worst.stage),
        measure: 'conversion',
        stage: worst.stage,
        unit: 'money',
        n: worst.cost.n,
        low: toMajor(worst.cost.low, profile.currency),
        high: toMajor(worst.cost.high, profile.currency),
        door: { kind: 'leaked', stage: worst.stage },
      });
    const weak = sourceRates(facts, { filter, days }).filter(({ isWeak }) => isWeak);
    return [
      ...found,
      ...weak.map(({ by, value, n, low, high, others, deal }): Proposal => ({
        key: `source/${by}/${value}`,
        what: 'try',
        why: 'source',
        about: originName(facts, { by, value, deal }),
        measure: 'winRate',
        stage: '',
        unit: 'share',
        n,
        low: low - others,
        high: high - others,
        door: { kind: 'closed', from: { by, value } },
      })),
    ];
  }

  function dropped(): Proposal[] {
    const ofChanges = own.flatMap(({ id, text, asked, result: { cases, effect, unit } }): Proposal[] => {
      if (!cases || !effect || cases.treatedAfter < LEAST_CASES_NAMED || cases.treatedBefore < LEAST_CASES_NAMED)
        return [];
      const { low, high } = effect;
      const isClear = low > 0 || high < 0;
      if (isClear && low > 0 === GOOD_IS_MORE[asked.measure]) return [];
      const { measure, stage } = asked;
      const why = isClear ? ('harm' as const) : ('noEffect' as const);
      return [
        { key: `change/${id}`, what: 'drop', why, about: text, measure, stage, unit, n: cases.treatedAfter, low, high },
      ];
    });
    const since = addDays(today, -UNUSED_DAYS);
    const entered = visits.filter(({ enteredAt }) => dayAt(enteredAt, log.timeZone) >= since);
    const used = new Set(entered.map(({ stage }) => log.words.stage[stage]));
    const ofStages = order
      .filter(
        (stage) => stages.get(stage)?.isActive === true && !used.has(stage) && entered.length >= LEAST_CASES_NAMED,
      )
      .map((stage): Proposal => ({
        key: `stage/${stage}`,
        what: 'drop',
        why: 'unusedStage',
        about: label(stage),
        measure: 'winRate',
        stage: '',
        unit: 'share',
        n: entered.length,
      }));
    const quality = dataQualityView(facts, { isCosted: false });
    const ofFields = quality.fields
      .filter(
        ({ field, blank }) =>
          field !== 'passed' && quality.of >= LEAST_CASES_NAMED && blank >= quality.of * UNUSED_SHARE,
      )
      .map(({ field }): Proposal => ({
        key: `field/${field}`,
        what: 'drop',
        why: 'unusedField',
        about: field,
        measure: 'winRate',
        stage: '',
        unit: 'share',
        n: quality.of,
        door: { kind: 'blank', field: BLANKS.find((each) => each === field) ?? 'nextStep' },
      }));
    return [...ofChanges, ...ofStages, ...ofFields];
  }

  /** What earlier reviews decided. */
  function proposalsDecided(): {
    month: Day;
    key: string;
    verdict: Decision['verdict'];
    text: string;
    change?: string;
  }[] {
    return jottings
      .flatMap((jotting) =>
        jotting.kind === 'month' && jotting.of < month.start
          ? // Safe: a review is kept by the first day of its month.
            Object.entries(jotting.value.decided).map(([key, each]) => ({ month: jotting.of as Day, key, ...each }))
          : [],
      )
      .toSorted((a, b) => b.month.localeCompare(a.month) || a.key.localeCompare(b.key));
  }

  function followed(): MonthlyReviewView['followed'] {
    return proposalsDecided()
      .filter(({ verdict }) => verdict === 'accepted')
      .map(({ month: of, key, text, change: id }) => {
        const kept = jottings.find((jotting) => jotting.kind === 'change' && jotting.of === id);
        const value = kept?.kind === 'change' ? kept.value : undefined;
        const change = own.find((each) => each.id === id);
        return {
          month: of,
          key,
          text,
          // Safe: it was kept as a day.
          ...(value ? { day: value.day as Day } : {}),
          ...(value?.expected === undefined ? {} : { expected: value.expected }),
          ...(change ? { change } : {}),
        };
      });
  }
}

/** The last whole month and as many before it, the newest first. */
function monthsBefore(profile: OrgFacts['profile'], today: Day): Period[] {
  const found: Period[] = [];
  for (let each = periodAt(profile, 'month', today); found.length <= BEFORE; found.push(each))
    each = neighbour(profile, each, -1, 'month');
  return found;
}
