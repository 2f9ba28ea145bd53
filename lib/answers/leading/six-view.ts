import { askedAt, presentOf } from '@/lib/answers/asked-at';
import type { Day } from '@/lib/calendar/days';
import { neighbour } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { minor, toMajor, type Total } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { Hierarchy } from '@/lib/deal/team/team-scope';
import { openPipeline } from '@/lib/figures/states';
import { atStage, gapToForecast, gapToQuota, weightedPipeline } from '@/lib/figures/targets';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Bucket, BUCKETS } from '@/lib/forecast/focus';
import { isForecast, hidesAmounts, outlookOf, type OutlookView, quotaNow, scopeForecast } from '@/lib/forecast/outlook';

import { planView } from '../plan-view';
import { type Autopsy, autopsyOf } from './autopsy';
import { cameForward, type CameForward } from './came-forward';
import { courseView, type CourseView, ownersOf } from './course';
import { type OpenDeal, type OpenDoubt, openIn, openLines } from './open-lines';

/**
 * The six questions of a leader. Amounts in corporate currency, shares and chances 0–1. The first three are of the quarter that is looked
 * at; what is won, forecast, planned and ahead is of the present one.
 */
export interface SixView {
  freshness: Freshness;
  today: Day;
  period: Period;
  /** The quarter after it. */
  next: Period;
  currency: string;
  hierarchy: Hierarchy;
  /** How much: open by close date in this quarter and the next, and this quarter's by forecast category. */
  open: Total;
  openNext: Total;
  categories: (Total & { category: ForecastCategory })[];
  /**
   * How good: what closes in this quarter by the probability of its stage; of the present quarter, what the forecast expects of open deals,
   * where chances may be given; and that pipeline by where it belongs (G5.1).
   */
  weighted: number;
  expected?: number;
  buckets: (Total & { bucket: Bucket })[];
  /** How real: of the same pipeline, each by itself, and what is left without any of them. */
  doubtful: Record<OpenDoubt, Total>;
  silentMeasured: boolean;
  real: Total;
  /** Is it enough. */
  won: number;
  quota?: number;
  quotas: PeopleQuota;
  gap?: number;
  outlook: OutlookView;
  /** `gapToForecast` (G2.6) to the middle of the forecast, and how much of it near-win deals would bring. */
  toForecast: number;
  nearWin: Total & { share?: number };
  /** How much backup: open deals outside of plan A, and what the chance of the quota is once one of its deals is lost. */
  planned: number;
  backup: Total & { expected?: number };
  ifLost: { id: string; name: string; amount: number; chance: number }[];
  reachesQuota?: number;
  /** What can come forward: the next quarter's open deals, most likely first, and how often such deals came in the last four quarters. */
  forward: { id: string; name: string; amount?: number; closeDate: Day; chance?: number }[];
  toCome: Period;
  forwardAll: Total;
  cameForward: CameForward;
  course: CourseView;
  /** Of the last finished quarter, where there is one. */
  autopsy?: Autopsy;
}

const LISTED = 7;

export function sixView(facts: OrgFacts): Omit<SixView, 'freshness'> {
  const { log, profile, today } = facts;
  const asked = askedAt(facts);
  const { period } = asked;
  const next = neighbour(profile, period, 1);
  const { userIds, filter, hierarchy } = ownersOf(facts);
  const quotas = quotaNow(facts, userIds);
  const found = scopeForecast(facts, userIds, quotas.amount);
  const forecastOf = new Map(found.deals.map((each) => [each.deal, each]));
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  const amountOf = ({ version }: OpenDeal): number => log.amount[version] ?? Number.NaN;
  // Disjoint: each is a list of open deals, a deal in it once.
  const total = (given: readonly OpenDeal[]): Total => ({
    amount: major(given.reduce((sum, each) => sum + (amountOf(each) || 0), 0)),
    count: given.length,
    unpriced: given.filter((each) => Number.isNaN(amountOf(each))).length,
  });
  const expectedOf = (given: readonly OpenDeal[]): number =>
    major(
      given.reduce((sum, { deal }) => {
        const { amount, p } = forecastOf.get(deal) ?? { amount: 0, p: 0 };
        return sum + amount * p;
      }, 0),
    );
  const open = openIn(facts, period);
  const ahead = openIn(facts, next);
  const isIn = openLines(facts);
  const inBucket = (bucket: Bucket): OpenDeal[] => open.filter(isIn({ bucket }));
  const doubted = (doubt: OpenDoubt): Total => total(open.filter(isIn({ doubt })));
  const present = presentOf(facts);
  const now = askedAt(present).period;
  const openNow = openIn(present, now);
  const isNow = openLines(present);
  const toCome = openIn(present, neighbour(profile, now, 1));
  const plan = planView(present, { lost: [] });
  const spare = openNow.filter(isNow({ isSpare: true }));
  const autopsy = autopsyOf(facts);
  const near = openNow.filter(isNow({ bucket: 'nearWin' }));
  const toForecast = Math.max(0, major(gapToForecast.compute({ forecast: found.p50, won: found.won })));
  const nearTotal = total(near);
  return {
    today,
    period,
    next,
    currency: profile.currency,
    hierarchy,
    open: total(open),
    openNext: total(ahead),
    categories: asked.ask(openPipeline, filter, 'category').groups.map(({ key, amount, count, unpriced }) => ({
      // Safe: the words of the category column are the categories.
      category: key as ForecastCategory,
      amount: asked.major(amount),
      count,
      unpriced,
    })),
    weighted: major(
      weightedPipeline.compute(
        atStage(
          log,
          open.map(({ version }) => version),
          facts.stages,
        ),
      ),
    ),
    ...(isForecast(facts) && !asked.isAhead && !asked.isPast ? { expected: major(found.open) } : {}),
    buckets: BUCKETS.map((bucket) => ({ bucket, ...total(inBucket(bucket)) })),
    doubtful: { zombies: doubted('zombies'), overdue: doubted('overdue'), silent: doubted('silent') },
    silentMeasured: facts.context.activitiesMeasured,
    real: total(open.filter(isIn({ doubt: 'none' }))),
    won: major(found.won),
    quotas,
    ...(quotas.amount === undefined
      ? {}
      : {
          quota: quotas.amount,
          ...(hidesAmounts(facts) ? {} : { gap: gapToQuota.compute({ quota: quotas.amount, won: major(found.won) }) }),
        }),
    outlook: outlookOf(facts, userIds, found),
    toForecast,
    nearWin: {
      ...nearTotal,
      ...(toForecast > 0 ? { share: Math.min(1, expectedOf(near) / toForecast) } : {}),
    },
    planned: plan.steps.length + plan.more,
    backup: { ...total(spare), ...(isForecast(present) ? { expected: expectedOf(spare) } : {}) },
    ifLost: plan.steps.slice(0, LISTED).map(({ id, name, amount, ifLost }) => ({ id, name, amount, chance: ifLost })),
    ...(plan.reachesQuota === undefined ? {} : { reachesQuota: plan.reachesQuota }),
    forward: toCome
      .toSorted((a, b) => worth(b) - worth(a))
      .slice(0, LISTED)
      .flatMap((each) => {
        const known = facts.deal(log.ids[each.deal] ?? '')?.opportunity;
        if (!known || known.closeDate === undefined) return [];
        const amount = amountOf(each);
        return [
          {
            id: known.id,
            name: known.name,
            ...(Number.isNaN(amount) ? {} : { amount: major(amount) }),
            closeDate: known.closeDate,
            ...(isForecast(present) ? { chance: forecastOf.get(each.deal)?.p ?? 0 } : {}),
          },
        ];
      }),
    toCome: neighbour(profile, now, 1),
    forwardAll: total(toCome),
    cameForward: cameForward(facts),
    course: courseView(facts),
    ...(autopsy ? { autopsy } : {}),
  };

  function worth(each: OpenDeal): number {
    return (amountOf(each) || 0) * (forecastOf.get(each.deal)?.p ?? 0);
  }
}
