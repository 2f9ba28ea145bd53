import { waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

import { KeysPage } from '@/components/views/options/KeysPage';
import { Popup } from '@/components/views/popup/Popup';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Queries } from '@/lib/answers/queries';
import type { Edit } from '@/lib/deal/edits/edit';
import { storeEdits } from '@/lib/storage/stored-edits';
import { followKeys, restoreKeys } from '@/lib/store/choices/key-store';
import { followForecast } from '@/lib/store/popup-store';

import { fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { button, screen, show, within } from '../screen';

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
  vi.restoreAllMocks();
  for (const stop of stops) stop();
  stops = [];
});

async function openOne(): Promise<ReturnType<typeof show>> {
  const deal = it.org.rows('Opportunity').find((row) => row['IsClosed'] === false);
  if (!deal) throw new Error('No open deal.');
  stops.push(followKeys());
  const { user, stop } = await openDeal(it.backend(), { Id: deal.Id, Name: String(deal['Name']) });
  stops.push(stop);
  await screen.findByLabelText('New task', { exact: false });
  return user;
}
async function openSide(backend = it.backend()): Promise<ReturnType<typeof show>> {
  stops.push(followKeys());
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  stops.push(await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() }));
  await screen.findByRole('table', { name: 'Team' });
  await button(/^Filter/);
  return user;
}
const field = (): HTMLElement | null => screen.queryByRole('combobox', { name: 'Commands' });
/** What the list says, each line with its key. */
const list = () => within(screen.getByRole('listbox', { name: 'Commands' }));
const lines = (): string[] =>
  list()
    .queryAllByRole('option')
    .map(({ textContent }) => textContent ?? '');
const chosen = (): string => list().getByRole('option', { selected: true }).textContent ?? '';
const CHORD = '{Control>}k{/Control}';

test('on a deal the chord opens a list of all that can be done, and Enter does what was searched for', async () => {
  const user = await openOne();
  await user.keyboard(CHORD);
  expect(document.activeElement).toBe(field());
  expect(lines()).toEqual(
    expect.arrayContaining([
      'Change the dealE',
      'Let the deal go…L',
      'Set a follow-upR',
      'Write a taskT',
      'Change a role on the buying teamP',
      'Write a noteN',
      'Open or close the reasons?',
      'Settings',
      'Close panel',
    ]),
  );
  await user.keyboard('wri no');
  expect(lines()).toEqual(['Write a noteN']);
  await user.keyboard('{Enter}');
  expect(field()).toBeNull();
  expect(document.activeElement).toBe(document.querySelector('.note-text'));
});

test('a saved change of the deal is taken back from the list, by what it changed; one that is being sent is not in it', async () => {
  const deal = it.org.rows('Opportunity').find((row) => row['IsClosed'] === false);
  if (!deal) throw new Error('No open deal.');
  const change: Edit = {
    id: 'saved',
    recordId: deal.Id,
    recordName: String(deal['Name']),
    before: { nextStep: 'Call' },
    after: { nextStep: 'Meet' },
    state: 'saved',
    at: Date.now(),
  };
  await storeEdits(it.db, [change, { ...change, id: 'sending', after: { nextStep: 'Write' }, state: 'sending' }]);
  const backend = fakeBackend(it.queries, () => Promise.resolve(change));
  stops.push(followKeys());
  const { user, stop } = await openDeal(backend, { Id: deal.Id, Name: String(deal['Name']) });
  stops.push(stop, () => void it.db.edits.clear());
  await button('Undo: Next step: Call → Meet');
  await user.keyboard(`${CHORD}undo`);
  expect(lines()).toEqual(['Undo: Next step: Call → Meet']);
  await user.keyboard('{Enter}');
  expect(backend.sent.filter(({ type }) => type === 'edit/decide').map(({ request }) => request)).toEqual([
    { id: 'saved', how: 'undo' },
  ]);
});

test('arrows, Home and End go through it, and what fits nothing is said', async () => {
  const user = await openOne();
  await user.click(await button('Commands'));
  const first = chosen();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(chosen()).toBe(lines()[1]);
  await user.keyboard('{End}');
  expect(chosen()).toBe(lines().at(-1));
  await user.keyboard('{ArrowDown}');
  expect(chosen()).toBe(lines().at(-1));
  await user.keyboard('{Home}');
  expect(chosen()).toBe(first);
  await user.keyboard('sell it to the moon');
  expect(lines()).toEqual([]);
  expect(screen.getByText('No command has these words.').getAttribute('role')).toBe('status');
  await user.keyboard('{Enter}');
  expect(field()).not.toBeNull();
});

test('Escape closes the list alone, and whoever typed in a field goes on typing there', async () => {
  const user = await openOne();
  const note = document.querySelector<HTMLTextAreaElement>('.note-text');
  note?.focus();
  await user.keyboard('enl');
  expect(field()).toBeNull();
  await user.keyboard(CHORD);
  expect(document.activeElement).toBe(field());
  // Letters are searched for, and are nobody's key.
  await user.keyboard('e');
  expect(document.querySelector('.edit-form')).toBeNull();
  await user.keyboard('{Escape}');
  expect(field()).toBeNull();
  expect(document.activeElement).toBe(note);
  await user.keyboard('k');
  expect(note?.value).toBe('enlk');
  expect(screen.getByRole('heading', { level: 1 })).toBeTruthy();
});

test('a key that a person chose stands in the list and in the tooltip of what it does', async () => {
  const user = await openOne();
  expect((await button(/^Change stage, amount/)).title).toMatch(/ \(E\)$/);
  await browser.storage.local.set({ 'key:edit': 'x' });
  await waitFor(async () => expect((await button(/^Change stage, amount/)).title).toMatch(/ \(X\)$/));
  await user.keyboard(CHORD);
  expect(lines()).toContain('Change the dealX');
});

test('on a Mac the chord is with ⌘, and Ctrl and K stays with the text', async () => {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue('MacIntel');
  const user = await openOne();
  expect((await button('Commands')).title).toBe('Commands (⌘ K)');
  await user.keyboard(CHORD);
  expect(field()).toBeNull();
  await user.keyboard('{Meta>}k{/Meta}');
  expect(field()).not.toBeNull();
});

test('in the side panel it goes to each view, and to what stands above them', async () => {
  const user = await openSide();
  await user.keyboard(CHORD);
  expect(lines()).toEqual(
    expect.arrayContaining(['Add a filter/', 'Compare with…C', 'Go to the quarter before[', 'Pin', 'Copy link']),
  );
  // Where one is, nothing leads to.
  expect(lines().filter((line) => line.startsWith('Go to') && !line.includes('quarter'))).toEqual(
    ['Focus', 'Changes', 'Plan', 'People', 'Forecast', 'Process', 'Questions'].map((view) => `Go to ${view}`),
  );
  await user.keyboard('table stage');
  expect(lines()).toHaveLength(1);
  await user.keyboard('{Enter}');
  expect(document.querySelector('.section > header [aria-pressed="true"]')).not.toBeNull();
  await user.keyboard(`${CHORD}filter{Enter}`);
  expect(document.activeElement).toBe(await screen.findByRole('combobox', { name: 'Filter' }));
  await user.keyboard('{Escape}');
  for (const view of ['Plan', 'Now']) {
    await user.keyboard(`${CHORD}go to ${view}{Enter}`);
    const tab = document.querySelector('.tabs [aria-current]');
    expect(tab?.textContent).toBe(view);
    expect(document.activeElement).toBe(tab);
  }
}, 60_000);

test('what cannot be done is not in it: beyond the last quarter there is none', async () => {
  const user = await openSide();
  const quarters = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Quarter' });
  const oldest = Math.min(...[...quarters.options].map(({ value }) => Number(value)));
  await user.selectOptions(quarters, String(oldest));
  await user.keyboard(CHORD);
  await waitFor(() => expect(lines()).toContain('Go to the quarter after]'));
  expect(lines()).not.toContain('Go to the quarter before[');
});

test('whoever has a row in the team’s table gets there', async () => {
  const team = await it.queries.team({});
  if ('noConnection' in team) throw new Error('No team.');
  const own = team.rows[1];
  const backend = it.backend();
  const choices: Queries['choices'] = async (input) => {
    const given = await backend.queries.choices(input);
    if ('noConnection' in given) return given;
    return { ...given, people: given.people.map((each) => ({ ...each, isSelf: each.userId === own?.userId })) };
  };
  const queries = new Proxy(backend.queries, {
    get: (all, name) => (name === 'choices' ? choices : Reflect.get(all, name)),
  });
  const user = await openSide({ ...backend, queries });
  await user.keyboard(`${CHORD}my row{Enter}`);
  expect(document.activeElement?.textContent).toBe(own?.name);
  expect(document.activeElement?.closest('table')?.getAttribute('aria-label')).toBe('Team');
});

test('a definition that is open keeps the keyboard', async () => {
  const user = await openSide();
  screen.getByRole('button', { name: 'Won' }).focus();
  await user.keyboard('?');
  await screen.findByRole('dialog', { name: 'Closed won', hidden: true });
  await user.keyboard(CHORD);
  expect(field()).toBeNull();
});

/** The popup, which notes where it was left for. */
const popup = (went: string[]) => (
  <Popup
    onTeam={() => went.push('team')}
    onFocusView={() => went.push('focus')}
    onOpen={() => undefined}
    onScope={() => undefined}
  />
);

test('from the popup it goes to the team, to Focus and to the settings', async () => {
  const went: string[] = [];
  const user = show(it.backend(), popup(went));
  stops.push(followForecast());
  await button('Open team view');
  await user.keyboard(CHORD);
  expect(lines()).toEqual(['Open team view', 'Open Focus', 'Settings']);
  await user.keyboard('focus{Enter}');
  expect(went).toEqual(['focus']);
});

test('the popup has it before anything is known, too, and it stays open as the answer comes', async () => {
  const went: string[] = [];
  const { promise: given, resolve: answer } = Promise.withResolvers<void>();
  const backend = it.backend();
  const user = show(
    {
      ...backend,
      queries: new Proxy(backend.queries, {
        get: (all, name) =>
          name === 'forecast'
            ? (...args: Parameters<typeof all.forecast>) => given.then(() => all.forecast(...args))
            : Reflect.get(all, name),
      }),
    },
    popup(went),
  );
  stops.push(followForecast());
  await user.click(await button('Commands'));
  expect(lines()).toEqual(['Open team view', 'Open Focus']);
  answer();
  await button('Open team view');
  expect(field()).not.toBeNull();
  await user.keyboard('team{Enter}');
  expect(went).toEqual(['team']);
});

test('the page of the keys says which chord it is', () => {
  show(fakeBackend({}), <KeysPage askKeys={() => Promise.resolve('')} onChangeKeys={() => Promise.resolve()} />);
  expect(screen.getByRole('row', { name: /^Ctrl \+ K Opens the list of all commands/ })).toBeTruthy();
});
