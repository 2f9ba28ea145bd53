import { type RefObject, useEffect } from 'react';

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary';

/** Where an element stands, from itself up to the root: each parent, and at which of its children. */
type Place = { parent: Element; index: number }[];

function placeOf(element: Element, root: Element): Place {
  const place: Place = [];
  for (let at: Element = element; at !== root;) {
    const parent: Element | null = at.parentElement;
    if (!parent) return [];
    place.push({ parent, index: [...parent.children].indexOf(at) });
    at = parent;
  }
  return place;
}

const isInSight = (element: Element): boolean => element.closest('details:not([open]) > :not(summary)') === null;

/** The first control from where an element stood on, else the last one before it, in the innermost part that is left and has any. */
function nearest(place: Place): HTMLElement | undefined {
  for (const { parent, index } of place) {
    if (!parent.isConnected) continue;
    const children = [...parent.children];
    const controls = (of: readonly Element[]): HTMLElement[] =>
      of
        .flatMap((child) => [child, ...child.querySelectorAll(FOCUSABLE)])
        .filter(
          (child): child is HTMLElement => child instanceof HTMLElement && child.matches(FOCUSABLE) && isInSight(child),
        );
    const found = controls(children.slice(index))[0] ?? controls(children.slice(0, index)).at(-1);
    if (found) return found;
  }
  return undefined;
}

/**
 * Keeps the focus of a keyboard in its place: where the control that has it is taken away by what it did, the one that stands there now has it; one
 * that was switched off meanwhile has it again. What a person leaves, or takes the focus to, stays theirs.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    let held: HTMLElement | undefined;
    let place: Place = [];
    const onFocusIn = ({ target }: FocusEvent): void => {
      held = target instanceof HTMLElement ? target : undefined;
      place = held ? placeOf(held, element) : [];
    };
    const onFocusOut = ({ target, relatedTarget }: FocusEvent): void => {
      // A browser may say so before it takes an element away, too.
      queueMicrotask(() => {
        if (
          held === target &&
          held?.isConnected &&
          !held.matches(':disabled') &&
          relatedTarget === null &&
          document.hasFocus()
        )
          held = undefined;
      });
    };
    const observer = new MutationObserver(() => {
      if (!held || document.activeElement !== document.body) return;
      if (!held.isConnected) nearest(place)?.focus({ preventScroll: true });
      else if (!held.matches(':disabled')) held.focus({ preventScroll: true });
    });
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    element.addEventListener('focusin', onFocusIn);
    element.addEventListener('focusout', onFocusOut);
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', onFocusIn);
      element.removeEventListener('focusout', onFocusOut);
    };
  }, [root]);
}
