import type { Day } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { asOfDay } from '@/lib/calendar/zoned-time';
import { toMajor, type Minor } from '@/lib/deal/money';
import { clockOf } from '@/lib/deal/org-data';
import { type LogAt, asOf } from '@/lib/figures/ask';
import type { StateFigure } from '@/lib/figures/figure';
import type { FigureAnswer } from '@/lib/figures/groups';
import { asksAttention as isNeeding, verdictOf } from '@/lib/forecast/assess';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Dimension } from '@/lib/log/dimension';
import type { PipelineFilter } from '@/lib/log/filter';
import type { DealIndex } from '@/lib/log/positions';

/** An org at one instant: now, or the end of a past day. Every screen asks its figures here, so that now and then cannot differ. */
export interface AskedAt {
  day: Day;
  isPast: boolean;
  at: Instant;
  /** The quarter that the day lies in, or a later one that is looked at. */
  period: Period;
  /** It is not the one that the forecast is of. */
  isAhead: boolean;
  state: LogAt;
  /** Minor units of the corporate currency in major ones. */
  major(units: Minor): number;
  /** A figure of that quarter, of some owners; undefined owners are everyone. */
  ask(figure: StateFigure, filter?: PipelineFilter, by?: Dimension | readonly Dimension[]): FigureAnswer;
}

/** Every screen asks of it: held as long as the revision is. */
const present = ({ log, now }: OrgFacts): LogAt => asOf(log, now);

/** The same org in its present quarter: that which plans and forecasts are made of. */
export const presentOf = (facts: OrgFacts): OrgFacts => (facts.asked === undefined ? facts : derived(facts, unasked));
const unasked = ({ asked: _asked, ...present }: OrgFacts): OrgFacts => present;

export function askedAt(facts: OrgFacts, on: Day | undefined = facts.asked?.on): AskedAt {
  const { log, today, profile, asked } = facts;
  const isPast = on !== undefined && on < today;
  const day = isPast ? on : today;
  const own = quarterAt(profile, day);
  const isAhead = !isPast && asked !== undefined && asked.period.start > own.end;
  const period = isAhead ? asked.period : own;
  const state = isPast ? asOf(log, asOfDay(day, clockOf(facts))) : derived(facts, present);
  // A verdict judges what stands today: activities, people, the learnt chance. Of a past day nobody knows it.
  const meets = (deal: DealIndex): boolean => {
    const verdict = verdictOf(facts, log.ids[deal] ?? '');
    return verdict !== undefined && isNeeding(verdict.state);
  };
  return {
    day,
    isPast,
    isAhead,
    at: state.at,
    period,
    state,
    major: (units) => toMajor(units, profile.currency),
    ask: (figure, filter = {}, by = []) =>
      state.ask(figure, { today: day, filter: { period, ...filter }, by, ...(isPast ? {} : { meets }) }),
  };
}
