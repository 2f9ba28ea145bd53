import { browser } from 'wxt/browser';

import { onStored } from './stored';

/** What a key does in our surfaces, with the key that it has until a person chooses another. */
export const USUAL_KEYS = {
  explain: '?',
  edit: 'e',
  letGo: 'l',
  remind: 'r',
  task: 't',
  role: 'p',
  note: 'n',
  next: 'j',
  previous: 'k',
  filter: '/',
  compare: 'c',
  earlier: '[',
  later: ']',
  table: 't',
};
export type KeyAction = keyof typeof USUAL_KEYS;
export type KeyChoices = Record<KeyAction, string>;
// Safe: the literal's own names.
export const KEY_ACTIONS = Object.keys(USUAL_KEYS) as KeyAction[];

/** One entry each: two that are chosen at once never undo each other. */
const entry = (action: KeyAction): string => `key:${action}`;

/** The keys as they were chosen in this browser: one choice for every surface. */
export async function readKeys(): Promise<KeyChoices> {
  const kept = await browser.storage.local.get(KEY_ACTIONS.map(entry));
  const chosen = KEY_ACTIONS.flatMap((action) => {
    const key = kept[entry(action)];
    return typeof key === 'string' && key.length === 1 ? [[action, key]] : [];
  });
  return { ...USUAL_KEYS, ...Object.fromEntries(chosen) };
}

export const writeKey = (action: KeyAction, key: string): Promise<void> =>
  browser.storage.local.set({ [entry(action)]: key });

export const forgetKeys = (): Promise<void> => browser.storage.local.remove(KEY_ACTIONS.map(entry));

/** Calls the listener after each change. Returns the way to stop. */
export const onKeys = (listener: () => void): (() => void) =>
  onStored((key) => KEY_ACTIONS.some((action) => entry(action) === key), listener);
