import type { KeyboardEvent } from 'react';

/** Whether the list of a choice is open; false where the browser does not tell. */
const isListOpen = (list: HTMLSelectElement): boolean => CSS.supports('selector(:open)') && list.matches(':open');

/** Enter in a closed choice saves its form, as it does in a line of text. The space bar and the arrows open the list and choose in it. */
export function saveByEnter(event: KeyboardEvent<HTMLSelectElement>): void {
  const { key, currentTarget, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (key !== 'Enter' || altKey || ctrlKey || metaKey || shiftKey || isListOpen(currentTarget)) return;
  event.preventDefault();
  currentTarget.form?.requestSubmit();
}
