import { useEffect, useLayoutEffect, useRef } from 'react';

import { t } from '@/lib/i18n';
import { type Command, offerCommands } from '@/lib/store/choices/commands';
import { type KeyAction, useKeys } from '@/lib/store/choices/key-store';

/** Offers what a part of a surface can do while it is shown, by key and in the palette. The list is made when it is asked for. */
export function useCommands(list: () => readonly Command[]): void {
  const latest = useRef(list);
  useLayoutEffect(() => void (latest.current = list));
  useEffect(() => offerCommands(() => latest.current()), []);
}

/** The table of a chart and the chart again; its key is the chart's own. */
export function useTableCommand(title: string, isTable: boolean, onTable: (isTable: boolean) => void): void {
  useCommands(() => [
    {
      name: t(isTable ? 'command.chart' : 'command.table', { title }),
      action: 'table',
      isLocal: true,
      run: () => onTable(!isTable),
    },
  ]);
}

/** A command that presses what is on screen, which has the focus then; none where that is absent or disabled. */
export function pressing(name: string, selector: string): Command[] {
  const control = document.querySelector<HTMLElement>(`${selector}:not(:disabled)`);
  if (!control) return [];
  const run = (): void => {
    control.focus();
    control.click();
  };
  return [{ name, run }];
}

/** What a control has that a key leads to: its tooltip says what it is, and the key that it has now. */
export function useKeyed(action: KeyAction, name: string): { title: string; 'aria-keyshortcuts': string } {
  const key = useKeys((keys) => keys[action]);
  return { title: `${name} (${key.toUpperCase()})`, 'aria-keyshortcuts': key };
}
