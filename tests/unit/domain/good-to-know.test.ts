import { expect, test } from 'vitest';

import { ownNews } from '@/lib/answers/agenda';
import { recordView } from '@/lib/answers/record-view';

import { ago, deal, factsOf, opportunity, PROFILE, version } from './deal';

/** A deal whose stage was changed by somebody, so many days ago. */
const changed = (id: string, by: string, daysAgo: number, isClosed = false) =>
  deal({
    opportunity: opportunity({ id, name: id, ownerId: PROFILE.userId, isClosed }),
    versions: [
      version({ id: `${id}1`, opportunityId: id, from: ago(90), stage: 'One', by: PROFILE.userId }),
      version({ id: `${id}2`, opportunityId: id, from: ago(daysAgo), stage: 'Two', by }),
    ],
  });

test.each([
  ['by somebody else in the last days', changed('a', 'other', 2), ['stage']],
  ['by the person themselves', changed('b', PROFILE.userId, 2), []],
  ['longer ago', changed('c', 'other', 9), []],
  ['of a deal that is closed', changed('d', 'other', 2, true), []],
])('a change %s is known apart from what is to be done', (_, of, fields) => {
  const facts = factsOf([of]);
  const view = recordView(facts, of.opportunity.id);
  expect(view?.news.map(({ field }) => field)).toEqual(fields);
  expect(view?.todos.map(({ kind }) => kind)).not.toContain('change');
});

test('the newest of all deals come first', () => {
  const facts = factsOf([changed('a', 'other', 5), changed('b', 'other', 1)]);
  expect(ownNews(facts).map(({ recordId }) => recordId)).toEqual(['b', 'a']);
});
