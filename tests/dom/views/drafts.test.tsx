import { cleanup } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';

import { AmountForm } from '@/components/views/shared/AmountForm';
import { leaveField } from '@/components/views/shared/escape';
import { keepDrafts } from '@/lib/store/drafts';

import { fakeBackend } from '../backend';
import { button, screen, show } from '../screen';

/** A browser's storage, which outlives the page. */
let stored: Map<string, unknown>;
const area = {
  get: () => Promise.resolve(Object.fromEntries(stored)),
  set: (values: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(values)) stored.set(key, value);
    return Promise.resolve();
  },
  remove: (keys: string[]) => {
    for (const key of keys) stored.delete(key);
    return Promise.resolve();
  },
};
const START = Date.now();
beforeEach(async () => {
  stored = new Map([['revision', 1]]);
  await keepDrafts(area, START);
});

const draw = (draft: string, onSave: (amount: number) => Promise<boolean> = () => Promise.resolve(true)) =>
  show(fakeBackend({}), <AmountForm label="Quota" currency="USD" bad="No amount." draft={draft} onSave={onSave} />);
const field = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Quota' });

test('what was typed is there again after the page was closed, under its own record alone', async () => {
  const user = draw('quota/a/2026-10-01');
  await user.type(await field(), '12 00');
  cleanup();
  await keepDrafts(area, START + 1000);
  draw('quota/b/2026-10-01');
  expect((await field()).value).toBe('');
  cleanup();
  draw('quota/a/2026-10-01');
  expect((await field()).value).toBe('12 00');
});

test('what was saved is no draft any more; what was refused stays one', async () => {
  let isSaved = false;
  const user = draw('quota/a/2026-10-01', () => Promise.resolve(isSaved));
  await user.type(await field(), '1200');
  await user.click(await button('Save'));
  expect((await field()).value).toBe('1200');
  expect([...stored.keys()]).toEqual(['revision', 'draft:quota/a/2026-10-01']);
  isSaved = true;
  await user.click(await button('Save'));
  await expect.poll(async () => (await field()).value).toBe('');
  expect([...stored.keys()]).toEqual(['revision']);
});

test('drafts of a quarter ago are let go, and nothing else of the storage', async () => {
  stored.set('draft:old', { text: 'x', at: START - 91 * 86_400_000 }).set('draft:new', { text: 'y', at: START });
  await keepDrafts(area, START);
  expect([...stored.keys()]).toEqual(['revision', 'draft:new']);
});

test('Escape leaves the field and keeps its text; what is around it hears of the next one', async () => {
  let heard = 0;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !leaveField(event)) heard += 1;
  };
  addEventListener('keydown', onKey);
  const user = draw('quota/a/2026-10-01');
  await user.type(await field(), '12');
  await user.keyboard('{Escape}');
  expect([heard, document.activeElement === (await field()), (await field()).value]).toEqual([0, false, '12']);
  await user.keyboard('{Escape}');
  expect(heard).toBe(1);
  removeEventListener('keydown', onKey);
});
