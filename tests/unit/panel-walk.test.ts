import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type RecordAnswer, recordView } from '@/lib/answers/record-view';
import { queriesBy } from '@/lib/messaging/remote-queries';
import { setBackend } from '@/lib/store/backend';
import { arrive, drill, followPanel, shownAnswer, usePanel } from '@/lib/store/panel';

import { deal, factsOf, opportunity } from './domain/deal';
import { RUNS } from './runs';

const IDS = ['A', 'B', 'C', 'D'].map((letter, at) => ({ id: `00600000000000${at + 1}AAA`, name: `Deal ${letter}` }));
const facts = factsOf(IDS.map(({ id, name }) => deal({ opportunity: opportunity({ id, name }) })));
const answerOf = (id: string): RecordAnswer => {
  const view = recordView(facts, id);
  if (!view) throw new Error(`No view of ${id}.`);
  return { freshness: { state: 'live', rows: {} }, view };
};

let asked: { id: string; settle: (isRight: boolean) => void }[] = [];
let tell = (): void => undefined;
let seq = 0;
beforeEach(() => {
  vi.useFakeTimers();
  setBackend({
    queries: queriesBy((name, input) => {
      if (name !== 'record') return new Promise(() => undefined);
      const { recordId } = input as { recordId: string };
      return new Promise((resolve, reject) =>
        asked.push({
          id: recordId,
          settle: (isRight) => (isRight ? resolve(answerOf(recordId)) : reject(new Error('The cache is locked.'))),
        }),
      );
    }),
    send: () => Promise.reject(new Error('Nobody answers.')),
    onRevision: (listener) => {
      tell = listener;
      return () => undefined;
    },
    now: () => Date.now(),
  });
});
afterEach(() => vi.useRealTimers());

const at = fc.integer({ min: 0, max: IDS.length - 1 });
const step = fc.oneof(
  // The address names a record; the page still shows another one, none, or the same.
  fc.record({ kind: fc.constant('go'), at, shows: fc.option(at, { nil: undefined }) }),
  fc.record({ kind: fc.constant('list') }),
  fc.record({ kind: fc.constant('drill'), at: fc.option(at, { nil: undefined }) }),
  fc.record({ kind: fc.constant('revise') }),
  fc.record({ kind: fc.constant('answer'), which: fc.nat(), isRight: fc.boolean() }),
  fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 4000 }) }),
);

test('whatever comes in whatever order, no other record is shown than the one that the page is on, and no answer stands in for a failure', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      usePanel.setState(usePanel.getInitialState(), true);
      asked = [];
      const stop = followPanel();
      let page: { id: string; shows: string | undefined; since: number } | undefined;
      let drilled: string | undefined;
      let isOnList = false;
      for (const each of steps) {
        if (each.kind === 'go' && 'shows' in each) {
          isOnList = false;
          const { id } = IDS[each.at] ?? { id: '' };
          const shows = each.shows === undefined ? undefined : IDS[each.shows]?.name;
          // Back from a deal of our own list to a page that never moved: its time is what it was.
          page = page?.id === id ? { ...page, shows } : { id, shows, since: Date.now() };
          if (drilled !== undefined) drill((drilled = undefined));
          arrive({
            type: 'at',
            seq: (seq += 1),
            host: 'h',
            place: { kind: 'record', recordId: id, ...(shows === undefined ? {} : { name: shows }) },
          });
        } else if (each.kind === 'list') {
          // The same list again is no other place: a deal that was opened from it stays open.
          if (page || !isOnList) drilled = undefined;
          page = undefined;
          isOnList = true;
          arrive({ type: 'at', seq: (seq += 1), host: 'h', place: { kind: 'list', ids: IDS.map(({ id }) => id) } });
        } else if (each.kind === 'drill' && 'at' in each) {
          drilled = each.at === undefined ? undefined : IDS[each.at]?.id;
          drill(drilled);
        } else if (each.kind === 'revise') tell();
        else if ('which' in each) asked[each.which % Math.max(1, asked.length)]?.settle(each.isRight);
        else if ('ms' in each) await vi.advanceTimersByTimeAsync(each.ms);
        await vi.advanceTimersByTimeAsync(0);
        const state = usePanel.getState();
        const shown = shownAnswer(state).answer?.view;
        if (!shown) continue;
        expect(shown.recordId).toBe(drilled ?? page?.id);
        // Before its time is over the page's own name decides.
        if (drilled === undefined && page && Date.now() - page.since < 3000)
          expect(shown.opportunity.name).toBe(page.shows);
      }
      stop();
    }),
    { numRuns: RUNS * 10 },
  );
});
