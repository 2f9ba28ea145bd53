import type { KeyboardEvent } from 'react';

/** Whether the list of a choice is open; false where the browser does not tell. */
function isListOpen(list: HTMLSelectElement): boolean {
  return CSS.supports('selector(:open)') && list.matches(':open');
}

/** Enter in a closed choice saves the form, as it does in a line of text. The space bar and the arrows open the list and choose in it. */
export function saveByEnter(event: KeyboardEvent<HTMLFormElement>): void {
  const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
  const isPlain = key === 'Enter' && !altKey && !ctrlKey && !metaKey && !shiftKey;
  // A choice without a name is none of the form's values.
  if (!isPlain || !(target instanceof HTMLSelectElement) || target.name === '' || isListOpen(target)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
