import { afterEach, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { linkedPlace } from '@/lib/store/drill-link';

import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

/* Links that were cut or changed on their way, and places that another version has left: the side panel is never gone for them. */

let it: Sample;
beforeAll(async () => {
  it = await sample({ size: 60 });
});
let stop = (): void => undefined;
afterEach(() => stop());

const word = (tab: string, ...frames: unknown[]): string => JSON.stringify({ tab, frames });
const WORDS: string[] = [
  '{',
  '[]',
  'null',
  '{"tab":"now"}',
  word('nowhere'),
  word('now', null),
  word('now', { kind: 'nothing', about: {} }),
  word('now', { kind: 'now', about: null }),
  // Without what a later version asks for, or with another kind of thing under its name.
  word('now', { kind: 'now', about: {} }),
  word('now', { kind: 'now', about: { sort: 'owner' } }),
  word('now', { kind: 'now', about: { scope: { kind: 'team', userId: '__proto__' } } }),
  word('now', { kind: 'now' }, { kind: 'deals', about: { figure: 'no such' } }),
  // Names that every object has.
  word('__proto__'),
  word('constructor', { kind: 'constructor', about: {} }),
];

async function open(place: unknown) {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(place), save: () => Promise.resolve() });
  return user;
}

test.each(WORDS)('%s: the side panel is there, with a view in it', async (given) => {
  await open(linkedPlace(given));
  expect(await screen.findByRole('navigation', { name: 'Views of the team' })).toBeTruthy();
  expect(await screen.findByText('Quota')).toBeTruthy();
});

test('a view that cannot be drawn says so beside its tabs, and begins anew by a press', async () => {
  const now = teamDrill.tabs.find(({ kind }) => kind === 'now');
  if (!now) throw new Error('No such tab.');
  const { View } = now;
  now.View = () => {
    throw new TypeError('A column that nobody knows.');
  };
  try {
    const user = await open(undefined);
    expect(await screen.findByText(/A column that nobody knows/)).toBeTruthy();
    expect(screen.getByRole('navigation', { name: 'Views of the team' })).toBeTruthy();
    now.View = View;
    await user.click(await button('Try again'));
    expect(await screen.findByText('Quota')).toBeTruthy();
  } finally {
    now.View = View;
  }
});
