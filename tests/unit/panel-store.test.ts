import { beforeEach, expect, test, vi } from 'vitest';

import { recordView } from '@/lib/answers/record-view';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { setBackend } from '@/lib/store/backend';
import { arrive, drill, shownAnswer, usePanel } from '@/lib/store/panel';

import { deal, factsOf, opportunity } from './domain/deal';

const A = '006000000000001AAA';
const B = '006000000000002AAA';
let now = 0;
let seq = 0;
/** Questions that wait for the test to answer them. */
let asked: { recordId: string; answer: (given: RecordAnswer) => void }[] = [];

const viewOf = (id: string, name: string): RecordAnswer => {
  const view = recordView(factsOf([deal({ opportunity: opportunity({ id, name }) })]), id);
  if (!view) throw new Error('No view.');
  return { freshness: { state: 'live', rows: {} }, view };
};
const settle = (): Promise<void> => new Promise((done) => setTimeout(done));
const record = (recordId: string, name?: string) =>
  arrive({
    type: 'at',
    seq: (seq += 1),
    host: 'h',
    place: { kind: 'record', recordId, ...(name === undefined ? {} : { name }) },
  });
const shownId = (): string | undefined => shownAnswer(usePanel.getState()).answer?.view?.recordId;

beforeEach(() => {
  now = 1_000_000;
  asked = [];
  usePanel.setState(usePanel.getInitialState(), true);
  const none = () => Promise.reject(new Error('not asked here'));
  setBackend({
    queries: {
      record: ({ recordId }) => new Promise((answer) => asked.push({ recordId, answer })),
      list: none,
      letGo: none,
      changes: none,
      moved: none,
      process: none,
      rehearsal: none,
      dataQuality: none,
      monthlyReview: none,
      marks: none,
      people: none,
      six: none,
      families: none,
      credit: none,
      choices: none,
      ruleHits: none,
      review: none,
      forecast: none,
      team: none,
      focus: none,
      agenda: none,
      plan: none,
      accuracy: none,
      crmDifference: none,
      deals: none,
      stages: none,
      seen: () => Promise.resolve(undefined),
      reminders: none,
    },
    send: none,
    onRevision: () => () => undefined,
    now: () => now,
  });
});

test('an answer that comes after the page moved on is never shown', async () => {
  record(A, 'Acme');
  record(B, 'Beta');
  asked[1]?.answer(viewOf(B, 'Beta'));
  await settle();
  asked[0]?.answer(viewOf(A, 'Acme'));
  await settle();
  expect(shownId()).toBe(B);
});

test('an answer about another record than the one that was asked for is not shown', async () => {
  record(A, 'Acme');
  asked[0]?.answer(viewOf(B, 'Acme'));
  await settle();
  expect(shownId()).toBeUndefined();
  now += 60_000;
  usePanel.setState({ now });
  expect(shownId()).toBeUndefined();
});

test('while the page still shows the record before, the panel shows none', async () => {
  record(A, 'Acme');
  asked[0]?.answer(viewOf(A, 'Acme'));
  await settle();
  expect(shownId()).toBe(A);
  record(B, 'Acme');
  expect(shownId()).toBeUndefined();
  asked[1]?.answer(viewOf(B, 'Beta'));
  await settle();
  expect(shownId()).toBeUndefined();
  record(B, 'Beta');
  expect(shownId()).toBe(B);
});

test('after three seconds the address alone decides, and the page’s other name is told', async () => {
  record(B, 'An old name');
  asked[0]?.answer(viewOf(B, 'Beta'));
  await settle();
  expect(shownId()).toBeUndefined();
  usePanel.setState({ now: now + 3000 });
  expect(shownAnswer(usePanel.getState())).toMatchObject({ isWaiting: false, pageName: 'An old name' });
});

test('it is looked at once the three seconds are over also by a clock that is a little behind the timer', async () => {
  vi.useFakeTimers();
  try {
    const start = now;
    const began = Date.now();
    record(B, 'An old name');
    asked[0]?.answer(viewOf(B, 'Beta'));
    await vi.advanceTimersByTimeAsync(0);
    for (let passed = 0; passed < 3100; passed += 5) {
      now = start + Math.max(0, Date.now() + 5 - began - 1);
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(shownId()).toBe(B);
  } finally {
    vi.useRealTimers();
  }
});

test('a name that the page shortens is the same name', async () => {
  record(B, 'Beta and the very lo…');
  asked[0]?.answer(viewOf(B, 'Beta and the very long name'));
  await settle();
  expect(shownId()).toBe(B);
});

test('what was said earlier and arrives later is ignored', () => {
  record(A, 'Acme');
  arrive({ type: 'at', seq: 0, host: 'h', place: { kind: 'record', recordId: B } });
  expect(usePanel.getState().place).toMatchObject({ recordId: A });
});

test('a deal drilled from a list is shown without waiting for a page, and Back asks for the list', async () => {
  arrive({ type: 'at', seq: (seq += 1), host: 'h', place: { kind: 'list', ids: [A, B] } });
  drill(B);
  asked[0]?.answer(viewOf(B, 'Beta'));
  await settle();
  expect(shownId()).toBe(B);
  drill(undefined);
  expect(usePanel.getState().drilled).toBeUndefined();
});

test('a related list, a dialogue or a task of the deal shows no name: the panel stays on the deal, and says nothing untrue', async () => {
  const aside = (recordId: string) =>
    arrive({ type: 'at', seq: (seq += 1), host: 'h', place: { kind: 'record', recordId, isAside: true } });
  record(A, 'Acme');
  asked[0]?.answer(viewOf(A, 'Acme'));
  await settle();
  now += 1000;
  aside(A);
  expect(shownId()).toBe(A);
  // From another deal the page needs its moment, as always.
  aside(B);
  asked.at(-1)?.answer(viewOf(B, 'Beta'));
  await settle();
  expect(shownAnswer(usePanel.getState())).toEqual({ isWaiting: true });
  usePanel.setState({ now: now + 800 });
  expect(shownAnswer(usePanel.getState())).toMatchObject({ isWaiting: false, answer: { view: { recordId: B } } });
});
