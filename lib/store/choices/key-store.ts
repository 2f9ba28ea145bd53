import { create } from 'zustand';

import {
  forgetKeys,
  KEY_ACTIONS,
  type KeyAction,
  onKeys,
  type KeyChoices,
  readKeys,
  USUAL_KEYS,
  writeKey,
} from '@/lib/messaging';

export type { KeyAction } from '@/lib/messaging';

export const useKeys = create<KeyChoices>(() => USUAL_KEYS);

/** Actions that never wait for a key at the same time: a chart takes its key first, and a deal has no chart with a table. */
const APART: readonly (readonly [KeyAction, KeyAction])[] = (
  ['edit', 'letGo', 'remind', 'task', 'role', 'note', 'next', 'previous'] as const
).map((action) => ['table', action]);

/** Gives a surface the keys that the person chose, and again whenever they choose others. Returns the way to stop. */
export function followKeys(): () => void {
  const read = async (): Promise<void> => useKeys.setState(await readKeys());
  void read();
  return onKeys(() => void read());
}

interface Press {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Whether a press is the key that an action has now. Case is no matter: the same key does the same with Caps Lock on. */
export const isKeyOf = (action: KeyAction, { key, altKey, ctrlKey, metaKey }: Press): boolean =>
  !altKey && !ctrlKey && !metaKey && key.toLowerCase() === useKeys.getState()[action];

const isMac = (): boolean => /^(Mac|iP)/.test(navigator.platform);

/** Opens the palette, also for somebody who types. On a Mac, Ctrl and K is for editing a text: it stays that. */
export const isPaletteChord = ({ key, altKey, ctrlKey, metaKey, shiftKey }: Press & { shiftKey: boolean }): boolean =>
  key.toLowerCase() === 'k' && !altKey && !shiftKey && (isMac() ? metaKey && !ctrlKey : ctrlKey && !metaKey);

/** What the keyboard at hand calls it. */
export const paletteChord = (): string => (isMac() ? '⌘ K' : 'Ctrl + K');

/** Why an action cannot have a key: it is the browser's or a fixed one, or another action has it. */
export type KeyRefusal = { why: 'reserved' } | { why: 'taken'; by: KeyAction };

/** Whether an action may have the key of a press. The space bar, Enter, Escape, Tab, arrows and all with Ctrl, Alt or ⌘ are not given. */
export function keyRefusal(action: KeyAction, press: Press): KeyRefusal | undefined {
  const { key, altKey, ctrlKey, metaKey } = press;
  if (altKey || ctrlKey || metaKey || key.length !== 1 || key.trim() === '') return { why: 'reserved' };
  const by = KEY_ACTIONS.find(
    (other) =>
      other !== action && isKeyOf(other, press) && !APART.some((pair) => pair.includes(action) && pair.includes(other)),
  );
  return by && { why: 'taken', by };
}

/** Keeps a key for an action, for every surface. Rejects where it could not be kept; then the former holds. */
export async function chooseKey(action: KeyAction, key: string): Promise<void> {
  const chosen = key.toLowerCase();
  await writeKey(action, chosen);
  useKeys.setState({ [action]: chosen });
}

/** Every action has its usual key again. Rejects where that could not be kept. */
export async function restoreKeys(): Promise<void> {
  await forgetKeys();
  useKeys.setState(USUAL_KEYS);
}
