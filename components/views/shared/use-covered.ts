import { type RefObject, useEffect, useRef } from 'react';

/** So often the browser looks whether something lies over an element, ms; the least that it grants. */
const EVERY_MS = 100;
/** So long after it is free again a press may still be one that was meant for what lay over it, ms. */
const SETTLE_MS = 500;

/**
 * Whether something of the page lies over an element of the framed panel, or makes it transparent, as far as the browser tells (Intersection
 * Observer, `trackVisibility`), or did so a moment ago: a press there may be none that the person meant.
 */
export function useCovered(element: RefObject<Element | null>): () => boolean {
  const isCovered = useRef(false);
  const freeSince = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return undefined;
    const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
      trackVisibility: true,
      delay: EVERY_MS,
    };
    const observer = new IntersectionObserver((entries) => {
      // Safe: absent in a browser that does not tell.
      const last = entries.at(-1) as (IntersectionObserverEntry & { isVisible?: boolean }) | undefined;
      const wasCovered = isCovered.current;
      isCovered.current = last?.isIntersecting === true && last.isVisible === false;
      if (wasCovered && !isCovered.current) freeSince.current = performance.now();
    }, options);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return () => isCovered.current || performance.now() - freeSince.current < SETTLE_MS;
}
