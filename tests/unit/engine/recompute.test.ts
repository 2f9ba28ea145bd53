import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';

import { csvText } from '@/lib/answers/export/csv';
import { metricsExport, type MetricsExport } from '@/lib/answers/export/export';
import { measureQuestion } from '@/lib/answers/export/question';
import { instant } from '@/lib/calendar/instant';
import { randomStream } from '@/lib/figures/random';
import { RULES } from '@/lib/figures/rules';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';

/** Someone without our code: has the three files as text, and a calculator. */
type Line = Record<string, string>;
const read = (text: string): Line[] => parse(text, { columns: true }) as Line[];

interface State {
  deal: string;
  stage: string;
  status: string;
  amount: number | undefined;
  closeDate: string;
  owner: string;
  category: string;
}

interface Recount {
  /** By id, and the chance or stage that it is about. */
  figures: Record<string, number>;
  deals: Map<string, Record<string, unknown>>;
}

function recompute(json: MetricsExport, dealsText: string, versionsText: string): Recount {
  const deals = new Map(read(dealsText).map((line) => [line['id'] ?? '', line]));
  const at = Date.parse(json.asOf.at);
  const history = new Map<string, (State & { from: number })[]>();
  for (const line of read(versionsText)) {
    const own = history.get(line['deal'] ?? '') ?? [];
    own.push({
      from: Date.parse(line['from'] ?? ''),
      deal: line['deal'] ?? '',
      stage: line['stage'] ?? '',
      status: line['status'] ?? '',
      amount: line['amount'] === '' ? undefined : Number(line['amount']),
      closeDate: line['closeDate'] ?? '',
      owner: line['owner'] ?? '',
      category: line['category'] ?? '',
    });
    history.set(line['deal'] ?? '', own);
  }
  const stateAt = (when: number): State[] =>
    [...history.values()].flatMap((own) => own.filter(({ from }) => from <= when).slice(-1));
  const isMine = ({ owner }: State): boolean => json.owners === 'everyone' || json.owners.includes(owner);
  const dayIn = (iso: string): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: json.timeZone }).format(new Date(iso));
  const sum = (states: { amount: number | undefined }[]): number =>
    states.reduce((all, { amount }) => all + (amount ?? 0), 0);
  const { period, closed, cohort } = json.windows;
  const between = (date: string, { start, end }: { start: string; end: string }): boolean =>
    date !== '' && date >= start && date <= end;
  const serial = (date: string): number => Date.parse(date) / 86_400_000;

  const now = stateAt(at).filter(isMine);
  const open = now.filter(({ status, category }) => status === 'open' && category !== 'omitted');
  const inPeriod = open.filter(({ closeDate }) => between(closeDate, period));
  const won = now.filter(({ status, closeDate }) => status === 'won' && between(closeDate, period));
  const closings = now.filter(({ status, closeDate }) => status !== 'open' && between(closeDate, closed));
  const wins = closings.filter(({ status }) => status === 'won');
  const createdDay = ({ deal }: State): string => dayIn(deals.get(deal)?.['createdAt'] ?? '');
  const cycles = wins.map((state) => serial(state.closeDate) - serial(createdDay(state))).sort((a, b) => a - b);
  const middle = (cycles[Math.floor((cycles.length - 1) / 2)]! + cycles[Math.ceil((cycles.length - 1) / 2)]!) / 2;
  const born = now.filter((state) => between(createdDay(state), cohort));
  const dayOfState = ({ from }: { from: number }): string => dayIn(new Date(from).toISOString());
  const entriesIn = (window: { start: string; end: string }): State[] =>
    [...history.values()].flatMap((own) => {
      const first = own.find(({ status, category }) => status === 'open' && category !== 'omitted');
      return first && isMine(first) && between(dayOfState(first), window) ? [first] : [];
    });
  const entries = entriesIn({ ...period, end: json.asOf.day });
  const bookedIn = (each: { start: string; end: string }): State[] =>
    now.filter(({ status, closeDate }) => status === 'won' && between(closeDate, each));
  const elapsed = serial(json.asOf.day) - serial(period.start) + 1;
  const remainders = json.pastPeriods.map((each) =>
    sum(bookedIn(each).filter(({ closeDate }) => serial(closeDate) - serial(each.start) >= elapsed)),
  );
  const shares = json.pastPeriods
    .map((each, index) => 1 - (remainders[index] ?? 0) / sum(bookedIn(each)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const usual = (shares[Math.floor((shares.length - 1) / 2)]! + shares[Math.ceil((shares.length - 1) / 2)]!) / 2;
  const rate = wins.length / closings.length;
  const amountRate = sum(wins) / sum(closings);
  const priced = wins.filter(({ amount }) => amount !== undefined);
  const quota = json.quota ?? Number.NaN;
  /** By its definition: the mean difference of any two weeks, 1 when all is in one of them. */
  const gini = (): number => {
    const count = Math.round((serial(period.end) - serial(period.start) + 1) / 7);
    const weeks = Array.from({ length: count }, (_, week) =>
      sum(
        won.filter(
          ({ closeDate }) => Math.min(count - 1, Math.floor((serial(closeDate) - serial(period.start)) / 7)) === week,
        ),
      ),
    );
    const differences = weeks.flatMap((a) => weeks.map((b) => Math.abs(a - b)));
    return differences.reduce((all, each) => all + each, 0) / (2 * (count - 1) * sum(won));
  };
  const weighted = inPeriod.reduce(
    (all, { amount = 0, stage }) => all + (amount * (json.stageChances[stage] ?? 0)) / 100,
    0,
  );
  const late = json.pastPeriods.map((each) => {
    const from = new Date((serial(each.start) + elapsed) * 86_400_000).toISOString().slice(0, 10);
    const made = entriesIn({ start: from, end: each.end });
    const names = new Set(made.map(({ deal }) => deal));
    return { made: sum(made), won: sum(bookedIn(each).filter(({ deal }) => names.has(deal))) };
  });
  const turned = late.reduce((all, each) => all + each.won, 0) / late.reduce((all, each) => all + each.made, 0);
  const stateBefore = (date: string): State[] =>
    [...history.values()].flatMap((own) => own.filter((state) => dayOfState(state) < date).slice(-1));
  const called = stateBefore(period.start).filter(
    (state) =>
      isMine(state) &&
      state.status === 'open' &&
      ['commit', 'bestCase'].includes(state.category) &&
      between(state.closeDate, period),
  );
  const kept = called.filter(({ deal }) =>
    now.some((state) => state.deal === deal && state.status !== 'open' && between(state.closeDate, period)),
  );

  /** A pipeline of deals as large as those that closed is drawn, again and again, until what is won of it fills the gap. */
  const drawnCoverage = (chance: number): number => {
    const sizes = closings.flatMap(({ amount = 0 }) => (amount > 0 ? [amount] : []));
    let state = 12_345;
    const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const draws = Array.from({ length: 20_000 }, () => {
      let [drawn, gained] = [0, 0];
      while (gained < quota - sum(won)) {
        const size = sizes[Math.floor(next() * sizes.length)]!;
        drawn += size;
        if (next() < rate) gained += size;
      }
      return drawn / (quota - sum(won));
    }).sort((a, b) => a - b);
    return draws[Math.round(chance * draws.length)]!;
  };

  /** Visits to each open stage that began in the window; without an end where it goes on. */
  const visited = new Map<string, { days: number; isOver: boolean; isForward: boolean }[]>();
  for (const { deal } of now) {
    const own = history.get(deal)!;
    own.forEach((state, index) => {
      const before = own[index - 1];
      if (state.status !== 'open' || (before?.status === 'open' && before.stage === state.stage)) return;
      if (dayOfState(state) < closed.start) return;
      const end = own.slice(index).find((later) => later.status !== 'open' || later.stage !== state.stage);
      const isForward =
        end?.status === 'won' ||
        (end?.status === 'open' && json.stageOrder.indexOf(end.stage) > json.stageOrder.indexOf(state.stage));
      const list = visited.get(state.stage) ?? [];
      const days = serial(dayOfState(end ?? { from: at })) - serial(dayOfState(state));
      list.push({ days, isOver: end !== undefined, isForward });
      visited.set(state.stage, list);
    });
  }
  /** Kaplan and Meier as in the textbook: at each length at which a visit ended, the share of those still there that stayed. */
  const dwell = (visits: { days: number; isOver: boolean }[], share: number): number | undefined => {
    let staying = 1;
    for (const days of [...new Set(visits.filter(({ isOver }) => isOver).map((each) => each.days))].sort(
      (a, b) => a - b,
    )) {
      const ended = visits.filter((each) => each.isOver && each.days === days).length;
      staying *= 1 - ended / visits.filter((each) => each.days >= days).length;
      if (staying <= 1 - share + 1e-9) return days;
    }
    return undefined;
  };
  const byStage = Object.fromEntries(
    [...visited].flatMap(([stage, all]) => {
      const over = all.filter(({ isOver }) => isOver);
      return [
        [`stageConversion/${stage}`, over.filter(({ isForward }) => isForward).length / over.length],
        [`stageDwell/${stage}`, dwell(all, 0.5)],
        [`stageDwellP80/${stage}`, dwell(all, 0.8)],
      ].filter(([, value]) => value !== undefined && !Number.isNaN(value)) as [string, number][];
    }),
  );

  const thirty = new Date((serial(json.asOf.day) - 30 + 1) * 86_400_000).toISOString().slice(0, 10);
  const earlier = new Map(stateBefore(thirty).map((state) => [state.deal, state]));
  const dealFigures = new Map(
    open.map((state): [string, Record<string, unknown>] => {
      const own = history.get(state.deal)!;
      const dates = own
        .map(({ closeDate }) => closeDate)
        .filter((date) => date >= '2000-01-01' && date <= '2100-01-01');
      const lastStage = own.findLast((each, index) => each.stage !== own[index - 1]?.stage)!;
      const then = earlier.get(state.deal);
      return [
        state.deal,
        {
          id: state.deal,
          daysInStage: serial(json.asOf.day) - serial(dayOfState(lastStage)),
          pushEvents: dates.filter((date, index) => index > 0 && date > dates[index - 1]!).length,
          pushDays: dates.length === 0 ? 0 : Math.max(0, serial(dates.at(-1)!) - serial(dates[0]!)),
          ...(then ? { trend: trend(then, state, json.stageOrder) } : {}),
        },
      ];
    }),
  );

  const figures = {
    ...byStage,
    slipRate: (called.length - kept.length) / called.length,
    ...(turned > 0 ? { pipelineNeeded: Math.max(0, quota - sum(won) - weighted) / turned } : {}),
    'requiredCoverage/50 %': drawnCoverage(0.5),
    'requiredCoverage/80 %': drawnCoverage(0.8),
    openPipeline: sum(inPeriod),
    closedWon: sum(won),
    winRateCount: rate,
    winRateAmount: amountRate,
    winRateCohort: born.filter(({ status }) => status === 'won').length / born.length,
    cycleDays: middle,
    velocity: (open.length * rate * (sum(wins) / priced.length)) / middle,
    weightedPipeline: weighted,
    pipelineCreated: sum(entries),
    createdAndClosedShare: sum(won.filter((state) => createdDay(state) >= period.start)) / sum(won),
    month3Share: sum(won.filter(({ closeDate }) => closeDate >= json.lastMonthStart)) / sum(won),
    finalWeekShare: sum(won.filter(({ closeDate }) => serial(period.end) - serial(closeDate) < 7)) / sum(won),
    gapToQuota: quota - sum(won),
    attainment: sum(won) / quota,
    coverage: sum(inPeriod) / (quota - sum(won)),
    requiredCoverage50: 1 / amountRate,
    pacing: sum(won) / (quota * usual),
    usualRemainder: sum(won) + remainders.reduce((all, each) => all + each, 0) / remainders.length,
    overdue: open.filter(({ closeDate }) => closeDate !== '' && closeDate < json.asOf.day).length,
    pipelineCreationRate:
      sum(entries) / Number(json.metrics.find(({ id }) => id === 'pipelineCreationRate')?.inputs['weeks']),
    linearityGini: gini(),
  };
  return { figures, deals: dealFigures };
}

/** Up, down, both or neither, out of two lines of the CSV; won is further than any stage, lost behind all, and either decides alone. */
function trend(before: State, after: State, stages: string[]): string {
  const place = ({ status, stage }: State): number =>
    status === 'won' ? 1000 : status === 'lost' ? -1000 : stages.indexOf(stage);
  const further = place(after) - place(before);
  const dearer = before.amount === undefined || after.amount === undefined ? 0 : after.amount - before.amount;
  const sooner = before.closeDate < after.closeDate ? -1 : before.closeDate > after.closeDate ? 1 : 0;
  const changes =
    before.status === 'open' && after.status === 'open'
      ? [further, dearer, sooner]
      : [further === 0 ? dearer : further];
  const [up, down] = [changes.some((each) => each > 0), changes.some((each) => each < 0)];
  return up ? (down ? 'mixed' : 'up') : down ? 'down' : 'idle';
}

describe.each([
  ['everyone, mixed currencies', { size: 50, seed: 3, currencies: true }, '2026-11-24', false],
  ['one team', { size: 110, seed: 5 }, '2026-11-24', true],
  // So early that past quarters still created and won something after such a day.
  ['everyone, early in a quarter', { size: 110, seed: 5 }, '2026-10-06', false],
])('metrics.json: %s', (_name, options, asOf, isTeam) => {
  const context = contextOf(generateOrg({ ...options, asOf: dayOf(asOf) }));
  const { facts, log, now, today } = context;
  const owners = new Set([...facts.users.keys()].slice(0, 12));
  const question = measureQuestion(facts, {
    at: instant(now),
    today,
    kind: 'quarter',
    ownerIds: isTeam ? owners : undefined,
    random: randomStream(1),
  });
  const files = metricsExport(log, question, facts.profile.currency);
  // As a file would hold it.
  const json = JSON.parse(JSON.stringify(files['metrics.json'])) as MetricsExport;

  const own = recompute(json, files['deals.csv'], files['versions.csv']);

  test('every one of its figures comes out of the CSV files alone', () => {
    const given = new Map(
      json.metrics.flatMap(({ id, of, value }) =>
        value === undefined ? [] : [[of === undefined ? id : `${id}/${of}`, value] as const],
      ),
    );
    expect([...given.keys()].toSorted()).toEqual(Object.keys(own.figures).toSorted());
    expect(given.size).toBeGreaterThan(35);
    expect(given.has('pipelineNeeded')).toBe(asOf < '2026-11');
    for (const [id, value] of Object.entries(own.figures)) {
      expect(Number.isFinite(value), id).toBe(true);
      // Two simulations agree as far as their draws do.
      if (id.startsWith('requiredCoverage')) expect(Math.abs(Number(given.get(id)) / value - 1), id).toBeLessThan(0.05);
      else expect(given.get(id), id).toBeCloseTo(value, 6);
    }
  });

  test('so do the figures of each open deal, its trend too', () => {
    expect(json.deals.length).toBe(own.deals.size);
    for (const deal of json.deals) expect(deal).toEqual(own.deals.get(deal.id));
    expect(new Set(json.deals.map(({ trend: way }) => way)).size).toBeGreaterThan(3);
  });

  test('each figure names its rule, unit and inputs', () => {
    for (const { id, rule, unit, inputs } of json.metrics) {
      expect(rule, id).toBe(RULES[id].id);
      expect(unit, id).toMatch(/\S/);
      expect(Object.keys(inputs), id).not.toEqual([]);
    }
  });
});

describe('CSV', () => {
  test.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx', '\u0000x'])('a text %j cannot run as a formula', (text) => {
    const [, line] = parse(csvText(['name'], [[text]]), { relax_quotes: false }) as string[][];
    expect(line).toEqual([`'${text}`]);
  });

  test('a number stays a number, also below nought; absent is empty; quotes, commas and line breaks survive', () => {
    const rows = parse(
      csvText(
        ['a', 'b', 'c'],
        [
          [-5, undefined, 'he said "no",\r\nthen left'],
          [0.1, 'ü', Number.NaN],
        ],
      ),
    );
    expect(rows).toEqual([
      ['a', 'b', 'c'],
      ['-5', '', 'he said "no",\r\nthen left'],
      ['0.1', 'ü', ''],
    ]);
  });
});
