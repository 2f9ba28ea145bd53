import { type RefObject, useEffect, useRef } from 'react';

/** So often the browser looks whether something lies over an element, ms; the least that it grants. */
const EVERY_MS = 100;

/**
 * Whether something of the page lies over an element of the framed panel, or makes it transparent, as far as the browser tells (Intersection
 * Observer, `trackVisibility`): a press there may be none that the person meant.
 */
export function useCovered(element: RefObject<Element | null>): () => boolean {
  const isCovered = useRef(false);
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return undefined;
    const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
      trackVisibility: true,
      delay: EVERY_MS,
    };
    const observer = new IntersectionObserver((entries) => {
      // Safe: absent in a browser that does not tell.
      const last = entries.at(-1) as (IntersectionObserverEntry & { isVisible?: boolean }) | undefined;
      isCovered.current = last?.isIntersecting === true && last.isVisible === false;
    }, options);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return () => isCovered.current;
}
