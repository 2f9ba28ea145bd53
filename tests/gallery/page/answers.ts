import type { Queries } from '@/lib/answers/queries';
import type { Freshness } from '@/lib/deal/freshness';
import type { SeenView } from '@/lib/deal/page-only';
import { type FakeBackend, fakeBackend } from '@/tests/dom/backend';

import type { State } from '../cells';
import type { Facts } from '../orgs';

const HOUR = 3_600_000;
const known = new Map<string, Promise<unknown>>();

/** Asks the org of that name, each question once. */
function ask(org: string, question: string, input: unknown = {}): Promise<unknown> {
  const body = JSON.stringify([org, question, input]);
  const before = known.get(body);
  if (before) return before;
  const answer = fetch('/ask', { method: 'POST', body }).then((response) =>
    response.ok ? response.json() : response.text().then((words) => Promise.reject(new Error(words))),
  );
  known.set(body, answer);
  return answer;
}

const orgOf = (state: State): string =>
  state === 'nothing' || state === 'extreme' || state === 'edited' ? state : 'full';
// Safe: the server sends what it calls by that type.
export const factsOf = (state: State): Promise<Facts> => ask(orgOf(state), 'facts') as Promise<Facts>;

const NAMES = [
  'record',
  'list',
  'forecast',
  'focus',
  'letGo',
  'team',
  'agenda',
  'plan',
  'rehearsal',
  'accuracy',
  'crmDifference',
  'deals',
  'stages',
  'changes',
  'moved',
  'process',
  'dataQuality',
  'monthlyReview',
  'marks',
  'people',
  'six',
  'families',
  'credit',
  'review',
  'seen',
  'reminders',
  'choices',
  'ruleHits',
] as const satisfies readonly (keyof Queries)[];

/** Deals as pages have shown them, where nothing else may be read. */
const seenOn = ({ host, deal }: Facts): SeenView => ({
  host,
  state: 'apiBlocked',
  detail: 'This session is not valid for use with the REST API',
  seen: 3,
  total: 40,
  deals: ['Aster Foods – Renewal', 'Borealis Rail – Signalling', 'Cobalt Health'].map((name, at) => ({
    id: at === 0 ? deal.id : `seen-${at}`,
    name,
    at: Date.now() - HOUR,
    cells: [
      { label: 'Amount', text: `€${120 - 30 * at},000.00` },
      { label: 'Stage', text: 'Proposal/Price Quote' },
      { label: 'Close Date', text: '12/15/2026' },
    ],
  })),
});

/** What is known where nothing was ever read. */
const NOTHING: Partial<Record<State, Freshness>> = {
  first: { state: 'noSession', rows: {} },
  unreadable: { state: 'unavailable', rows: {}, detail: 'Down for maintenance' },
  pageOnly: { state: 'apiBlocked', rows: {}, pageOnly: { seen: 3, total: 40 } },
};

const EMPTY_LIST = {
  rows: [],
  unseen: 0,
  total: { count: 0, amount: 0, unpriced: 0 },
  states: { onTrack: 0, watch: 0, atRisk: 0, stalled: 0, done: 0, new: 0 },
  currency: 'EUR',
};

function withoutAnything(name: keyof Queries, freshness: Freshness): unknown {
  if (name === 'stages' || name === 'reminders') return [];
  if (name === 'list') return { ...EMPTY_LIST, freshness };
  if (name === 'record') return { miss: { kind: 'unread' }, freshness };
  return { noConnection: true, freshness };
}

/** A backend as a surface has it in that state, on the sample org. */
export function backendIn(state: State, facts: Facts, send?: Parameters<typeof fakeBackend>[1]): FakeBackend {
  const none = NOTHING[state];
  const now = Date.now();
  const answer = async (name: keyof Queries, input: unknown): Promise<unknown> => {
    if (state === 'loading') return new Promise(() => undefined);
    if (state === 'failed') throw new Error('The disk is full.');
    if (name === 'seen') return state === 'pageOnly' ? seenOn(facts) : undefined;
    if (none) return withoutAnything(name, none);
    if (state === 'nothing' && name === 'record')
      return { miss: { kind: 'notFound' }, freshness: { state: 'live', rows: {}, at: now } };
    // Safe: the server sends what the product's own query of that name answers.
    const given = (await ask(orgOf(state), name, input)) as { freshness?: Freshness };
    if (!given.freshness) return given;
    const change: Partial<Freshness> =
      state === 'stale' ? { state: 'noSession', at: now - HOUR } : { state: 'live', at: now - 60_000 };
    return { ...given, freshness: { ...given.freshness, ...change } };
  };
  // Safe: each name answers its own question, and they are all here.
  const queries = Object.fromEntries(
    NAMES.map((name) => [name, (input: unknown) => answer(name, input)]),
  ) as Partial<Queries>;
  return fakeBackend(queries, send);
}
