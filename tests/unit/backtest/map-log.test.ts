import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';

import type { ForecastRow, ScoreRow } from '../../backtest/row';
import { csv, inFile, lossOf, run } from './made';

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 0, 1);
const DAYS = 360;
/** Chances of a day to be won or lost, by segment: without a memory, so that the chance of any span is known at any time. */
const RATES = { gold: [0.03, 0.01], silver: [0.012, 0.02], lead: [0.004, 0.04] } as const;
type Segment = keyof typeof RATES;
const SEGMENTS = Object.keys(RATES) as Segment[];

interface MadeEvent {
  id: string;
  at: number;
  name: string;
  segment: Segment;
  amount: number;
  /** Written on every event of the case, at its end. */
  verdict: string;
}
interface MadeCase {
  created: number;
  closed: number;
  won: boolean;
  segment: Segment;
  events: MadeEvent[];
}

/** Cases that begin, are worked on now and then, and are won, lost or still open when the log ends. */
function makeCases(size: number, seed: number, { afterlife = false, kinds = 3 } = {}): MadeCase[] {
  const next = randomStream(seed);
  return Array.from({ length: size }, (_, at) => {
    const segment = SEGMENTS[Math.floor(next() * kinds)]!;
    const [won, lost] = RATES[segment];
    const created = next() * (DAYS - 1);
    const length = -Math.log(1 - next()) / (won + lost);
    const isWon = next() < won / (won + lost);
    const closed = created + length < DAYS ? created + length : Infinity;
    const amount = Math.round(1000 * Math.exp(2 * next()));
    const base = { id: `c${at}`, segment, amount, verdict: closed < Infinity ? (isWon ? 'good' : 'bad') : '' };
    const events: MadeEvent[] = [{ ...base, at: created, name: 'created' }];
    for (let on = created + 6 * next(); on < Math.min(closed, DAYS); on += 2 + 9 * next())
      events.push({ ...base, at: on, name: next() < 0.5 ? 'call' : 'mail' });
    if (closed < Infinity) events.push({ ...base, at: closed, name: isWon ? 'WON' : 'LOST' });
    if (afterlife && closed + 3 < DAYS) events.push({ ...base, at: closed + 3, name: isWon ? 'billed' : 'archived' });
    return { created, closed, won: isWon, segment, events };
  });
}

const HEADER = ['case', 'when', 'activity', 'segment', 'amount', 'verdict'];
const MAPPING = {
  id: 'case',
  time: 'when',
  event: 'activity',
  outcome: { column: 'activity', won: ['WON'], lost: ['LOST'] },
  categories: ['segment'],
};
const eventsOf = (cases: readonly MadeCase[]): MadeEvent[] => cases.flatMap(({ events }) => events);
const iso = (at: number): string => new Date(START + Math.round(at * DAY_MS)).toISOString();
const csvOf = (events: readonly MadeEvent[], when = iso): string =>
  csv([
    HEADER,
    ...events.map(({ id, at, name, segment, amount, verdict }) => [id, when(at), name, segment, `${amount}`, verdict]),
  ]);

const cases = makeCases(2500, 5);
const plain = run(csvOf(eventsOf(cases)), MAPPING);
const span = Number(/won within (\d+) days/.exec(`${plain.rows[0]?.protocol}`)?.[1]);

describe('a log whose chances are known', () => {
  /** The eight origins of the second half, and who was open then, told again from the cases. */
  const first = Math.min(...cases.map(({ created }) => created));
  const until = Math.max(...cases.flatMap(({ events }) => events.map(({ at }) => at))) - first;
  const origins = Array.from({ length: 8 }, (_, at) => first + until / 2 + ((until / 2 - span) * at) / 7);
  const asked = origins.flatMap((now) =>
    cases.filter(({ created, closed }) => created < now && closed >= now).map((each) => ({ now, ...each })),
  );
  const truthOf = ({ segment }: MadeCase, days: number): number => {
    const [won, lost] = RATES[segment];
    return (won / (won + lost)) * (1 - Math.exp(-(won + lost) * days));
  };

  test('the span is the median time to a win; every open deal is asked about, at eight origins', () => {
    const lengths = cases
      .filter(({ won, closed }) => won && closed < Infinity)
      .map(({ created, closed }) => closed - created)
      .toSorted((a, b) => a - b);
    expect(Math.abs(span - lengths[lengths.length >> 1]!)).toBeLessThan(1);
    const [soon, , , ever] = plain.rows as ScoreRow[];
    expect(soon!.n).toBe(asked.length);
    expect(soon!.baseRate).toBeCloseTo(
      asked.filter(({ now, closed, won }) => won && closed < now + span).length / asked.length,
      12,
    );
    expect(ever!.n).toBe(asked.filter(({ closed }) => closed < Infinity).length);
  });

  test('the model comes near the true chances, far below the base rate, and is calibrated', () => {
    const [own, , constant] = plain.rows as ScoreRow[];
    const truth = lossOf(
      asked.map((each) => truthOf(each, span)),
      asked.map(({ now, closed, won }) => won && closed < now + span),
    );
    expect(own!.logLoss - truth).toBeLessThan(0.15 * (constant!.logLoss - truth));
    expect(own!.ece).toBeLessThan(0.04);
    expect(own!.gate).toBe('passed');
  });

  test('where all cases are of one kind nothing can be told from a deal, and the gate refuses', () => {
    const alike = makeCases(2500, 6, { kinds: 1 }).map(({ events }) =>
      events.map((event, at) => ({ ...event, segment: SEGMENTS[(at + event.amount) % 3]! })),
    );
    const { rows } = run(csvOf(alike.flat()), MAPPING);
    expect((rows[0] as ScoreRow).gate).toBe('refused');
  });
});

/** In what form a log comes has nothing to do with its size. */
const few = cases.slice(0, 400);
const once = run(csvOf(eventsOf(few)), MAPPING);

describe('one log in other forms gives the same figures', () => {
  const escape = (raw: string): string =>
    raw.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const xes = (given: readonly MadeCase[]): string => {
    const attribute = (kind: string, key: string, value: string): string =>
      `<${kind} key="${key}" value="${escape(value)}"/>`;
    const traces = given.map(
      ({ events }) =>
        `<trace>${attribute('string', 'concept:name', events[0]!.id)}<string key="segment" value='${events[0]!.segment}'><string key="concept:name" value="nested"/></string>${events
          .map(
            ({ at, name }) =>
              `<!-- <event> --><event>\n<date value="${iso(at)}" key="time:timestamp"/>${attribute('string', 'concept:name', name)}</event>`,
          )
          .join('')}</trace>`,
    );
    return `<?xml version="1.0"?><log><global scope="event"><string key="concept:name" value="none"/></global>${traces.join('\n')}</log>`;
  };
  const xesMapping = {
    ...MAPPING,
    id: 'case:concept:name',
    time: 'time:timestamp',
    event: 'concept:name',
    outcome: { ...MAPPING.outcome, column: 'concept:name' },
    categories: ['case:segment'],
  };

  test('XES, and XES in gzip', () => {
    for (const [file, content] of [
      ['set.xes', xes(few)],
      ['set.xes.gz', gzipSync(xes(few))],
    ] as const)
      expect(inFile(run(content, xesMapping, file).rows)).toEqual(inFile(once.rows));
  });

  test('events in any order of the file', () => {
    const backwards = csvOf(eventsOf(few).toReversed());
    const { rows, said } = run(backwards, MAPPING);
    expect(said).toContain('events stand after a later one of their deal: they are put in order');
    expect(rows.map((row) => 'n' in row && row.n)).toEqual(once.rows.map((row) => 'n' in row && row.n));
    expect((rows[0] as ScoreRow).logLoss).toBeCloseTo((once.rows[0] as ScoreRow).logLoss, 3);
  });

  test('cases that go on after their end with what is no end', () => {
    const on = makeCases(few.length, 5, { afterlife: true });
    // The log ends with the same event, so that its origins are the same.
    const last = Math.max(...eventsOf(few).map(({ at }) => at));
    const { rows, said } = run(csvOf(eventsOf(on).filter(({ at }) => at <= last)), MAPPING);
    expect(said).toContain(
      'deals have events after their end that neither end nor reopen them: those count for nothing',
    );
    expect(inFile(rows)).toEqual(inFile(once.rows));
  });

  test('events without a case or a day are counted and left out', () => {
    const odd =
      csvOf(eventsOf(few)) +
      csv([
        ['', iso(3), 'call', 'gold', '', ''],
        ['c1', 'soon', 'call', 'gold', '', ''],
      ]);
    const { rows, said } = run(odd, MAPPING);
    expect(said).toContain('1 events have no case');
    expect(said).toContain('1 events have no when');
    expect(inFile(rows)).toEqual(inFile(once.rows));
  });

  test('deals that last minutes are measured in minutes', () => {
    const quick = csvOf(eventsOf(cases), (at) => new Date(START + at * 60_000).toISOString());
    const { rows } = run(quick, MAPPING);
    expect(rows[0]!.protocol).toMatch(/won within \d+(\.\d+)? minutes/);
    expect((rows[0] as ScoreRow).logLoss).toBeLessThan((rows[2] as ScoreRow).logLoss - 0.02);
  });
});

describe('what tells the end', () => {
  test('a column that the end writes on every event of the case is a probable leak, left out', () => {
    const { rows, said } = run(csvOf(eventsOf(few)), { ...MAPPING, categories: ['segment', 'verdict'] });
    expect(said).toContain('column verdict is a probable leak');
    expect(inFile(rows)).toEqual(inFile(once.rows));
  });

  test('as the outcome itself it ends each case with its last event', () => {
    const { rows, said } = run(csvOf(eventsOf(few)), {
      ...MAPPING,
      outcome: { column: 'verdict', won: 'good', lost: 'bad' },
    });
    expect(said).toContain('verdict stands on every event of a deal');
    expect(inFile(rows)).toEqual(inFile(once.rows));
  });
});

test('with amounts the log’s own windows are forecast, beside methods that need no model, and what came is what the cases brought', () => {
  const { rows } = run(csvOf(eventsOf(cases)), { ...MAPPING, amount: 'amount' });
  const forecasts = inFile(rows).filter((row) => 'method' in row) as unknown as ForecastRow[];
  expect(forecasts.map(({ method }) => method)).toEqual([
    'pipelens',
    'last period',
    'run-rate',
    'stage table × amount',
  ]);
  for (const row of forecasts) {
    expect(Object.keys(row)).toEqual(['protocol', 'method', 'windows', 'wape', 'bias', 'cov80']);
    expect(row.windows).toBe(8);
  }
  const [own, , , weighted] = forecasts;
  expect(own!.wape).toBeLessThan(0.25);
  expect(own!.wape).toBeLessThan(weighted!.wape);
  expect(own!.cov80).toBeGreaterThanOrEqual(0.5);
  expect(weighted!.cov80).toBeNull();
});

describe('logs that cannot teach', () => {
  test.each<[string, MadeCase[]]>([
    ['three cases', cases.slice(0, 3)],
    ['cases that were all won', cases.filter(({ won, closed }) => won && closed < Infinity)],
    ['cases of one event', cases.slice(0, 200).map((each) => ({ ...each, events: each.events.slice(-1) }))],
  ])('%s: every key is there, null where nothing can be told, and the gate refuses', (_, given) => {
    const rows = inFile(run(csvOf(eventsOf(given)), MAPPING).rows);
    expect(rows.length).toBe(6);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'protocol',
        'model',
        'n',
        'baseRate',
        'auc',
        'logLoss',
        'brier',
        'ece',
        'slope',
        'gate',
      ]);
      expect(row['gate']).toBe('refused');
    }
  });

  test('a log in which nothing ends says what its outcome holds', () => {
    expect(() =>
      run(csvOf(eventsOf(cases)), { ...MAPPING, outcome: { column: 'activity', won: 'Sold', lost: 'Gone' } }),
    ).toThrow(/No event's activity is one of Sold, Gone. It holds: /);
  });
});
