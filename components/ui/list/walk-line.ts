import type { KeyboardEvent } from 'react';

/** Controls in a line are one stop of the Tab key: arrows go through them, along the line in either direction of writing. */
export function walkLine(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return;
  const isOnward = (event.key === 'ArrowRight') === (document.documentElement.dir !== 'rtl');
  const next = isOnward ? document.activeElement?.nextElementSibling : document.activeElement?.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
