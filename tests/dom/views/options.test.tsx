import { fireEvent, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

import { OPTION_PAGES, type OptionPage } from '@/components/views/options/option-pages';
import { Options, type OptionsAnswer } from '@/components/views/options/Options';
import { type AlertChange, readAlertSettings, USUAL_ALERTS } from '@/lib/deal/alerts/alert-settings';
import type { KeptHere } from '@/lib/deal/kept/kept-here';
import type { Policy } from '@/lib/deal/kept/policy';
import { onAlerts, readAlerts, readDensity, readTheme, writeAlerts, writeDensity, writeTheme } from '@/lib/messaging';
import { followDensity } from '@/lib/store/choices/density';
import { chooseTheme, followTheme, useTheme } from '@/lib/store/choices/theme-store';
import { hideButton, showButton, useHiddenButtons } from '@/lib/store/launcher-store';
import { useManaged } from '@/lib/store/managed-store';

import { fakeBackend } from '../backend';
import { alerts, alertText, button, isWaiting, screen, show } from '../screen';

const HOST = 'acme.lightning.force.com';
const ANSWER: OptionsAnswer = {
  health: {
    connections: [
      {
        key: 'k',
        orgName: 'Acme',
        userName: 'Ada Kowalska',
        pageHost: HOST,
        state: 'live',
        hidden: [],
        budget: { share: 0.05, used: 10, allowed: 500 },
        callsToday: 7,
        recent: [],
        failed: [],
      },
    ],
    hosts: [{ host: HOST, clientId: '3MVG9' }],
    pages: [],
  },
  orgs: [{ key: 'k', name: 'Acme' }],
  now: Date.now(),
};
const refused = (): Promise<never> => Promise.reject(new Error('The store is locked by another page.'));
type Given = Partial<Parameters<typeof Options>[0]>;

const KEPT: KeptHere = { hosts: [], stores: [], now: Date.now() };
const askKept = () => Promise.resolve(KEPT);
const askUnsent = () => Promise.resolve(0);
const askNotices = () => Promise.resolve(true);
const askAlerts = () => Promise.resolve(USUAL_ALERTS);
const askRules = () => Promise.resolve([]);
const askHits = () => Promise.resolve(undefined);
const HELD = {
  ofCrm: 3,
  people: [{ id: 'u', name: 'Ada' }],
  periods: [{ start: '2026-10-01', label: 'Q4' }],
  rows: [],
  currency: 'EUR',
};

const draw = (page: OptionPage, given: Given = {}) => {
  history.replaceState(null, '', `#${page}`);
  const backend = fakeBackend({});
  const user = show(
    backend,
    <Options
      ask={given.ask ?? (() => Promise.resolve(ANSWER))}
      onRevision={backend.onRevision}
      callback="https://x.chromiumapp.org/salesforce"
      version="0.1.0"
      build="abc"
      extensionId="id"
      askKept={askKept}
      askUnsent={askUnsent}
      onExport={refused}
      onTakeAlong={refused}
      askNotices={askNotices}
      onTryNotice={refused}
      askAlerts={askAlerts}
      followAlerts={onAlerts}
      onAlerts={refused}
      askRules={askRules}
      askHits={askHits}
      onRules={refused}
      onWipe={refused}
      askKeys={() => Promise.resolve('Alt+Shift+L')}
      onChangeKeys={refused}
      onShare={refused}
      onSaveWritten={refused}
      onTakeUpWritten={refused}
      onLearn={refused}
      onReadQuotas={refused}
      onTakeQuotas={refused}
      onTypeQuota={refused}
      onRemoveQuota={refused}
      onQuotaType={refused}
      onSignIn={refused}
      {...given}
    />,
  );
  return { user, backend };
};

test('a reading that fails shows its words and a way to try again, and everything can still be deleted', async () => {
  let isBroken = true;
  const ask = (): Promise<OptionsAnswer> => (isBroken ? refused() : Promise.resolve(ANSWER));
  const onWipe = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const { user } = draw('connections', { ask, onWipe });
  expect(await alertText()).toMatch(/This could not be worked out.*The store is locked by another page\./);
  expect(isWaiting()).toBe(false);
  location.hash = '#privacy';
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button(/^Really/));
  await waitFor(() => expect(onWipe).toHaveBeenCalledOnce());
  location.hash = '#connections';
  isBroken = false;
  await user.click(await button('Try again'));
  expect(await screen.findByText(/Ada Kowalska/, { selector: '.setting-text' })).toBeTruthy();
  expect(alerts()).toEqual([]);
});

test('who is about to delete everything is told of changes that have not reached the CRM', async () => {
  const told = draw('privacy', { askUnsent: () => Promise.resolve(2) });
  expect(screen.queryByText(/not reached/)).toBeNull();
  await told.user.click(await button('Delete everything on this computer'));
  expect(
    await screen.findByText('2 changes of deals have not reached Salesforce yet, and would be lost.'),
  ).toBeTruthy();
  await told.user.click(await button('Cancel'));
  expect(screen.queryByText(/not reached/)).toBeNull();
});

test('everything can be deleted where nobody can tell what has not reached the CRM', async () => {
  const onWipe = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const { user } = draw('privacy', { askUnsent: refused, onWipe });
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button(/^Really/));
  await waitFor(() => expect(onWipe).toHaveBeenCalledOnce());
  expect(alerts()).toEqual([]);
});

test('nothing that can be pressed moves as what is kept here arrives: all of it stands below', async () => {
  let arrive = (): void => undefined;
  const askLater = (): Promise<KeptHere> => new Promise((done) => (arrive = () => done(KEPT)));
  draw('privacy', { askKept: askLater });
  const wipe = await button('Delete everything on this computer');
  const before = (node: Element): boolean =>
    (wipe.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) === Node.DOCUMENT_POSITION_FOLLOWING;
  const pressed = [...document.querySelectorAll('main button, main input')];
  expect(pressed.filter((each) => each !== wipe && before(each))).toEqual([]);
  arrive();
  for (const title of ['Network', 'Stored in this browser'])
    expect(before(await screen.findByRole('heading', { name: title }))).toBe(true);
});

test('a reading that fails later leaves what was read in place, until the next one', async () => {
  let isBroken = false;
  const ask = (): Promise<OptionsAnswer> => (isBroken ? refused() : Promise.resolve(ANSWER));
  const { backend } = draw('connections', { ask });
  await screen.findByText(/Ada Kowalska/, { selector: '.setting-text' });
  isBroken = true;
  backend.revise();
  expect(await alertText()).toContain('What is shown below was worked out before.');
  expect(screen.getByText(/Ada Kowalska/, { selector: '.setting-text' })).toBeTruthy();
  isBroken = false;
  backend.revise();
  await waitFor(() => expect(alerts()).toEqual([]));
});

test('a deletion that fails is not told as done', async () => {
  const { user } = draw('privacy');
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button(/^Really/));
  expect(await alertText()).toMatch(/did not work.*The store is locked by another page\./);
  expect(await button(/^Really/)).toBeTruthy();
});

test('a share of calls that is not stored says so', async () => {
  const { user } = draw('connections');
  await user.click(await screen.findByLabelText(/API limit/));
  await user.tab();
  expect(await alertText()).toMatch(/did not work.*The store is locked by another page\./);
});

test('a sign-in that is refused gives the reason at its form, and can be tried again', async () => {
  const { user } = draw('connections');
  await user.click(await button('Sign in'));
  expect(await screen.findByText('The store is locked by another page.')).toBeTruthy();
  expect((await button('Sign in')).hasAttribute('disabled')).toBe(false);
});

test('a quota file that cannot be stored says why, and can be chosen again', async () => {
  const { user } = draw('quotas');
  const file = new File(['user;amount'], 'quotas.csv', { type: 'text/csv' });
  await user.upload(await screen.findByLabelText('CSV file for Acme'), file);
  expect(await screen.findByText(/The store is locked by another page\./)).toBeTruthy();
});

test('what a person wrote is saved as a file, and taken up from one; each says that it worked, or why not', async () => {
  const taken: string[] = [];
  const { user } = draw('privacy', {
    onSaveWritten: () => Promise.resolve(),
    onTakeUpWritten(json) {
      taken.push(json);
      return json === 'bad' ? Promise.reject(new RangeError('no such file')) : Promise.resolve(3);
    },
  });
  await user.click(await button('Save to a file'));
  expect(await screen.findByText('Saved.')).toBeTruthy();
  const input = await screen.findByLabelText('Restore from a file');
  await user.upload(input, new File(['good'], 'a.json', { type: 'application/json' }));
  expect(await screen.findByText('3 entries were taken up. What was here already stays as it was.')).toBeTruthy();
  await user.upload(input, new File(['bad'], 'b.json', { type: 'application/json' }));
  expect(await screen.findByText(/b\.json was not taken up.*no such file/)).toBeTruthy();
  expect(taken).toEqual(['good', 'bad']);
});

test('a file that cannot be saved says so', async () => {
  const { user } = draw('privacy');
  await user.click(await button('Save to a file'));
  expect(await alertText()).toMatch(/did not work.*The store is locked by another page\./);
});

test('a score that cannot be learnt says why, and the button is back', async () => {
  const { user } = draw('scoring');
  await user.click(await button('Train the model now'));
  expect(await screen.findByText(/The store is locked by another page\./)).toBeTruthy();
  expect(await button('Train the model now')).toBeTruthy();
});

test('of several forecasts a person chooses the one that quotas are of, and can leave the choice to Pipelens again', async () => {
  const types = [
    { id: 'a', label: 'Opportunity Revenue' },
    { id: 'b', label: 'Podział' },
  ];
  let chosen: string | undefined;
  const ask = (): Promise<OptionsAnswer> =>
    Promise.resolve({
      ...ANSWER,
      orgs: [
        { key: 'k', name: 'Acme', held: HELD, quotaTypes: { types, ...(chosen === undefined ? {} : { chosen }) } },
      ],
    });
  const { user } = draw('quotas', {
    ask,
    onQuotaType: async (key, id) => {
      expect(key).toBe('k');
      chosen = id;
    },
  });
  const select = await screen.findByRole('combobox', { name: 'Quotas of which forecast, in Acme' });
  await user.selectOptions(select, 'Podział');
  await waitFor(() => expect(chosen).toBe('b'));
  await user.selectOptions(select, 'The org’s forecast of opportunity revenue');
  await waitFor(() => expect(chosen).toBeUndefined());
});

test('the keys that open the panel are those that the browser gave, and where it gave none, that is said', async () => {
  const onChangeKeys = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const { user } = draw('keys', { askKeys: () => Promise.resolve('⌃⇧L'), onChangeKeys });
  expect(await screen.findByText(/^⌃⇧L opens and closes the panel/)).toBeTruthy();
  await user.click(await button('Change the keys'));
  expect(onChangeKeys).toHaveBeenCalledOnce();
});

test('keys that were changed meanwhile are shown when the person comes back', async () => {
  let keys = '';
  draw('keys', { askKeys: () => Promise.resolve(keys) });
  expect(await screen.findByText(/^No keys open the panel/)).toBeTruthy();
  keys = 'Alt+Shift+J';
  dispatchEvent(new Event('focus'));
  expect(await screen.findByText(/^Alt\+Shift\+J opens/)).toBeTruthy();
});

test('the height of rows is chosen here, for this surface at once and for the others by what is kept', async () => {
  const stop = followDensity();
  const { user } = draw('appearance');
  const [compact, comfortable] = [await button('Compact'), await button('Comfortable')];
  const pressed = (): (string | null)[] => [compact, comfortable].map((each) => each.getAttribute('aria-pressed'));
  expect(pressed()).toEqual(['true', 'false']);
  await user.click(comfortable);
  await waitFor(() => expect(pressed()).toEqual(['false', 'true']));
  expect(document.documentElement.dataset['density']).toBe('comfortable');
  expect(await readDensity()).toBe('comfortable');
  // As another surface chose it.
  await writeDensity('compact');
  await waitFor(() => expect(document.documentElement.dataset['density']).toBe('compact'));
  expect(pressed()).toEqual(['true', 'false']);
  stop();
});

test('light or dark and the colours of states are chosen here, for this surface at once and for the others by what is kept', async () => {
  const stop = followTheme();
  const page = document.documentElement.dataset;
  const { user } = draw('appearance');
  expect(page['theme']).toBeUndefined();
  await user.click(await button('Dark'));
  await waitFor(() => expect(page['theme']).toBe('dark'));
  await user.click(await button('Blue and orange'));
  await waitFor(() => expect(page['colours']).toBe('distinct'));
  expect(await readTheme()).toEqual({ theme: 'dark', colours: 'distinct' });
  // As another surface chose it; in a page of the CRM the page then decides.
  useTheme.setState({ page: 'light' });
  expect(page['theme']).toBe('dark');
  await writeTheme({ theme: 'system' });
  await waitFor(() => expect(page['theme']).toBe('light'));
  stop();
});

test('of two choices made at once, on one surface or on two, neither is lost', async () => {
  await Promise.all([chooseTheme({ theme: 'light' }), chooseTheme({ colours: 'usual' })]);
  await Promise.all([chooseTheme({ theme: 'dark' }), chooseTheme({ colours: 'distinct' })]);
  expect(await readTheme()).toEqual({ theme: 'dark', colours: 'distinct' });
  await Promise.all([hideButton('a.example'), hideButton('b.example')]);
  expect(useHiddenButtons.getState().hosts).toEqual(['a.example', 'b.example']);
  await Promise.all([showButton('a.example'), showButton('b.example')]);
  expect(useHiddenButtons.getState().hosts).toEqual([]);
});

test('the list at the side names every page, says which one is shown, and turning a page takes the focus there', async () => {
  draw('connections');
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a')];
  expect(links.map((link) => link.getAttribute('href'))).toEqual(OPTION_PAGES.map((page) => `#${page}`));
  for (const page of OPTION_PAGES.toReversed()) {
    location.hash = page;
    await waitFor(() => expect(document.querySelector('[aria-current="page"]')?.getAttribute('href')).toBe(`#${page}`));
    await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
    expect(document.activeElement?.textContent).toBe(document.querySelector('[aria-current="page"]')?.textContent);
  }
});

test('whom Pipelens called and what it keeps are said, and where they cannot be read everything else on the page works', async () => {
  const onWipe = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const kept: KeptHere = {
    hosts: [{ host: 'acme.my.example', calls: 1200, at: Date.now() }],
    stores: [{ name: 'Acme · Ada', parts: [{ what: 'crm', entries: 31_204, bytes: 2_310_000 }] }],
    now: Date.now(),
  };
  let isBroken = false;
  const ask = (): Promise<KeptHere> => (isBroken ? refused() : Promise.resolve(kept));
  const { user, backend } = draw('privacy', { askKept: ask, onWipe });
  const row = async (name: RegExp): Promise<string[]> =>
    [...(await screen.findByRole('row', { name })).children].map((cell) => cell.textContent ?? '');
  expect((await row(/acme\.my\.example/)).slice(0, 2)).toEqual(['acme.my.example', '1,200']);
  expect(await row(/^Read from/)).toEqual(['Read from Salesforce', '31,204', '2.3 MB']);
  isBroken = true;
  backend.revise();
  expect(await alertText()).toContain('The store is locked by another page.');
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button('Cancel'));
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button(/^Really/));
  await waitFor(() => expect(onWipe).toHaveBeenCalledOnce());
});

test('a quota that is typed is saved for its person and quarter; what is no amount is said, and nothing is sent', async () => {
  const typed: unknown[] = [];
  const { user } = draw('quotas', {
    ask: () => Promise.resolve({ ...ANSWER, orgs: [{ key: 'k', name: 'Acme', held: HELD }] }),
    onTypeQuota: async (key, quota) => void typed.push([key, quota]),
  });
  await user.type(await screen.findByLabelText('Quota in EUR'), 'much');
  await user.click(await button('Save quota'));
  expect(await screen.findByText(/greater than 0/)).toBeTruthy();
  expect(typed).toEqual([]);
  await user.clear(screen.getByLabelText('Quota in EUR'));
  await user.type(screen.getByLabelText('Quota in EUR'), '12 500,50');
  await user.click(await button('Save quota'));
  expect(await screen.findByText('Saved.')).toBeTruthy();
  expect(typed).toEqual([['k', { userId: 'u', start: '2026-10-01', amount: 12_500.5 }]]);
});

describe('what the organisation has set is said as such, and cannot be changed here', () => {
  afterEach(() => useManaged.setState({ policy: {}, problems: [] }));
  const set = (policy: Policy, problems: string[] = []): void => useManaged.setState({ policy, problems });

  test('files, training and notifications that are switched off', async () => {
    set({ disabledFeatures: ['export', 'learn', 'notifications'], quietHours: { from: '20:00', to: '07:30' } });
    draw('privacy');
    expect((await button('Export everything to a file')).hasAttribute('disabled')).toBe(true);
    expect((await button('Save to a file')).hasAttribute('disabled')).toBe(true);
    for (const name of ['Figures (XLSX)', 'Event log (CSV)', 'Event log (Parquet)'])
      expect((await button(name)).hasAttribute('disabled')).toBe(true);
    expect(await screen.findByText('Set by your organisation: no files.')).toBeTruthy();
    // It is the person's own right, whatever is set.
    expect((await button('Delete everything on this computer')).hasAttribute('disabled')).toBe(false);
    location.hash = '#scoring';
    expect((await screen.findByRole('checkbox')).hasAttribute('disabled')).toBe(true);
    expect(await screen.findByText('Set by your organisation: no training of a model.')).toBeTruthy();
    location.hash = '#rules';
    expect((await button('Show one now')).hasAttribute('disabled')).toBe(true);
    expect(
      await screen.findByText('Set by your organisation: no notifications; no notifications from 20:00 to 07:30.'),
    ).toBeTruthy();
  });

  test('the consumer key, and the largest share of calls', async () => {
    set({ oauthClientId: '3MVGorg', maxApiSharePercent: 2 });
    const sent: unknown[] = [];
    const { user } = draw('connections', { onSignIn: async (...given) => void sent.push(given) });
    const key = await screen.findByLabelText('Consumer key');
    expect([key.getAttribute('value'), key.hasAttribute('disabled')]).toEqual(['3MVGorg', true]);
    await user.click(await button('Sign in'));
    expect(sent).toEqual([[HOST, '3MVGorg']]);
    expect(await screen.findByText('Set by your organisation: at most 2%.')).toBeTruthy();
    expect(await screen.findByText('A number from 0.1 to 2')).toBeTruthy();
  });

  test('all of it in one list, with what could not be understood', async () => {
    set({ crmOrigins: ['a.example'], maxAlertsPerDay: 3 }, ['quietHours']);
    draw('about');
    expect(await screen.findByText('a.example')).toBeTruthy();
    expect(screen.getByText(/Not understood, and left out: quietHours\./)).toBeTruthy();
    set({});
    await waitFor(() => expect(screen.queryByText('Set by your organisation')).toBeNull());
  });
});

describe('how often and when somebody is told', () => {
  const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);

  test('is chosen as one form, kept as chosen, and is as usual before', async () => {
    const saved: AlertChange[] = [];
    const { user } = draw('rules', {
      onAlerts: async (settings) => {
        saved.push(settings);
        await writeAlerts(settings);
      },
    });
    expect((await field('Notifications a day at most')).value).toBe('5');
    expect((await field('Daily list at')).value).toBe('08:30');
    await user.clear(await field('Notifications a day at most'));
    await user.type(await field('Notifications a day at most'), '7');
    await user.click(await field('Quiet hours'));
    await user.click(await field('Sat'));
    await user.click(await button('Save'));
    await screen.findByText('Saved.');
    // What was not touched is not written: another page may have changed it.
    expect(saved).toEqual([{ perDay: 7, quiet: 'none', workdays: [1, 2, 3, 4, 5, 6] }]);
    // No quiet hours is a choice, and not the absence of one.
    expect(await readAlerts()).toEqual({ perDay: 7, workdays: [1, 2, 3, 4, 5, 6], digestAt: '08:30' });
  });

  test('two pages that were open at once undo nothing of each other, and each shows what the other saved', async () => {
    const given = { askAlerts: readAlerts, onAlerts: writeAlerts };
    const { user } = draw('rules', given);
    draw('rules', given);
    const both = (name: string) => screen.findAllByLabelText<HTMLInputElement>(name);
    await waitFor(async () => expect(await both('Notifications a day at most')).toHaveLength(2));
    const [one, other] = await both('Notifications a day at most');
    const [, list] = await both('Daily list at');
    const [saveOne, saveOther] = screen.getAllByRole('button', { name: 'Save' });
    if (!one || !other || !list || !saveOne || !saveOther) throw new Error('Two forms.');
    fireEvent.change(list, { target: { value: '07:15' } });
    await user.clear(one);
    await user.type(one, '9');
    await user.click(saveOne);
    await waitFor(() => expect(other.value).toBe('9'));
    await user.click(saveOther);
    await waitFor(async () => expect((await readAlerts()).digestAt).toBe('07:15'));
    expect(await readAlerts()).toMatchObject({ perDay: 9, digestAt: '07:15' });
  });

  test('what an earlier version kept as one value still holds', async () => {
    await browser.storage.local.clear();
    await browser.storage.local.set({ alerts: { perDay: 2, quiet: null, workdays: [0], digestAt: '06:00' } });
    expect(await readAlerts()).toEqual({ perDay: 2, workdays: [0], digestAt: '06:00' });
    await writeAlerts({ perDay: 0 });
    expect(await readAlerts()).toEqual({ perDay: 0, workdays: [0], digestAt: '06:00' });
  });

  test('is not saved where it is no number of such, or no span, and says why', async () => {
    const { user } = draw('rules');
    await user.clear(await field('Notifications a day at most'));
    await user.type(await field('Notifications a day at most'), '21');
    await user.click(await button('Save'));
    await screen.findByText('A whole number from 0 to 20.');
    expect(alerts()).toEqual([]);
  });

  test('is shown as the organisation has set it, and cannot be changed there', async () => {
    useManaged.setState({ policy: { quietHours: { from: '17:00', to: '09:00' }, maxAlertsPerDay: 2 } });
    draw('rules');
    const perDay = await field('Notifications a day at most');
    expect([perDay.value, perDay.disabled]).toEqual(['2', true]);
    const from = await field('from');
    expect([from.value, from.disabled]).toEqual(['17:00', true]);
    expect((await field('Daily list at')).disabled).toBe(false);
    useManaged.setState({ policy: {} });
  });

  test('whatever is kept, something that can be gone by is read', () => {
    const odd = [
      undefined,
      null,
      3,
      {},
      { perDay: 21, quiet: { from: '8', to: '9' }, workdays: [7], digestAt: '24:00' },
    ];
    for (const each of odd) expect(readAlertSettings(each)).toEqual(USUAL_ALERTS);
  });
});
