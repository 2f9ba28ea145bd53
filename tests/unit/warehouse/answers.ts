import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { daysBetween } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { agePipeline, recycle, zombies } from '@/lib/figures/ages';
import { ask } from '@/lib/figures/ask';
import { bookings, cumShare } from '@/lib/figures/bookings';
import { during } from '@/lib/figures/during';
import { flowIdentity, MOVED, movedIn } from '@/lib/figures/flow';
import { randomStream } from '@/lib/figures/random';
import { type RuleName, RULES } from '@/lib/figures/rules';
import { leakage, stageEntered } from '@/lib/figures/stage-visits';
import { valueOf } from '@/lib/figures/state-figure';
import { bestCase, closedWon, commit, listedDeals, openPipeline, overdue } from '@/lib/figures/states';
import { rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { wonAndCommit } from '@/lib/forecast/past/replay';
import { type FigureAsked, scopeOwners } from '@/lib/warehouse/asked-tables';

const STATES = [listedDeals, openPipeline, commit, bestCase, closedWon, overdue, agePipeline, zombies, recycle];

/** An answer by its question, figure and part; NULL in SQL where the product says that there is none, or that the quota is met. */
export type Answers = Map<string, number | null>;
export const keyOf = (asked: string, figure: string, part: string | null | undefined): string =>
  `${asked} ${figure} ${part ?? ''}`.trim();

/** What the product itself answers to each question, figure by figure. */
export function productAnswers(facts: OrgFacts, asked: readonly FigureAsked[]): Answers {
  const found: Answers = new Map();
  for (const { id, at, today, since, kind, scopeId } of asked) {
    const ownerIds = scopeOwners(facts, scopeId);
    const question = measureQuestion(facts, { at, today, kind, ownerIds, random: randomStream(1) });
    const put = (figure: RuleName, value: number | 'met' | undefined, part?: string): void => {
      found.set(keyOf(id, figure, part), typeof value === 'number' ? value : null);
    };
    for (const metric of measure(facts.log, question).metrics) put(metric.id, metric.value, metric.of);
    const filter = { period: question.period, ...(ownerIds ? { ownerIds } : {}) };
    for (const figure of STATES) put(figure.id, valueOf(figure, ask(facts.log, figure, { at, today, filter })));
    put('wonAndCommit', wonAndCommit(facts.log, at, filter));
    const { period } = question;
    const elapsed = daysBetween(period.start, today < period.end ? today : period.end) + 1;
    put('cumShare', cumShare.compute({ given: bookings(facts.log, at, filter), period, elapsed }));
    const { log } = facts;
    const flow = { log, from: since, to: at, filter };
    for (const figure of [...Object.values(MOVED), movedIn]) put(figure.id, during(flow).ask(figure).total.amount);
    put('flowIdentity', flowIdentity(flow).unexplained);
    const visits = during({
      log,
      from: instant(rateStart(today, log.timeZone) - 1),
      to: at,
      filter: ownerIds ? { ownerIds } : {},
    });
    put('stageEntered', visits.ask(stageEntered).total.count);
    put('leakage', visits.ask(leakage).total.amount);
  }
  return found;
}

/** What the product answers to each question by family, a row for each that has a deal. */
export const familyAnswers = (facts: OrgFacts, asked: readonly FigureAsked[]) =>
  asked.flatMap(({ id, at, today, kind, scopeId }) => {
    const ownerIds = scopeOwners(facts, scopeId);
    const { period } = measureQuestion(facts, { at, today, kind, ownerIds, random: randomStream(1) });
    return STATES.flatMap((figure) =>
      ask(facts.log, figure, {
        at,
        today,
        by: 'family',
        filter: { period, ...(ownerIds ? { ownerIds } : {}) },
      }).groups.map(({ key, amount, count, unpriced }) => ({
        asked_id: id,
        figure_id: figure.id,
        family: key === '' ? 'rest' : key === ' ' ? 'unnamed' : key,
        value: RULES[figure.id].unit === 'money' ? amount : count,
        n: count,
        unpriced,
      })),
    );
  });

/** Rows as texts that can be compared, whatever order and number types an engine gives them in. */
export const inOrder = (rows: readonly Readonly<Record<string, unknown>>[]): string[] =>
  rows
    .map((row) =>
      ['asked_id', 'figure_id', 'family', 'value', 'n', 'unpriced'].map((name) => String(row[name])).join('|'),
    )
    .toSorted();
