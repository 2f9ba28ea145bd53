import { waitFor, within } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { browser } from 'wxt/browser';

import { Appearance } from '@/components/views/options/Appearance';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Day } from '@/lib/calendar/days';
import { guessRole } from '@/lib/deal/team/role-guess';
import { generateOrg } from '@/lib/sample/generate';
import { beginRole, FIRST_VIEW, useRoles } from '@/lib/store/choices/role-store';
import { useWhose } from '@/lib/store/whose';
import { contextOf } from '@/tests/explore/context';

import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

const TODAY = '2026-11-24' as Day;
const HERE = '00D000000000001-005000000000001';
const ELSEWHERE = '00D000000000002-005000000000009';
let it: Sample;
beforeAll(async () => {
  it = await sample({ size: 80 });
}, 60_000);
beforeEach(async () => {
  await browser.storage.local.clear();
  useWhose.setState({ whose: { key: HERE, host: 'here.example' } });
  useRoles.setState({}, true);
});

test('a person is what the rows of the org make them: who leads leaders, who leads, who owns open deals, and who does none of it', () => {
  const made = generateOrg({ size: 400, seed: 3, asOf: TODAY });
  const { facts } = contextOf(made, TODAY);
  const { tables } = made;
  const below = (roleId: unknown): string[] =>
    tables.UserRole.filter((role) => role['ParentRoleId'] === roleId).flatMap((role) => [
      ...tables.User.filter((user) => user['UserRoleId'] === role['Id']).map((user) => String(user['Id'])),
      ...below(role['Id']),
    ]);
  const found = new Map<string, number>();
  for (const user of tables.User) {
    const userId = String(user['Id']);
    const people = [...new Set(below(user['UserRoleId']))].filter((id) => id !== userId);
    const managers = people.filter(
      (id) => below(tables.User.find((each) => each['Id'] === id)?.['UserRoleId']).length > 0,
    );
    const owns = tables.Opportunity.some((row) => row['OwnerId'] === userId && row['IsClosed'] === false);
    const role = managers.length > 0 ? 'leader' : people.length > 0 ? 'manager' : owns ? 'rep' : 'operations';
    const guess = guessRole({ ...facts, profile: { ...facts.profile, userId } });
    expect(guess, userId).toEqual({ role, people: people.length, managers: managers.length });
    found.set(role, (found.get(role) ?? 0) + 1);
  }
  expect(found.get('rep')).toBeGreaterThan(3);
  expect(found.get('manager')).toBeGreaterThan(0);
  expect(found.get('leader')).toBeGreaterThan(0);
});

const begin = (of = HERE) => beginRole(of, () => it.queries.choices({}));

test('the panel begins with the view of the role that it guesses, says why, and is put right with one choice', async () => {
  const guessed = await begin();
  if (!guessed) throw new Error('Nothing was guessed.');
  expect(await browser.storage.local.get(null)).toEqual({ [`role:${HERE}`]: { role: guessed, isSure: false } });
  await teamDrill.openTab(FIRST_VIEW[guessed], 0);
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  const note = await screen.findByRole('complementary', { name: 'Your role' });
  const title = await screen.findByRole('button', { current: 'page' });
  expect(note.textContent).toContain(`Opened on ${title.textContent}`);
  await user.selectOptions(screen.getByLabelText('Your role', { selector: 'select' }), 'Sales rep');
  await waitFor(() => expect(screen.getByRole('button', { current: 'page' }).textContent).toBe('Focus'));
  expect(screen.queryByRole('complementary', { name: 'Your role' })).toBeNull();
  expect(await browser.storage.local.get(null)).toEqual({ [`role:${HERE}`]: { role: 'rep', isSure: true } });
  // The next time nothing is guessed, and nobody is moved.
  useRoles.setState({}, true);
  expect(await begin()).toBeUndefined();
  expect(useRoles.getState()).toEqual({ [HERE]: { role: 'rep' } });
});

test('what was guessed is asked about again until somebody says that it is right, and moves nobody twice', async () => {
  const guessed = await begin();
  expect(await begin()).toBeUndefined();
  expect(useRoles.getState()[HERE]?.guess).toMatchObject({ role: guessed });
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  await user.click(await button('That’s right'));
  await waitFor(() => expect(screen.queryByRole('complementary', { name: 'Your role' })).toBeNull());
  expect(await browser.storage.local.get(null)).toEqual({ [`role:${HERE}`]: { role: guessed, isSure: true } });
});

test('before anything is read nothing is guessed, and the role can be chosen among the looks later', async () => {
  expect(await beginRole(HERE, () => Promise.resolve({ noConnection: true }))).toBeUndefined();
  expect(await browser.storage.local.get(null)).toEqual({});
  await begin();
  const user = show(it.backend(), <Appearance />);
  await user.click(await button('Sales operations'));
  await waitFor(async () =>
    expect(await browser.storage.local.get(null)).toEqual({ [`role:${HERE}`]: { role: 'operations', isSure: true } }),
  );
});

test('a role is of one org and user: another is guessed by itself, and each is chosen by itself', async () => {
  await begin();
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  await user.selectOptions(await screen.findByLabelText('Your role', { selector: 'select' }), 'Sales rep');
  await waitFor(() => expect(useRoles.getState()[HERE]).toEqual({ role: 'rep' }));
  const guessed = await begin(ELSEWHERE);
  expect(guessed).toBeDefined();
  expect(await browser.storage.local.get(null)).toEqual({
    [`role:${HERE}`]: { role: 'rep', isSure: true },
    [`role:${ELSEWHERE}`]: { role: guessed, isSure: false },
  });
  useRoles.setState({
    [HERE]: { role: 'rep', name: 'One · Ann' },
    [ELSEWHERE]: { role: 'manager', name: 'Two · Ann' },
  });
  show(it.backend(), <Appearance />);
  const group = await screen.findByRole('group', { name: 'Your role in Two · Ann' });
  await user.click(within(group).getByRole('button', { name: 'Sales leader' }));
  await waitFor(() =>
    expect(useRoles.getState()).toMatchObject({ [HERE]: { role: 'rep' }, [ELSEWHERE]: { role: 'leader' } }),
  );
});

test('the one role of before goes to the first org that is opened, and to no other', async () => {
  await browser.storage.local.set({ role: { role: 'operations', isSure: true } });
  expect(await begin()).toBeUndefined();
  expect(useRoles.getState()).toEqual({ [HERE]: { role: 'operations' } });
  expect(await browser.storage.local.get(null)).toEqual({ [`role:${HERE}`]: { role: 'operations', isSure: true } });
  expect(await begin(ELSEWHERE)).toBeDefined();
});
