import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import type { OrgProfile } from '@/lib/deal/org';
import { PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { commitPage } from '@/lib/storage/writer';
import { createQueries } from '@/lib/sync/cache-queries';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const PROFILE: OrgProfile = {
  orgId: '00D',
  userId: 'u1',
  apiHost: '',
  pageHost: '',
  orgName: '',
  userName: '',
  timeZone: 'UTC',
  currency: 'USD',
  rates: { USD: 1, JPY: 150 },
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: true,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '60.0',
};
const DEAL: Opportunity = {
  id: '0061',
  name: 'A deal',
  ownerId: 'u1',
  stage: 'A',
  amount: 10_000,
  currency: 'USD',
  closeDate: '2026-06-15' as Day,
  category: 'pipeline',
  isClosed: false,
  isWon: false,
  createdAt: at('2026-04-02'),
  modifiedAt: at('2026-04-20'),
};
const state = (id: string, day: string, amount: number, currency?: string): Version => ({
  id,
  opportunityId: '0061',
  from: at(day),
  stage: 'A',
  amount,
  closeDate: '2026-06-15' as Day,
  category: 'pipeline',
  ...(currency === undefined ? {} : { currency }),
});

let count = 0;
/** Everything that a screen may ask of an org that holds this one deal. */
async function questions({
  versions,
  profile = PROFILE,
  deal = DEAL,
}: {
  versions: Version[];
  profile?: OrgProfile;
  deal?: Opportunity;
}) {
  const db = new PipelensDatabase(`currency-${(count += 1)}`);
  const page = {
    deletedIds: [],
    cursor: {},
    mode: 'full',
    isDone: true,
    isHidden: false,
    read: [],
    rejected: [],
  } as const;
  const context = { expects: undefined, now: 1 };
  await putProfile(db, profile);
  const stage = { id: 's', name: 'A', label: 'A', order: 1, isActive: true, isClosed: false, isWon: false } as const;
  await commitPage(db, 'stage', { ...page, rows: [{ ...stage, probability: 10, category: 'pipeline' }] }, context);
  await commitPage(db, 'user', { ...page, rows: [{ id: 'u1', name: 'User One', isActive: true }] }, context);
  await commitPage(db, 'opportunity', { ...page, rows: [deal] }, context);
  await commitPage(db, 'version', { ...page, rows: versions }, context);
  const connection = {
    key: '00D-u1',
    orgId: '00D',
    userId: 'u1',
    pageHost: '',
    sessionDigest: '',
    userName: '',
    orgName: '',
    state: 'live',
    usedAt: 0,
  } as const;
  return createQueries({
    now: () => at('2026-05-15'),
    miss: () => undefined,
    progress: () => undefined,
    source: async () => ({ connection, db }),
  });
}
const answered = <Answer extends object>(answer: Answer) => {
  if ('noConnection' in answer) throw new Error('Nothing was read.');
  // Safe: what is left once the answer without a connection is ruled out.
  return answer as Exclude<Answer, { noConnection: true }>;
};

const asked = async (ask: Awaited<ReturnType<typeof questions>>) => {
  const changes = answered(await ask.changes({ from: '2026-04-10' as Day, to: '2026-05-15' as Day, span: 'quarter' }));
  const team = answered(await ask.team({ on: '2026-04-10' as Day }));
  const [bar] = await ask.stages({ on: '2026-04-10' as Day });
  const deals = answered(await ask.deals({ on: '2026-04-10' as Day, figure: 'openPipeline' }));
  return {
    start: changes.start.amount,
    end: changes.end.amount,
    moved: changes.movements.filter(({ amount }) => amount !== 0).map(({ name, amount }) => [name, amount]),
    doubted: [changes.doubts.currencyAssumed, team.past?.doubts.currencyAssumed],
    team: team.total.open,
    bar: bar?.amount,
    deals: deals.total.amount,
  };
};
const THROUGHOUT = { start: 10_000, end: 10_000, moved: [], team: 10_000, bar: 10_000, deals: 10_000 };

test('an amount that was the same money in another currency has not moved', async () => {
  const versions = [state('v1', '2026-04-02', 1_500_000, 'JPY'), state('v2', '2026-04-20', 10_000, 'USD')];
  expect(await asked(await questions({ versions }))).toEqual({ ...THROUGHOUT, doubted: [0, 0] });
});

test('each past amount has the rate of the close date it had then', async () => {
  const versions = [
    { ...state('v1', '2026-04-02', 1_500_000, 'JPY'), closeDate: '2026-05-15' as Day },
    state('v2', '2026-04-20', 10_000, 'USD'),
  ];
  const datedRates = [
    { currency: 'JPY', start: '2026-05-01' as Day, end: '2026-06-01' as Day, rate: 100 },
    { currency: 'JPY', start: '2026-06-01' as Day, end: '2026-07-01' as Day, rate: 200 },
  ];
  const found = await asked(await questions({ versions, profile: { ...PROFILE, datedRates } }));
  expect(found).toMatchObject({
    start: 15_000,
    end: 10_000,
    moved: [['decreased', 5_000]],
    team: 15_000,
    deals: 15_000,
  });
});

test('where history kept no currency today’s stands in, and the figure says so', async () => {
  const versions = [state('v1', '2026-04-02', 12_000), state('v2', '2026-04-20', 10_000)];
  expect(await asked(await questions({ versions }))).toMatchObject({ start: 12_000, team: 12_000, doubted: [1, 1] });
});

test('nothing is in doubt in an org of one currency, nor of a deal that was not changed since', async () => {
  const versions = [state('v1', '2026-04-02', 12_000), state('v2', '2026-04-20', 10_000)];
  const { rates: _none, ...single } = PROFILE;
  expect(await asked(await questions({ versions, profile: single }))).toMatchObject({ doubted: [0, 0] });
  const deal = { ...DEAL, modifiedAt: at('2026-04-02') };
  expect(await asked(await questions({ versions: [state('v1', '2026-04-02', 10_000)], deal }))).toMatchObject({
    doubted: [0, 0],
  });
});
