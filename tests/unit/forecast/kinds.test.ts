import { describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { randomStream } from '@/lib/figures/random';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import { type Attribute, OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';

import { DAY_ZERO, type History, logOf } from './histories';

const DAYS = 800;
const HORIZON = 30;
const [at, end] = [DAY_ZERO + DAYS, DAY_ZERO + DAYS + HORIZON].map((day) => instant(day * DAY_MS - 1)) as [
  ReturnType<typeof instant>,
  ReturnType<typeof instant>,
];

/** Deals in one stage, planned for nothing in particular: each ends on any day with its own chance to be won, or lost. */
function live(seed: number, hazards: (place: number) => { won: number; lost: number }, count = 900): History[] {
  const next = randomStream(seed);
  return Array.from({ length: count }, (_, place): History => {
    const begun = DAY_ZERO + Math.floor(next() * (DAYS - 1));
    const state = { stage: 'One', amount: 1000, closeDay: begun + 400, owner: 'ann', category: 'pipeline' as const };
    const { won, lost } = hazards(place);
    const steps: History['steps'] = [{ ...state, day: begun, status: 'open' }];
    for (let day = begun + 1; day < DAY_ZERO + DAYS && steps.length === 1; day += 1) {
      const drawn = next();
      if (drawn < won + lost) steps.push({ ...state, day, closeDay: day, status: drawn < won ? 'won' : 'lost' });
    }
    return { id: String(place), steps };
  });
}

const filed = (log: PipelineLog, name: Attribute, wordOf: (place: number) => string): PipelineLog => {
  const words = ['', ...new Set(Array.from({ length: log.size }, (_, place) => wordOf(place)).filter(Boolean))];
  const codes = Uint8Array.from({ length: log.size }, (_, place) => words.indexOf(wordOf(place)));
  return { ...log, [name]: codes, words: { ...log.words, [name]: words } };
};

/** Of each open deal what is said of it. */
function said(log: PipelineLog): { place: number; won: number; lost: number }[] {
  const { source } = stageRates(log, { at, end });
  return Array.from({ length: log.size }, (_, place) => ({ place, version: versionAt(log, dealIndex(place), at) }))
    .filter(({ version }) => version >= 0 && log.status[version] === OPEN)
    .map(({ place, version }) => ({ place, ...source.of(dealIndex(place), version) }));
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const isEven = ({ place }: { place: number }): boolean => place % 2 === 0;
const QUICK = { won: 0.03, lost: 0.02 };
const SLOW = { won: 0.002, lost: 0.004 };
const kind = (place: number): string => (place % 2 === 0 ? 'small' : 'large');
/** To be won within the days that are left, at steady chances a day. */
const within = ({ won, lost }: typeof QUICK): number => (won / (won + lost)) * (1 - (1 - won - lost) ** HORIZON);

describe('kinds of deals', () => {
  const apart = logOf(live(1, (place) => (place % 2 === 0 ? QUICK : SLOW)));

  test.each(['recordType', 'type'] as const)(
    'by %s that are quicker by far have chances of their own, near the true ones',
    (name) => {
      const plain = said(apart);
      const own = said(filed(apart, name, kind));
      for (const [isOne, truth] of [
        [isEven, within(QUICK)],
        [(each: { place: number }) => !isEven(each), within(SLOW)],
      ] as const) {
        const [mixed, found] = [plain, own].map((all) => mean(all.filter(isOne).map(({ won }) => won)));
        expect(Math.abs(found! / truth - 1)).toBeLessThan(0.2);
        expect(Math.abs(found! - truth)).toBeLessThan(Math.abs(mixed! - truth));
      }
    },
  );

  test('that differ in nothing leave every chance as it is, to the last digit', () => {
    for (let seed = 1; seed <= (process.env['LONG'] ? 100 : 12); seed += 1) {
      const log = logOf(live(seed, () => ({ won: 0.01, lost: 0.01 }), 400));
      expect(said(filed(log, 'recordType', kind)), String(seed)).toEqual(said(log));
    }
  });

  test('that few deals are of, or that were written as deals were won, say nothing', () => {
    const few = logOf(live(2, (place) => (place % 2 === 0 ? QUICK : SLOW), 60));
    expect(said(filed(few, 'recordType', kind))).toEqual(said(few));
    const isWon = (place: number): boolean => apart.status[apart.starts[place + 1]! - 1] === 1;
    for (const wordOf of [
      (place: number) => (isWon(place) ? kind(place) : ''),
      (place: number) => (isWon(place) && place % 4 === 0 ? 'customer' : kind(place)),
    ])
      expect(said(filed(apart, 'type', wordOf))).toEqual(said(apart));
  });
});
