import { create } from 'zustand';

import { KEY_ACTIONS } from '@/lib/messaging';

import { isKeyOf, type KeyAction } from './key-store';

/** Something that can be done now, on the surface that is shown. */
export interface Command {
  /** In the words of whoever asks for it. */
  name: string;
  run: () => void;
  /** Whose key does it. */
  action?: KeyAction;
  /** Its key is taken by what has the focus, as a chart does: the list shows the key, and no key is taken for it here. */
  isLocal?: boolean;
}
/** What can be done as it is asked: nothing that is disabled. */
type List = () => readonly Command[];

const useLists = create<{ lists: readonly List[] }>(() => ({ lists: [] }));

/** Offers commands: each by its key while nobody types, and all in the palette. Returns the way to stop. */
export function offerCommands(list: List): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTypedInto(event.target)) return;
    const command = list().find(({ action, isLocal }) => action && !isLocal && isKeyOf(action, event));
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  addEventListener('keydown', onKey);
  useLists.setState(({ lists }) => ({ lists: [list, ...lists] }));
  return () => {
    removeEventListener('keydown', onKey);
    useLists.setState(({ lists }) => ({ lists: lists.filter((each) => each !== list) }));
  };
}

/** What every part of the surface offers now: those with a key first, in the order of the keys. */
export function offeredCommands(): Command[] {
  const all = useLists.getState().lists.flatMap((list) => list());
  return [
    ...KEY_ACTIONS.flatMap((key) => all.filter(({ action }) => action === key)),
    ...all.filter(({ action }) => !action),
  ];
}

const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=range],[type=checkbox]),textarea,select,dialog') !== null;
