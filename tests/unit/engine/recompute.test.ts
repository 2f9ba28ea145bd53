import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';

import { csvText } from '@/lib/domain/measure/csv';
import { metricsExport, type MetricsExport } from '@/lib/domain/measure/export';
import { measureQuestion } from '@/lib/domain/measure/question';
import { randomStream } from '@/lib/domain/random';
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

function recompute(json: MetricsExport, dealsText: string, versionsText: string): Record<string, number> {
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
  const entries = [...history.values()].flatMap((own) => {
    const first = own.find(({ status, category }) => status === 'open' && category !== 'omitted');
    return first &&
      isMine(first) &&
      between(dayIn(new Date(first.from).toISOString()), { ...period, end: json.asOf.day })
      ? [first]
      : [];
  });
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
  return {
    openPipeline: sum(inPeriod),
    closedWon: sum(won),
    winRateCount: rate,
    winRateAmount: amountRate,
    winRateCohort: born.filter(({ status }) => status === 'won').length / born.length,
    cycleDays: middle,
    velocity: (open.length * rate * (sum(wins) / priced.length)) / middle,
    weightedPipeline: inPeriod.reduce(
      (all, { amount = 0, stage }) => all + (amount * (json.stageChances[stage] ?? 0)) / 100,
      0,
    ),
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
}

describe.each([
  ['everyone, mixed currencies', { size: 400, seed: 3, currencies: true }, false],
  ['one team', { size: 900, seed: 5 }, true],
])('metrics.json: %s', (_name, options, isTeam) => {
  const context = contextOf(generateOrg({ ...options, asOf: dayOf('2026-11-24') }));
  const { facts, log, now, today } = context;
  const owners = new Set([...facts.users.keys()].slice(0, 12));
  const question = measureQuestion(facts, {
    at: now,
    today,
    kind: 'quarter',
    ownerIds: isTeam ? owners : undefined,
    random: randomStream(1),
  });
  const files = metricsExport(log, question, facts.profile.currency);
  // As a file would hold it.
  const json = JSON.parse(JSON.stringify(files['metrics.json'])) as MetricsExport;

  test('its figures come out of the CSV files alone', () => {
    const own = recompute(json, files['deals.csv'], files['versions.csv']);
    const given = new Map(json.metrics.map(({ id, value }) => [id, value]));
    expect(Object.keys(own).length).toBeGreaterThan(15);
    for (const [id, value] of Object.entries(own)) {
      expect(Number.isFinite(value), id).toBe(true);
      expect(given.get(id), id).toBeCloseTo(value, 6);
    }
  });

  test('each figure names its formula, unit and inputs', () => {
    for (const { id, formula, unit, inputs } of json.metrics) {
      expect(formula, id).toMatch(/\S/);
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
