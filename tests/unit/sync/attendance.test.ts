import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { RecordView } from '@/lib/answers/record-view';
import type { Row } from '@/lib/sample/org-tables';
import { readCheckpoint } from '@/lib/storage/writer';
import { refreshRecord } from '@/lib/sync/record-refresh';

import { anewEachTest, client, clock, db, it, pass, sync, userId, viewOf } from './read-org';

anewEachTest();

/** An open deal with two people at least. */
function dealWithTeam(): { deal: Row; people: string[] } {
  for (const deal of it.org.rows('Opportunity')) {
    const people = it.org
      .rows('OpportunityContactRole')
      .filter((row) => row['OpportunityId'] === deal.Id)
      .map((row) => String(row['ContactId']));
    if (deal['IsClosed'] === false && people.length > 1) return { deal, people };
  }
  throw new Error('No team.');
}
const inDays = (days: number): string => new Date(clock + days * 86_400_000).toISOString();
const plan = (deal: Row, who: string, at: string, subject = 'Review'): string =>
  it.org.insert(
    'Event',
    {
      WhatId: deal.Id,
      WhoId: who,
      Subject: subject,
      StartDateTime: at,
      ActivityDate: at.slice(0, 10),
      OwnerId: userId,
    },
    userId,
  );
const invite = (event: string, who: string, status: string): string =>
  it.org.insert('EventRelation', { EventId: event, RelationId: who, Status: status }, userId);

test('who is invited to the next meeting comes with the sync, with their answer, and a changed answer with the next', async () => {
  const { deal, people } = dealWithTeam();
  const [main = '', other = ''] = people;
  const event = plan(deal, main, inDays(1));
  // Users and other people's events are nobody of the team.
  invite(event, userId, 'Accepted');
  const relation = invite(event, other, 'Accepted');
  expect(await sync()).toBe('live');
  const nameOf = (view: RecordView, id: string) => view.people.find(({ contactId }) => contactId === id)?.name;
  let view = await viewOf(deal.Id);
  expect(view.meeting?.isMainOnly).toBe(false);
  expect(new Set(view.meeting?.who)).toEqual(new Set([nameOf(view, main), nameOf(view, other)]));
  it.org.update('EventRelation', relation, { Status: 'Declined' }, userId);
  pass(700_000);
  expect(await sync()).toBe('live');
  view = await viewOf(deal.Id);
  expect(view.meeting).toMatchObject({ who: [nameOf(view, main)], declined: [nameOf(view, other)] });
  it.org.remove('EventRelation', relation);
  await refreshRecord({ client: client(), db, id: deal.Id, now: clock, isWhole: true });
  expect((await viewOf(deal.Id)).meeting).toMatchObject({ who: [nameOf(view, main)], declined: [] });
});

test('a meeting that lasts all day is ahead until that day is over, although it has no hour', async () => {
  const { deal, people } = dealWithTeam();
  await sync();
  const { today } = await viewOf(deal.Id);
  const event = plan(deal, people[0] ?? '', `${today}T00:00:00.000Z`, 'Visit');
  it.org.update('Event', event, { IsAllDayEvent: true }, userId);
  pass(Math.max(0, Date.parse(`${today}T00:00:00Z`) - clock) + 60_000);
  await refreshRecord({ client: client(), db, id: deal.Id, now: clock, isWhole: true });
  expect((await viewOf(deal.Id)).meeting).toMatchObject({ on: today, what: 'Visit' });
});

test.each([
  ['hides it', () => it.org.hiddenFor.set(userId, new Set(['EventRelation', 'EmailMessage']))],
  [
    'does not take the question',
    () => it.org.faults.set({ kind: 'invalidField', match: 'FROM (EventRelation|EmailMessage)', on: 'call' }),
  ],
])('an org that %s has its main contacts as before, and everything else is read', async (_, prepare) => {
  const { deal, people } = dealWithTeam();
  plan(deal, people[0] ?? '', inDays(1));
  prepare();
  expect(await sync()).toBe('live');
  expect((await readCheckpoint(db, 'attendee'))?.isHidden).toBe(true);
  expect((await readCheckpoint(db, 'email'))?.isHidden).toBe(true);
  expect((await viewOf(deal.Id)).meeting).toMatchObject({ isMainOnly: true, declined: [] });
  expect((await viewOf(deal.Id)).meeting?.who).toHaveLength(1);
});

test('an e-mail of a deal is read with its way, and one that is only being written is not', async () => {
  const { deal } = dealWithTeam();
  const mail = (Incoming: boolean, Status: string, Subject: string): string =>
    it.org.insert('EmailMessage', { RelatedToId: deal.Id, Incoming, Status, Subject, MessageDate: inDays(-1) }, userId);
  mail(true, '1', 'Re: Offer');
  mail(false, '3', 'Offer');
  mail(false, '5', 'Draft');
  expect(await sync()).toBe('live');
  const bundle = await client().record(deal.Id);
  expect(bundle?.rows.email?.map(({ subject, isIncoming }) => [subject, isIncoming]).toSorted()).toEqual([
    ['Offer', false],
    ['Re: Offer', true],
  ]);
});
