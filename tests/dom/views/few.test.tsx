import { waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { addDays } from '@/lib/calendar/days';

import { fakeBackend } from '../backend';
import { type Sample, sample } from '../sample';
import { button, screen, show, within } from '../screen';

let it: Sample;
let stop = (): void => undefined;
beforeAll(async () => {
  it = await sample({ size: 200 });
}, 60_000);
afterEach(() => stop());

async function open(tab: string, backend = it.backend()): Promise<ReturnType<typeof show>> {
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button(tab));
  return user;
}

test('a bucket of the focus list shows seven deals until all are asked for, and none that is empty', async () => {
  const user = await open('Focus');
  const nurture = await screen.findByRole('list', { name: 'Nurture' });
  for (const list of screen.getAllByRole('list').filter((each) => each.classList.contains('rows')))
    expect(within(list).getAllByRole('listitem').length).toBeLessThanOrEqual(7);
  const more = screen.getAllByRole('button', { name: /^Show all / });
  const sizes = more.map(({ textContent }) => Number(textContent?.replace(/\D/g, '')));
  const place = sizes.indexOf(Math.max(...sizes));
  const before = screen.getAllByRole('listitem').length;
  await user.click(more[place] ?? nurture);
  await waitFor(() => expect(screen.getAllByRole('listitem').length).toBeGreaterThan(before));
});

test('a plan whose best case misses the quota says by how much, and marks a date that has passed', async () => {
  const view = await it.queries.plan({ lost: [] });
  if ('noConnection' in view) throw new Error('Nothing was read.');
  const { outlook, steps, today } = view;
  expect(steps.length).toBeLessThanOrEqual(10);
  const quota = outlook.p90 + 250_000;
  const [first, ...rest] = steps;
  if (!first) throw new Error('No plan.');
  const given = {
    ...view,
    quota,
    gap: quota - view.won,
    steps: [{ ...first, closeDate: addDays(today, -1) }, ...rest],
  };
  const { queries } = it;
  await open('Plan', fakeBackend({ ...queries, plan: () => Promise.resolve(given) }));
  expect((await screen.findByText(/best case still misses by €250K/)).textContent).toContain('Not reachable');
  expect(screen.getAllByText('date has passed').length).toBeGreaterThan(0);
});

test('the questions of an org in which few deals have ended weigh nothing by chances, and say why', async () => {
  const young = await sample({ size: 3 });
  const view = await young.queries.six({});
  if ('noConnection' in view) throw new Error('Nothing was read.');
  expect(view.outlook.isFirm).toBe(false);
  await open('Questions', young.backend());
  await screen.findByText('How good is it?');
  expect((await screen.findAllByText(/^Too little history for chances/)).length).toBeGreaterThan(1);
  expect(screen.getByText(/weighted by stage probability/)).toBeTruthy();
  expect(screen.queryByText(/expected/)).toBeNull();
});
