import { describe, expect, test } from 'vitest';

import { recordView } from '@/lib/answers/record-view';
import type { Attendee, Email } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import { silentMembers } from '@/lib/deal/team/buying-team';
import { lastTouchOf, repliedAfter } from '@/lib/deal/team/replies';
import { buyersOf } from '@/lib/forecast/buyers';

import { ago, deal, dayOf, factsOf, opportunity, person, task, version } from './deal';

const TODAY = dayOf('2026-11-24');
const CLOCK = { today: TODAY, now: Date.parse('2026-11-24T12:00:00Z'), timeZone: 'UTC' };
const at = (text: string): number => Date.parse(text);

const attendee = (activityId: string, contactId: string, answer?: Attendee['answer']): Attendee => ({
  id: `${activityId}/${contactId}`,
  opportunityId: 'o',
  activityId,
  contactId,
  ...(answer ? { answer } : {}),
});
const event = (id: string, on: string, contactId = 'champion') =>
  task({ id, kind: 'event', day: dayOf(on), subject: 'Review', contactId });
const withTeam = (more: Partial<Deal>): Deal =>
  deal({
    opportunity: opportunity({ id: 'o', name: 'Deal' }),
    versions: [version({ id: 'v', opportunityId: 'o', from: ago(200) })],
    contactRoles: [
      person('champion', 'Evaluator'),
      { ...person('cfo', 'Economic Buyer'), title: 'CFO' },
      person('it', 'User'),
    ],
    ...more,
  });
const silentIn = (of: Deal): string[] =>
  silentMembers(buyersOf(factsOf([of]), of, []), TODAY).map(({ contactId }) => contactId);
const viewOf = (of: Deal) => recordView(factsOf([of]), 'o');

describe('who comes to a meeting', () => {
  const past = [event('e1', '2026-11-20')];

  test('a CFO who was in the meeting is not silent, and one who declined is', () => {
    expect(silentIn(withTeam({ activities: past }))).toContain('cfo');
    expect(silentIn(withTeam({ activities: past, attendees: [attendee('e1', 'cfo', 'accepted')] }))).not.toContain(
      'cfo',
    );
    expect(silentIn(withTeam({ activities: past, attendees: [attendee('e1', 'cfo')] }))).not.toContain('cfo');
    expect(silentIn(withTeam({ activities: past, attendees: [attendee('e1', 'cfo', 'declined')] }))).toContain('cfo');
  });

  test('the main contact who declined was not there either', () => {
    const touched = (answer: Attendee['answer']) =>
      viewOf(withTeam({ activities: past, attendees: [attendee('e1', 'champion', answer)] }))?.people.find(
        ({ contactId }) => contactId === 'champion',
      )?.lastTouch;
    expect(touched('accepted')).toBe('2026-11-20');
    expect(touched('declined')).toBeUndefined();
  });

  test('the next meeting names who is invited, who declined, and says where only the main contact is told', () => {
    const next = [event('e2', '2026-12-03')];
    const names = { champion: 'champion', cfo: 'cfo' };
    const full = viewOf(
      withTeam({
        activities: next,
        attendees: [attendee('e2', names.cfo, 'accepted'), attendee('e2', 'it', 'declined')],
      }),
    )?.meeting;
    expect(full).toMatchObject({ on: '2026-12-03', isMainOnly: false });
    expect(full?.who).toHaveLength(2);
    expect(full?.declined).toHaveLength(1);
    expect(viewOf(withTeam({ activities: next }))?.meeting).toMatchObject({ declined: [], isMainOnly: true });
    expect(viewOf(withTeam({ activities: next }))?.meeting?.who).toHaveLength(1);
  });

  test('an invitation to a meeting of tomorrow is a touch ahead of each, so that nobody of them is due', () => {
    const of = withTeam({
      activities: [event('e3', '2026-12-03')],
      attendees: ['cfo', 'it'].map((who) => attendee('e3', who)),
    });
    expect(silentIn(of)).toEqual([]);
  });
});

describe('which way the last touch went', () => {
  const email = (id: string, isIncoming: boolean, when: string, activityId?: string): Email => ({
    id,
    opportunityId: 'o',
    isIncoming,
    at: at(when),
    ...(activityId ? { activityId } : {}),
  });
  const sent = at('2026-11-10T09:00:00Z');
  const logged = task({ id: 't1', day: dayOf('2026-11-15'), contactId: 'champion', isEmail: true });

  test.each<[string, Partial<Deal>, string, string]>([
    [
      'a reply',
      { activities: [logged], emails: [email('m', true, '2026-11-15T10:00:00Z', 't1')] },
      '2026-11-15',
      'reply',
    ],
    ['ours', { activities: [logged], emails: [email('m', false, '2026-11-15T10:00:00Z', 't1')] }, '2026-11-15', 'ours'],
    ['an e-mail of unknown way', { activities: [logged] }, '2026-11-15', 'email'],
    ['a meeting', { activities: [logged, event('e', '2026-11-18')] }, '2026-11-18', 'meeting'],
    [
      'a call',
      { activities: [task({ id: 'c', day: dayOf('2026-11-16'), contactId: 'champion' })] },
      '2026-11-16',
      'other',
    ],
    [
      'a reply on the day of an e-mail of ours',
      { emails: [email('b', true, '2026-11-15T08:00:00Z'), email('a', false, '2026-11-15T10:00:00Z')] },
      '2026-11-15',
      'reply',
    ],
  ])('%s', (_, more, on, was) => expect(lastTouchOf(withTeam(more), CLOCK)).toEqual({ on, was }));

  test('a reply counts from what was sent on, and never from the future', () => {
    const emails = [
      email('before', true, '2026-11-09T10:00:00Z'),
      email('ours', false, '2026-11-11T10:00:00Z'),
      email('ahead', true, '2026-11-30T10:00:00Z'),
    ];
    expect(repliedAfter(withTeam({ emails }), sent, CLOCK)).toBeUndefined();
    emails.push(email('later', true, '2026-11-19T10:00:00Z'), email('first', true, '2026-11-12T10:00:00Z'));
    expect(repliedAfter(withTeam({ emails }), sent, CLOCK)).toBe('2026-11-12');
  });
});
