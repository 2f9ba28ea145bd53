/** Whether keys go into an element as text. */
export const isTyped = (element: EventTarget | null | undefined): boolean =>
  element instanceof HTMLElement && (element.isContentEditable || element.matches('input,textarea,select'));

/**
 * Calls `leave` on Escape pressed in the page, where nothing else wants it: nobody is typing, no menu or dialog was open when it was
 * pressed, and no handler of the page has taken it.
 */
export function leavesEscape(isPopupOpen: () => boolean, leave: () => void, signal: AbortSignal): void {
  let isFree = false;
  addEventListener(
    'keydown',
    (event) => {
      isFree = event.key === 'Escape' && !isTyped(event.composedPath()[0]) && !isPopupOpen();
    },
    { signal, capture: true },
  );
  addEventListener(
    'keydown',
    (event) => {
      if (isFree && !event.defaultPrevented) leave();
      isFree = false;
    },
    { signal },
  );
}
