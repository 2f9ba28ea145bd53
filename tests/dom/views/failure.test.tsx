import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { Popup } from '@/components/views/popup/Popup';
import { FailureNote } from '@/components/views/shared/state/FailureNote';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Queries } from '@/lib/answers/queries';
import type { Day } from '@/lib/calendar/days';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { sendMessage } from '@/lib/messaging';
import type { Place } from '@/lib/messaging/protocol';
import { STOPPED } from '@/lib/messaging/worker';
import { act } from '@/lib/store/failures';
import { arrive, drill, followPanel } from '@/lib/store/panel';
import { followForecast } from '@/lib/store/popup-store';
import { PAGE_HOST } from '@/tests/org/org';

import type { FakeBackend } from '../backend';
import { sample, type Sample } from '../sample';
import { alerts, alertText, button, isWaiting, screen, show, within } from '../screen';

const nothing = (): void => undefined;
let it: Sample;
let backend: FakeBackend;
let deal: { Id: string; Name: string };
beforeAll(async () => {
  it = await sample({ size: 60 });
  const [first] = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  if (!first) throw new Error('No open deal.');
  deal = { Id: first.Id, Name: String(first['Name']) };
});

let stop = nothing;
afterEach(() => stop());
const stopped = Object.assign(
  new Error('The worker of this page stopped: out of memory. Reload the page.', { cause: 'out of memory' }),
  {
    name: STOPPED,
  },
);

/** What the header says of how fresh the figures are. */
const chip = (): string | null | undefined => document.querySelector('.stamp')?.textContent;

let seq = 0;
const arriveAt = (place: Place): void => arrive({ type: 'at', seq: (seq += 1), host: PAGE_HOST, place });

describe('the panel on a record', () => {
  const open = () => {
    backend = it.backend();
    const user = show(backend, <PanelApp onClose={nothing} />);
    stop = followPanel();
    return {
      user,
      go: () => arriveAt({ kind: 'record', recordId: deal.Id, name: deal.Name }),
    };
  };

  test('a question that fails shows its words and a way to try again, and then the record', async () => {
    const { user, go } = open();
    backend.break('record');
    go();
    expect(await alertText()).toMatch(/This could not be worked out.*The disk is full\./);
    expect(isWaiting()).toBe(false);
    backend.mend();
    await user.click(await button('Try again'));
    expect(await screen.findByRole('heading', { level: 1, name: deal.Name })).toBeTruthy();
    expect(alerts()).toEqual([]);
  });

  test('what was read before stays readable under the failure, which the next answer clears', async () => {
    const { go } = open();
    go();
    await screen.findByRole('heading', { name: deal.Name });
    expect(chip()).toBe('live');
    backend.break('record');
    backend.revise();
    expect(await alertText()).toContain('What is shown below was worked out before.');
    expect(chip()).not.toBe('live');
    expect(screen.getByRole('heading', { name: 'Stage' })).toBeTruthy();
    backend.mend();
    backend.revise();
    await waitFor(() => expect(alerts()).toEqual([]));
    expect(chip()).toBe('live');
    expect(screen.getByRole('heading', { name: 'Stage' })).toBeTruthy();
  });

  test('a definition that is being read stays open whatever arrives meanwhile', async () => {
    const { user, go } = open();
    go();
    await screen.findByRole('heading', { name: deal.Name });
    document.querySelector<HTMLElement>('[data-metric]')?.focus();
    await user.keyboard('?');
    await waitFor(() => expect(document.querySelector('dialog')).not.toBeNull());
    backend.break('record');
    backend.revise();
    await alertText();
    expect(document.querySelector('dialog')).not.toBeNull();
    backend.mend();
    backend.revise();
    await waitFor(() => expect(alerts()).toEqual([]));
    expect(document.querySelector('dialog')).not.toBeNull();
  });

  test('a reading by hand that the background cannot do is told, not dropped', async () => {
    const { user, go } = open();
    backend.break('record');
    go();
    await alertText();
    backend.break('record/refresh', new Error('The background did not answer.'));
    await user.click(await button('Try again'));
    await waitFor(async () => expect(await alertText()).toContain('The background did not answer.'));
    expect(isWaiting()).toBe(false);
  });

  test.each([
    ['Snooze', /^Tomorrow$/, 'reminder/snooze'],
    ['Done', /^Done$/, 'reminder/done'],
  ] as const)('%s that is rejected says so, and again does it', async (_name, label, message) => {
    const { user, go } = open();
    const withReminder = it.queries.record;
    backend = Object.assign(backend, {
      queries: {
        ...backend.queries,
        record: async (input: { host: string; recordId: string }) => {
          const answer = await withReminder(input);
          const reminder = {
            id: 'r',
            recordId: deal.Id,
            recordName: deal.Name,
            text: 'Call Ada',
            dueAt: 0,
            day: '1970-01-01' as Day,
            isDue: true,
            isToday: true,
          };
          return answer.view ? { ...answer, view: { ...answer.view, reminders: [reminder] } } : answer;
        },
      },
    });
    go();
    backend.break(message, new Error('No reminder "r".'));
    await user.click(await button(label));
    expect(await alertText()).toMatch(/Call Ada” did not work.*No reminder "r"\./);
    backend.mend();
    await user.click(await button('Try again'));
    await waitFor(() => expect(alerts()).toEqual([]));
    expect(backend.sent.filter(({ type }) => type === message)).toHaveLength(2);
  });

  test('a follow-up that cannot be set stays typed, with the reason', async () => {
    const { user, go } = open();
    go();
    backend.break('reminder/add', new Error('Signed out of the CRM.'));
    await user.type(await screen.findByLabelText('When'), 'tomorrow');
    await user.click(await button('Set reminder'));
    expect(await alertText()).toContain('Signed out of the CRM.');
    expect(screen.getByLabelText<HTMLInputElement>('When').value).toBe('tomorrow');
  });
});

describe('the panel on a list', () => {
  const ids = (): string[] =>
    it.org
      .rows('Opportunity')
      .slice(0, 5)
      .map(({ Id }) => Id);

  test('one failed question does not hide the list that arrives after it', async () => {
    backend = it.backend();
    show(backend, <PanelApp onClose={nothing} />);
    stop = followPanel();
    backend.break('list');
    arriveAt({ kind: 'list', ids: ids() });
    expect(await alertText()).toMatch(/This could not be worked out.*The disk is full\./);
    expect(isWaiting()).toBe(false);
    backend.mend();
    backend.revise();
    expect(await screen.findByText('5 deals')).toBeTruthy();
    expect(alerts()).toEqual([]);
  });

  test('a failure of one deal is gone with the way back to the list', async () => {
    backend = it.backend();
    show(backend, <PanelApp onClose={nothing} />);
    stop = followPanel();
    arriveAt({ kind: 'list', ids: ids() });
    await screen.findByText('5 deals');
    backend.break('record');
    drill(ids()[0]);
    await alertText();
    drill(undefined);
    expect(await screen.findByText('5 deals')).toBeTruthy();
    expect(alerts()).toEqual([]);
  });
});

describe('the popup', () => {
  const open = () => {
    backend = it.backend();
    return show(backend, <Popup onTeam={nothing} onFocusView={nothing} onOpen={nothing} onScope={nothing} />);
  };

  test('a question that fails shows its words and a way to try again, and then the forecast', async () => {
    const user = open();
    backend.break('forecast');
    stop = followForecast();
    expect(await alertText()).toMatch(/This could not be worked out.*The disk is full\./);
    expect(isWaiting()).toBe(false);
    backend.mend();
    await user.click(await button('Try again'));
    expect(await button('Open team view')).toBeTruthy();
    expect(alerts()).toEqual([]);
  });

  test('is not live beside the words of a failure', async () => {
    open();
    stop = followForecast();
    await button('Open team view');
    expect(chip()).toBe('live');
    backend.break('forecast', Object.assign(new Error('Encountered disk full.'), { name: 'QuotaExceededError' }));
    backend.revise();
    expect(await alertText()).toMatch(/There is no room left on this computer.*Encountered disk full\./);
    expect(chip()).not.toBe('live');
  });

  test('a worker that stopped asks for a new load of the page', async () => {
    open();
    backend.break('forecast', stopped);
    stop = followForecast();
    expect(await alertText()).toMatch(/Pipelens has stopped in this page.*out of memory/);
    expect(await button('Reload')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  test('a quota that is not saved says so and stays typed', async () => {
    const user = open();
    const { forecast } = backend.queries;
    const withoutQuota: Partial<Queries> = {
      async forecast(input) {
        const answer = await forecast(input);
        if ('noConnection' in answer) return answer;
        const { quota: _quota, gap: _gap, ...rest } = answer;
        return rest;
      },
    };
    // Safe: the other questions are answered by what stands behind.
    backend.queries = Object.assign(Object.create(backend.queries) as Queries, withoutQuota);
    stop = followForecast();
    backend.break('quota/set', new Error('Nothing was read from a CRM yet.'));
    const field = await screen.findByRole('textbox');
    await user.type(field, '1000');
    await user.click(await button('Save'));
    expect(await alertText()).toMatch(/did not work.*Nothing was read from a CRM yet\./);
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('1000');
  });
});

describe('the side panel', () => {
  const QUESTIONS = {
    now: 'team',
    focus: 'focus',
    changes: 'changes',
    plan: 'plan',
    people: 'people',
    forecast: 'accuracy',
    process: 'process',
    questions: 'six',
  } as const;
  type TabId = keyof typeof QUESTIONS;
  // Safe: the keys of a literal are its keys.
  const TAB_IDS = Object.keys(QUESTIONS) as TabId[];
  test('is failed in every tab', () => expect(TAB_IDS).toEqual(teamDrill.tabs.map(({ kind }) => kind)));
  const open = async (load: () => Promise<unknown> = () => Promise.resolve(undefined)) => {
    backend = it.backend();
    const user = show(backend, <TeamApp onOpenRecord={nothing} />);
    return { user, follow: () => teamDrill.follow({ load, save: () => Promise.resolve() }) };
  };
  const turnTo = async (user: ReturnType<typeof show>, tab: TabId): Promise<void> => {
    const tabs = screen.getByRole('navigation', { name: 'Views of the team' }).querySelectorAll('button');
    const at = tabs[TAB_IDS.indexOf(tab)];
    if (at) await user.click(at);
  };

  test.each(TAB_IDS)('tab %s: a question that fails shows its words and a way to try again', async (tab) => {
    const { user, follow } = await open();
    stop = await follow();
    backend.break(QUESTIONS[tab]);
    await turnTo(user, tab);
    expect(await alertText()).toMatch(/This could not be worked out.*The disk is full\./);
    expect(isWaiting()).toBe(false);
    // Another tab is not touched by it.
    const other: TabId = tab === 'plan' ? 'now' : 'plan';
    await turnTo(user, other);
    await waitFor(() => expect(alerts()).toEqual([]));
    await turnTo(user, tab);
    await alertText();
    backend.mend();
    await user.click(await button('Try again'));
    await waitFor(() => expect(alerts()).toEqual([]));
    await waitFor(() => expect(isWaiting()).toBe(false));
    expect(document.querySelector('main')?.textContent).not.toBe('');
  });

  test('a worker that stopped asks for a new load of the page', async () => {
    const { follow } = await open();
    backend.break('team', stopped);
    stop = await follow();
    expect(await alertText()).toMatch(/Pipelens has stopped in this page.*out of memory/);
    expect(await button('Reload')).toBeTruthy();
  });

  test('a place that cannot be read again is told, and the first tab opens', async () => {
    const { follow } = await open(() => Promise.reject(new Error('The session store is gone.')));
    stop = await follow();
    expect(await alertText()).toContain('The session store is gone.');
    expect(await screen.findByRole('heading', { level: 1, name: 'Team' })).toBeTruthy();
  });

  test('a call that is not saved says so and stays typed', async () => {
    const { user, follow } = await open();
    stop = await follow();
    await turnTo(user, 'forecast');
    const list = await screen.findByRole('list', { name: 'Submissions vs. model' });
    const [person] = within(list).getAllByRole('button', { expanded: false });
    if (person) await user.click(person);
    backend.break('call/add', new Error('Signed out.'));
    await user.type(await screen.findByRole('textbox'), '5000');
    await user.click(await button('Save'));
    expect(await alertText()).toMatch(/did not work.*Signed out\./);
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('5000');
    backend.mend();
    await user.click(await button('Try again'));
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
    expect(alerts()).toEqual([]);
  });
});

test('the reason why nothing answered is said in the language of the screen', async () => {
  addTexts('pl', pl);
  setLocale('pl');
  // What Chromium says where a worker is stopped before it answers, and Firefox where nobody listens.
  for (const message of [
    'A listener indicated an asynchronous response by returning true, but the message channel closed before a response was received',
    'Could not establish connection. Receiving end does not exist.',
  ]) {
    vi.spyOn(browser.runtime, 'sendMessage').mockRejectedValueOnce(new Error(message));
    expect(await act('Zapisz', () => sendMessage('sync/now', {}))).toBe(false);
    render(<FailureNote />);
    expect(await alertText()).toContain('Część Pipelens działająca w tle zatrzymała się');
    expect(await alertText()).not.toMatch(/listener|channel|connection/);
    cleanup();
  }
  for (const name of [STOPPED, 'BlockedError', 'VersionError']) {
    await act('Zapisz', () => Promise.reject(Object.assign(new Error('Some English words.'), { name })));
    render(<FailureNote />);
    expect(await alertText()).not.toContain('English');
    cleanup();
  }
});
