import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Row } from '@/lib/sample/org-tables';
import { refreshRecord } from '@/lib/sync/record-refresh';

import { anewEachTest, client, clock, db, it, pass, sync, userId, viewOf } from './read-org';

anewEachTest();

const inDays = (days: number): string => new Date(clock + days * 86_400_000).toISOString();
/** An open deal that nothing is logged or planned on. */
function bareDeal(): Row {
  const deal = it.org.rows('Opportunity').find((row) => row['IsClosed'] === false);
  if (!deal) throw new Error('No deal.');
  for (const object of ['Task', 'Event'] as const)
    for (const row of it.org.rows(object)) if (row['WhatId'] === deal.Id) it.org.remove(object, row.Id);
  return deal;
}
const put = (object: 'Task' | 'Event', deal: Row, values: Record<string, unknown>): string =>
  it.org.insert(object, { WhatId: deal.Id, OwnerId: userId, ...values }, userId);

/** What stands for a whole series in Salesforce, and one of its times; which is a row of its own. */
const SERIES = {
  'an event of the older kind': (deal: Row) => {
    const at = { StartDateTime: inDays(2), ActivityDate: inDays(2).slice(0, 10) };
    const series = put('Event', deal, { Subject: 'Series', IsRecurrence: true, GroupEventType: '0', ...at });
    const [on, ActivityDate] = [inDays(9), inDays(9).slice(0, 10)];
    put('Event', deal, { Subject: 'One', RecurrenceActivityId: series, StartDateTime: on, ActivityDate });
  },
  'an event of the newer kind': (deal: Row) => {
    const at = { StartDateTime: inDays(2), ActivityDate: inDays(2).slice(0, 10) };
    put('Event', deal, { Subject: 'Series', IsRecurrence2: true, GroupEventType: '3', ...at });
    const [on, ActivityDate] = [inDays(9), inDays(9).slice(0, 10)];
    put('Event', deal, { Subject: 'One', IsRecurrence2: true, GroupEventType: '0', StartDateTime: on, ActivityDate });
  },
  'a task': (deal: Row) => {
    const series = put('Task', deal, {
      Subject: 'Series',
      IsRecurrence: true,
      Status: 'Not Started',
      ActivityDate: inDays(-30).slice(0, 10),
    });
    put('Task', deal, {
      Subject: 'One',
      RecurrenceActivityId: series,
      Status: 'Not Started',
      ActivityDate: inDays(9).slice(0, 10),
    });
  },
};

test.each(Object.entries(SERIES))(
  'what stands for the whole series of %s is no touch of the deal: only its times are',
  async (_, plan) => {
    const deal = bareDeal();
    plan(deal);
    const on = inDays(9).slice(0, 10);
    const expectOne = async (): Promise<void> => {
      const view = await viewOf(deal.Id);
      expect(view.next).toMatchObject({ on });
      expect(view.logged).toEqual([{ at: expect.any(Number), isOwn: true }]);
      expect(JSON.stringify(view)).not.toContain('Series');
    };
    expect(await sync()).toBe('live');
    await expectOne();
    await refreshRecord({ client: client(), db, id: deal.Id, now: clock, isWhole: true });
    await expectOne();
  },
);

test('a series that was kept before it was known for one is gone with the next whole reading', async () => {
  const deal = bareDeal();
  const id = put('Task', deal, { Subject: 'Weekly', Status: 'Not Started', ActivityDate: inDays(1).slice(0, 10) });
  await sync();
  expect((await viewOf(deal.Id)).logged).toHaveLength(1);
  it.org.update('Task', id, { IsRecurrence: true }, userId);
  pass(700_000);
  await sync();
  expect((await viewOf(deal.Id)).logged).toHaveLength(0);
});
