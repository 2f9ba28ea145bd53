import { waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { browser } from 'wxt/browser';

import { KeysPage } from '@/components/views/options/KeysPage';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { followKeys, restoreKeys } from '@/lib/store/choices/key-store';

import { fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

let it: Sample;
let stops: (() => void)[] = [];
beforeAll(async () => {
  it = await sample({ size: 80 });
}, 60_000);
beforeEach(async () => {
  await browser.storage.local.clear();
  await restoreKeys();
});
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
});

const options = () =>
  show(
    fakeBackend({}),
    <KeysPage askKeys={() => Promise.resolve('Alt+Shift+L')} onChangeKeys={() => Promise.resolve()} />,
  );
/** The key that the page says for what a key does. */
const keyFor = (does: string): string | undefined =>
  within(screen.getByRole('row', { name: new RegExp(`${does} (Change|Press)`) })).getByRole('rowheader').textContent ??
  undefined;
const said = (): string => screen.getByRole('status').textContent ?? '';
async function press(user: ReturnType<typeof show>, does: string, keys: string): Promise<void> {
  await user.click(await button(`Change the key: ${does}`));
  expect(said()).toContain('press the new key');
  await user.keyboard(keys);
}

test('a key is changed by pressing the new one, and the page and the kept choice say it', async () => {
  const user = options();
  expect(keyFor('Changes the deal')).toBe('E');
  await press(user, 'Changes the deal', 'x');
  await waitFor(() => expect(said()).toBe('“Changes the deal” is X now, in every open panel.'));
  expect(keyFor('Changes the deal')).toBe('X');
  expect(Object.values(await browser.storage.local.get())).toEqual(['x']);
});

test('a key of another action is refused by its name, and stays where it is', async () => {
  const user = options();
  await press(user, 'Adds a filter', 'C');
  expect(said()).toContain('C is taken by “Chooses what to compare with”');
  expect(keyFor('Adds a filter')).toBe('/');
  expect(keyFor('Chooses what to compare with')).toBe('C');
  expect(await browser.storage.local.get()).toEqual({});
  // It waits for another press.
  await user.keyboard('f');
  await waitFor(() => expect(screen.getByRole('rowheader', { name: 'F' })).toBeTruthy());
});

test.each([
  '{Enter}',
  ' ',
  '{ArrowLeft}',
  '{F5}',
  '{Control>}x{/Control}',
  '{Alt>}x{/Alt}',
  '{Meta>}x{/Meta}',
  '{Escape}',
])('the press %s chooses nothing, and the page says that the key stays', async (keys) => {
  const user = options();
  await press(user, 'Next item', keys);
  await waitFor(() => expect(said()).toContain('“Next item” stays J'));
  expect(keyFor('Next item')).toBe('J');
  expect(await browser.storage.local.get()).toEqual({});
});

test('whoever goes on without a key keeps the former', async () => {
  const user = options();
  await press(user, 'Next item', '{Tab}');
  expect(said()).toContain('“Next item” stays J');
  await user.keyboard('x');
  expect(keyFor('Next item')).toBe('J');
});

test('one button gives every action its first key again', async () => {
  const user = options();
  await press(user, 'Next item', 'z');
  await waitFor(() => expect(keyFor('Next item')).toBe('Z'));
  await press(user, 'Adds a filter', 'f');
  await waitFor(() => expect(keyFor('Adds a filter')).toBe('F'));
  await user.click(await button('Restore all keys'));
  await waitFor(() => expect(said()).toBe('All keys are as they were at first.'));
  expect([keyFor('Next item'), keyFor('Adds a filter')]).toEqual(['J', '/']);
  expect(await browser.storage.local.get()).toEqual({});
});

test('the side panel takes a key that was chosen in another page at once, and the former does nothing', async () => {
  stops.push(followKeys());
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stops.push(await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() }));
  await screen.findByRole('table', { name: 'Team' });
  // As another page of the browser keeps it: told by the storage alone.
  await browser.storage.local.set({ 'key:filter': 'f', 'key:explain': 'h' });
  screen.getByRole('button', { name: 'Won' }).focus();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Won' }).title).toContain('H or Alt-click'));
  await user.keyboard('?');
  expect(screen.queryByRole('dialog', { name: 'Closed won', hidden: true })).toBeNull();
  await user.keyboard('/');
  expect(screen.queryByPlaceholderText('Search for a stage, type, territory …')).toBeNull();
  await user.keyboard('f');
  expect(document.activeElement).toBe(await screen.findByPlaceholderText('Search for a stage, type, territory …'));
  await user.keyboard('{Escape}');
  screen.getByRole('button', { name: 'Won' }).focus();
  await user.keyboard('h');
  expect(await screen.findByRole('dialog', { name: 'Closed won', hidden: true })).toBeTruthy();
});

test('so does the panel of a deal, in what it says of its keys as well', async () => {
  stops.push(followKeys());
  const deal = it.org.rows('Opportunity').find((row) => row['IsClosed'] === false);
  if (!deal) throw new Error('No open deal.');
  const { user, stop } = await openDeal(it.backend(), { Id: deal.Id, Name: String(deal['Name']) });
  stops.push(stop);
  await browser.storage.local.set({ 'key:task': 'y' });
  const field = await screen.findByLabelText('New task', { exact: false });
  await waitFor(() => expect(field.getAttribute('aria-keyshortcuts')).toBe('y'));
  await user.keyboard('t');
  expect(document.activeElement).not.toBe(field);
  await user.keyboard('y');
  expect(document.activeElement).toBe(field);
});

test('one key goes through the roles of the buying team, another to the note, wherever they are folded', async () => {
  stops.push(followKeys());
  const deal = it.org
    .rows('Opportunity')
    .find(
      ({ Id, IsClosed }) =>
        IsClosed === false &&
        it.org.rows('OpportunityContactRole').filter((role) => role['OpportunityId'] === Id).length > 1,
    );
  if (!deal) throw new Error('No open deal with people.');
  const { user, stop } = await openDeal(it.backend(), { Id: deal.Id, Name: String(deal['Name']) });
  stops.push(stop);
  await screen.findByLabelText('New task', { exact: false });
  await user.keyboard('p');
  const first = document.activeElement;
  expect(first?.getAttribute('aria-label')).toMatch(/^Change role/);
  expect(first?.closest('details')?.open).toBe(true);
  await user.keyboard('p');
  expect(document.activeElement?.getAttribute('aria-label')).not.toBe(first?.getAttribute('aria-label'));
  await user.keyboard('n');
  expect(document.activeElement).toBe(document.querySelector('.note-text'));
  expect(document.activeElement?.closest('details')?.open).toBe(true);
  // Who types there types.
  await user.keyboard('np');
  expect(document.querySelector<HTMLTextAreaElement>('.note-text')?.value).toBe('np');
});
