import { waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';

import { Options, type OptionsAnswer } from '@/components/views/options/Options';
import { readDensity, writeDensity } from '@/lib/messaging';
import { followDensity } from '@/lib/store/density';

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
  scores: [{ key: 'k', name: 'Acme' }],
  now: Date.now(),
};
const refused = (): Promise<never> => Promise.reject(new Error('The store is locked by another page.'));
type Given = Partial<Parameters<typeof Options>[0]>;

const draw = (given: Given = {}) => {
  const backend = fakeBackend({});
  const user = show(
    backend,
    <Options
      ask={given.ask ?? (() => Promise.resolve(ANSWER))}
      onRevision={backend.onRevision}
      callback="https://x.chromiumapp.org/salesforce"
      version="0.1.0"
      onWipe={refused}
      askKeys={() => Promise.resolve('Alt+Shift+L')}
      onChangeKeys={refused}
      onShare={refused}
      onSaveWritten={refused}
      onTakeUpWritten={refused}
      onLearn={refused}
      onQuotas={refused}
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
  const { user } = draw({ ask, onWipe });
  expect(await alertText()).toMatch(/This could not be worked out.*The store is locked by another page\./);
  expect(isWaiting()).toBe(false);
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button(/^Really/));
  await waitFor(() => expect(onWipe).toHaveBeenCalledOnce());
  isBroken = false;
  await user.click(await button('Try again'));
  expect(await screen.findByText(/Ada Kowalska/, { selector: 'li' })).toBeTruthy();
  expect(alerts()).toEqual([]);
});

test('a reading that fails later leaves what was read in place, until the next one', async () => {
  let isBroken = false;
  const ask = (): Promise<OptionsAnswer> => (isBroken ? refused() : Promise.resolve(ANSWER));
  const { backend } = draw({ ask });
  await screen.findByText(/Ada Kowalska/, { selector: 'li' });
  isBroken = true;
  backend.revise();
  expect(await alertText()).toContain('What is shown below was worked out before.');
  expect(screen.getByText(/Ada Kowalska/, { selector: 'li' })).toBeTruthy();
  isBroken = false;
  backend.revise();
  await waitFor(() => expect(alerts()).toEqual([]));
});

test('a deletion that fails is not told as done', async () => {
  const { user } = draw();
  await user.click(await button('Delete everything on this computer'));
  await user.click(await button(/^Really/));
  expect(await alertText()).toMatch(/did not work.*The store is locked by another page\./);
  expect(await button(/^Really/)).toBeTruthy();
});

test('a share of calls that is not stored says so', async () => {
  const { user } = draw();
  await user.click(await screen.findByLabelText(/API limit/));
  await user.tab();
  expect(await alertText()).toMatch(/did not work.*The store is locked by another page\./);
});

test('a sign-in that is refused gives the reason at its form, and can be tried again', async () => {
  const { user } = draw();
  await user.click(await button('Sign in'));
  expect(await screen.findByText('The store is locked by another page.')).toBeTruthy();
  expect((await button('Sign in')).hasAttribute('disabled')).toBe(false);
});

test('a quota file that cannot be stored says why, and can be chosen again', async () => {
  const { user } = draw();
  const file = new File(['user;amount'], 'quotas.csv', { type: 'text/csv' });
  await user.upload(await screen.findByLabelText(/Acme/), file);
  expect(await screen.findByText(/The store is locked by another page\./)).toBeTruthy();
});

test('what a person wrote is saved as a file, and taken up from one; each says that it worked, or why not', async () => {
  const taken: string[] = [];
  const { user } = draw({
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
  const { user } = draw();
  await user.click(await button('Save to a file'));
  expect(await alertText()).toMatch(/did not work.*The store is locked by another page\./);
});

test('a score that cannot be learnt says why, and the button is back', async () => {
  const { user } = draw();
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
      scores: [{ key: 'k', name: 'Acme', quotaTypes: { types, ...(chosen === undefined ? {} : { chosen }) } }],
    });
  const { user } = draw({
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
  const { user } = draw({ askKeys: () => Promise.resolve('⌃⇧L'), onChangeKeys });
  expect(await screen.findByText(/^⌃⇧L opens and closes the panel/)).toBeTruthy();
  await user.click(await button('Change the keys'));
  expect(onChangeKeys).toHaveBeenCalledOnce();
});

test('keys that were changed meanwhile are shown when the person comes back', async () => {
  let keys = '';
  draw({ askKeys: () => Promise.resolve(keys) });
  expect(await screen.findByText(/^No keys open the panel/)).toBeTruthy();
  keys = 'Alt+Shift+J';
  dispatchEvent(new Event('focus'));
  expect(await screen.findByText(/^Alt\+Shift\+J opens/)).toBeTruthy();
});

test('the height of rows is chosen here, for this surface at once and for the others by what is kept', async () => {
  const stop = followDensity();
  const { user } = draw();
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
