import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { People } from '@/components/views/record/team/People';
import { DealTable } from '@/components/views/team/DealTable';
import { Doubtful } from '@/components/views/team/Doubtful';
import { addDays, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { t } from '@/lib/i18n';
import * as odd from '@/lib/sample/odd';

import { type Sample, sample } from '../sample';
import { button, screen, show } from '../screen';

const openDeal = ({ org }: Sample): string =>
  org.rows('Opportunity').find((row) => row['IsClosed'] === false)?.Id ?? '';

test('of fourteen people six are shown and all are counted, and the rest is one press away', async () => {
  const it = await sample({ size: 12, odd: [odd.fourteenPeople] });
  const { view } = await it.queries.record({ host: '', recordId: openDeal(it) });
  if (!view) throw new Error('No record.');
  show(it.backend(), <People view={view} isOtherPage={false} />);
  expect(screen.getByText('14 people')).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(6);
  await userEvent.click(await button(t('app.more', { count: 14 })));
  expect(screen.getAllByRole('listitem')).toHaveLength(14);
});

test('names are shown as they are written, and none of them as markup', async () => {
  const it = await sample({ size: 12, odd: [odd.longNames] });
  const view = await it.queries.deals({ figure: 'listed' });
  if ('noConnection' in view) throw new Error('Nothing was read.');
  show(
    it.backend(),
    <DealTable
      view={view}
      metric="openPipeline"
      text=""
      order="worst"
      onOrder={() => undefined}
      onText={() => undefined}
      onOpen={() => undefined}
      onAside={() => undefined}
    />,
  );
  const shown = screen.getAllByRole('listitem').map((row) => {
    const { title = '' } = row.querySelector('button') ?? {};
    return [row.querySelector('.deal-name')?.textContent, title.split('\n')[0]];
  });
  expect(shown.length).toBeGreaterThan(10);
  const written = new Set(it.org.rows('Opportunity').map((row) => String(row['Name'])));
  for (const [name, title] of shown) {
    expect(written.has(name ?? '')).toBe(true);
    expect(title).toBe(name);
  }
  expect(shown.map(([name]) => name)).toEqual(expect.arrayContaining(['L'.repeat(120), `"a,b";\t<b>&amp;`]));
  expect(document.querySelector('.deal-name b')).toBeNull();
});

describe('a past day', () => {
  // What so small an org has by then, a first change of owner for one, goes by the day that it is made for.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-24T09:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  const words = async (given: Parameters<typeof sample>[0]): Promise<string[]> => {
    const it = await sample({ size: 12, ...given });
    const answer = await it.queries.team({ on: addDays(dayAt(instant(Date.parse(it.org.asOf))), -100) });
    if ('noConnection' in answer || !answer.past) throw new Error('No past.');
    show(it.backend(), <Doubtful doubts={answer.past.doubts} />);
    return screen.queryAllByRole('listitem').map(({ textContent }) => textContent ?? '');
  };

  test('of an org without field history says of how many deals the owner is assumed', async () => {
    expect((await words({ odd: [odd.noHistory], edition: { fieldHistory: false } })).join()).toMatch(
      /\d+ deals?’s? owner then is assumed/,
    );
  });

  test('of deals whose history begins before their creation says how many they are', async () => {
    const prepare: NonNullable<Parameters<typeof sample>[0]>['prepare'] = ({ tables }) => {
      for (const deal of tables.Opportunity) deal['CreatedDate'] = deal['LastModifiedDate'] ?? null;
    };
    expect((await words({ prepare })).join()).toMatch(/\d+ deals?’.* before (?:its|their) creation/);
  });

  test('of a usual org says neither', async () => expect((await words({})).join()).not.toMatch(/assumed|creation/));
});
