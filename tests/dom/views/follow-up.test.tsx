import 'fake-indexeddb/auto';
import { beforeAll, expect, test } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { dealsLevel } from '@/components/views/team/DealsLevel';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { addDays } from '@/lib/calendar/days';
import { storeReminder } from '@/lib/storage/stored-reminders';
import { arrive } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeBackend } from '../backend';
import { sample, type Sample } from '../sample';
import { screen, show } from '../screen';

let it: Sample;
let ids: string[];
beforeAll(async () => {
  it = await sample({ size: 40 });
  ids = it.org
    .rows('Opportunity')
    .filter((row) => row['IsClosed'] === false)
    .map(({ Id }) => Id);
  const [first = ''] = ids;
  await storeReminder(it.db, {
    id: 'r1',
    orgKey: 'o',
    host: PAGE_HOST,
    recordId: first,
    recordName: 'First',
    text: 'Ask for the signature',
    // Long past, so that nothing else of any deal can come before it.
    dueAt: Date.parse('2001-01-02T09:00:00Z'),
    state: 'due',
    createdAt: 0,
    snoozes: 0,
  });
});

let seq = 5000;
test('the list orders deals by their next follow-up, and the record says what it is', async () => {
  const user = show(it.backend(), <PanelApp onClose={() => undefined} />);
  arrive({ type: 'at', seq: (seq += 1), host: PAGE_HOST, place: { kind: 'list', ids } });
  const order = await screen.findByLabelText('Order', {}, { timeout: 8000 });
  await user.selectOptions(order, 'Next follow-up first');
  const shown = [...document.querySelectorAll('[data-focus]')].map((row) => row.getAttribute('data-focus') ?? '');
  const list = await it.queries.list({ host: PAGE_HOST, ids });
  const days = new Map(list.rows.map(({ id, next }) => [id, next?.on ?? 'none']));
  const seen = shown.flatMap((id) => days.get(id) ?? []);
  expect(seen.length).toBe(list.rows.length);
  expect(seen).toEqual(seen.toSorted());
  expect(seen[0]).toBe('2001-01-02');

  arrive({
    type: 'at',
    seq: (seq += 1),
    host: PAGE_HOST,
    place: { kind: 'record', recordId: ids[0] ?? '', name: String(it.org.find('Opportunity', ids[0] ?? '')?.['Name']) },
  });
  expect(
    (await screen.findByText(/Reminder: Ask for the signature/, {}, { timeout: 8000 })).closest('p')?.textContent,
  ).toContain('due Jan 2, 2001');
  // No other deal has it.
  const other = (await it.queries.record({ host: PAGE_HOST, recordId: ids[1] ?? '' })).view;
  expect(other && (other.next === undefined || other.next.on > addDays(other.today, -3650))).toBe(true);
});

test('a drilled list opens the grid of what its deals lack, of those that a person narrowed it to, and goes back', async () => {
  const asked: unknown[] = [];
  const backend = fakeBackend(it.queries, (type, request) => {
    if (type === 'edit/forms') asked.push(request);
    return Promise.resolve(type === 'edit/forms' ? [] : { ok: true });
  });
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  await teamDrill.refresh();
  const answer = await it.queries.deals({ figure: 'openPipeline' });
  if ('noConnection' in answer) throw new Error('Nothing was read.');
  const name = answer.rows[0]?.name ?? '';
  await teamDrill.push(dealsLevel.at('Open', { filter: { figure: 'openPipeline' }, text: name }), { scroll: 0 });
  await user.click(await screen.findByRole('button', { name: 'Clean up these deals…' }));
  expect(await screen.findByText('Nothing to clean up')).toBeTruthy();
  const own = answer.rows.filter((row) => row.name.includes(name));
  expect(asked).toMatchObject([{ deals: own.map((row) => ({ recordId: row.id, recordName: row.name })) }]);
  await user.click(screen.getByRole('button', { name: /Back to the list/ }));
  expect(await screen.findByRole('button', { name: 'Clean up these deals…' })).toBeTruthy();

  const past = addDays(answer.on, -30);
  await teamDrill.push(dealsLevel.at('Then', { filter: { figure: 'openPipeline', on: past }, text: '' }), {
    scroll: 0,
  });
  await screen.findByText('Then');
  expect(screen.queryByRole('button', { name: 'Clean up these deals…' })).toBeNull();
});
