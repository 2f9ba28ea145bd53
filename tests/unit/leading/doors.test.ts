import { describe, expect, test } from 'vitest';

import { type DealFilter, dealsView } from '@/lib/answers/deals';
import { sixView } from '@/lib/answers/leading/six-view';
import { processView } from '@/lib/answers/process/process';
import { processDeals } from '@/lib/answers/process/process-deals';
import type { ProcessDeals } from '@/lib/answers/process/process-door';
import { addDays } from '@/lib/calendar/days';
import type { OrgFacts } from '@/lib/forecast/facts';
import { through } from '@/lib/forecast/lens';
import { FATES } from '@/lib/process/stage-leaks';
import { openContext } from '@/tests/explore/context';

/** A part of a screen that opens a list, with what stands on it; a share of the whole in place of an amount where it shows that. */
interface Clickable {
  name: string;
  filter: DealFilter;
  count?: number;
  amount?: number;
}
const process = (name: string, wanted: ProcessDeals, figure: Partial<Clickable>): Clickable => ({
  name,
  filter: { process: wanted },
  ...figure,
});

function questions(facts: OrgFacts): Clickable[] {
  const {
    open,
    openNext,
    categories,
    buckets,
    doubtful,
    real,
    won,
    backup,
    nearWin,
    forwardAll,
    cameForward,
    course,
    autopsy,
  } = sixView(facts);
  const { build, period, past, present, amount: whole } = course;
  const days = { start: period.start, end: facts.today };
  return [
    { name: 'open', filter: { figure: 'openPipeline' }, ...open },
    process('won', { kind: 'closedIn', start: period.start, end: period.end, isWon: true }, { amount: won }),
    process('next quarter', { kind: 'ahead' }, openNext),
    process('forward', { kind: 'ahead', isNow: true }, forwardAll),
    process('came forward', { kind: 'cameForward' }, { count: cameForward.won }),
    ...categories.map(({ category, amount, count }) =>
      process(category, { kind: 'open', line: { category } }, { amount, count }),
    ),
    ...buckets.map(({ bucket, amount, count }) =>
      process(bucket, { kind: 'open', line: { bucket } }, { amount, count }),
    ),
    ...(['zombies', 'overdue', 'silent'] as const).map((doubt) =>
      process(doubt, { kind: 'open', line: { doubt } }, doubtful[doubt]),
    ),
    process('real', { kind: 'open', line: { doubt: 'none' } }, real),
    process('backup', { kind: 'open', line: { isSpare: true }, isNow: true }, backup),
    process(
      'ready',
      { kind: 'open', line: { bucket: 'nearWin' }, isNow: true },
      { amount: nearWin.amount, count: nearWin.count },
    ),
    process('created', { kind: 'created', ...days }, { amount: build.created }),
    ...build.weeks.map(({ week, amount, count }) =>
      process(
        `created ${week}`,
        {
          kind: 'created',
          start: week > days.start ? week : days.start,
          end: addDays(week, 6) < days.end ? addDays(week, 6) : days.end,
        },
        { amount, count },
      ),
    ),
    ...build.sources.map(({ source, created: amount, count }) =>
      process(`created ${source}`, { kind: 'created', ...days, source }, { amount, count }),
    ),
    ...past.flatMap(({ label, start, end, n, points }) => {
      const booked = processDeals(facts, { kind: 'closedIn', start, end, isWon: true }).total.amount;
      return [
        process(label, { kind: 'closedIn', start, end, isWon: true }, { count: n }),
        ...points
          .filter(({ y }) => y > 0)
          .map(({ day, y }) =>
            process(`${label} ${day}`, { kind: 'closedIn', start, end: day, isWon: true }, { amount: y * booked }),
          ),
      ];
    }),
    ...present
      .slice(-1)
      .map(({ y }) =>
        process('now', { kind: 'closedIn', start: period.start, end: period.end, isWon: true }, { amount: y * whole }),
      ),
    ...(autopsy
      ? [
          process('called', { kind: 'missed', line: 'called' }, { amount: autopsy.called }),
          process('won then', { kind: 'missed', line: 'won' }, { amount: autopsy.won }),
          ...autopsy.parts.map(({ cause, amount, count }) =>
            process(cause, { kind: 'missed', line: cause }, { amount: Math.abs(amount), count }),
          ),
        ]
      : []),
  ];
}

function processParts(facts: OrgFacts): Clickable[] {
  const { cohorts, leaks, ages, stages, finished, leaked, zombies } = processView(facts, {});
  return [
    ...cohorts.flatMap(({ month: { start, end }, created, won, lost, open, wonAmount }) => [
      process(`born ${start}`, { kind: 'born', start, end }, { count: created }),
      process(`born, won ${start}`, { kind: 'born', start, end, fate: 'won' }, { count: won, amount: wonAmount }),
      process(`born, lost ${start}`, { kind: 'born', start, end, fate: 'lost' }, { count: lost }),
      process(`born, open ${start}`, { kind: 'born', start, end, fate: 'open' }, { count: open }),
    ]),
    // A deal that came into a stage twice is counted twice and listed once: the sums are those of the visits.
    ...leaks.flatMap(({ stage, fates, ways }) => [
      ...FATES.map((fate) =>
        process(`${stage} ${fate}`, { kind: 'fate', stage, fate }, { amount: fates[fate].amount }),
      ),
      ...ways.map(({ to, stage: next, amount }) =>
        process(`${stage} to ${next}`, { kind: 'way', stage, way: { to, stage: next } }, { amount }),
      ),
    ]),
    ...ages.flatMap(({ stage, cells }) =>
      cells.map(({ age, amount, count }) => process(`${stage} ${age}`, { kind: 'age', stage, age }, { amount, count })),
    ),
    ...stages.map(({ stage, lostAmount }) =>
      process(`lost ${stage}`, { kind: 'leaked', stage }, { amount: lostAmount }),
    ),
    process('cycle', { kind: 'closed', isWon: true }, { count: finished.won }),
    process('closed', { kind: 'closed' }, { count: finished.won + finished.lost }),
    process('leaked', { kind: 'leaked' }, leaked),
    process('zombies', { kind: 'zombies' }, zombies),
  ];
}

/** What of them does not open what stands on it. */
const wrongOf = (facts: OrgFacts, parts: readonly Clickable[]): unknown[] =>
  parts.flatMap(({ name, filter, count, amount }) => {
    const { rows, total } = filter.process ? processDeals(facts, filter.process) : dealsView(facts, filter);
    const isCount = count === undefined || (total.count === count && rows.length === count);
    const isSum = amount === undefined || Math.abs(total.amount - amount) < 0.006;
    return isCount && isSum ? [] : [{ name, count, amount, opens: total, rows: rows.length }];
  });

describe.each([1, 2])('what opens a list, company %i', (seed) => {
  test('of a leader’s questions: the list has as many deals as it says and comes to its amount', async () => {
    const { facts } = await openContext({ size: '120', seed: String(seed), 'as-of': '2026-11-24' });
    const parts = questions(facts);
    expect(wrongOf(facts, parts)).toEqual([]);
    expect(parts.length).toBeGreaterThan(80);
  }, 60_000);

  test('of the process', async () => {
    const { facts } = await openContext({ size: '120', seed: String(seed), 'as-of': '2026-11-24' });
    expect(wrongOf(facts, processParts(facts))).toEqual([]);
  }, 60_000);
});

test('of the questions about a quarter that is over, and of some of the deals', async () => {
  const { facts } = await openContext({ size: '120', seed: '4', 'as-of': '2026-11-24' });
  for (const lens of [{ quarter: -1 }, { quarter: -2 }, { filters: { type: ['New Business'] } }]) {
    const seen = through(facts, lens);
    expect(wrongOf(seen, questions(seen))).toEqual([]);
  }
}, 60_000);
