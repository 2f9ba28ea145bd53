/** So often the browser looks whether something lies over the panel, ms; the least that it grants. */
const EVERY_MS = 100;
/** So long after it is free again a press may still be one that was meant for what lay over it, ms. */
const SETTLE_MS = 500;
/** By then the browser has told that a dialogue of the panel's own is gone, ms. */
const OWN_MS = 3 * EVERY_MS;

/**
 * Tells whether the last press in this framed page was made while something of the page around it lay over the frame, or made it
 * transparent, or did so a moment before: then it may be none that the person meant. By what the browser tells of `whole`, the page's
 * root (Intersection Observer, `trackVisibility`); one that does not tell has covered nothing. Typing is no press: whoever lures
 * a click cannot lure a sentence.
 */
export function wasCoveredAtPress(whole: Element): () => boolean {
  let isCovered = false;
  let freeSince = Number.NEGATIVE_INFINITY;
  let wasCovered = false;
  /** What covers the root is a dialogue of its own, or was a moment ago: the browser tells of its end a little later. */
  let isOwn = false;
  const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
    trackVisibility: true,
    delay: EVERY_MS,
  };
  new IntersectionObserver((entries) => {
    // Safe: absent in a browser that does not tell.
    const last = entries.at(-1) as (IntersectionObserverEntry & { isVisible?: boolean }) | undefined;
    const before = isCovered;
    isCovered = last?.isIntersecting === true && last.isVisible === false;
    if (isCovered) isOwn = whole.querySelector('dialog[open]') !== null;
    else if (before && !isOwn) freeSince = performance.now();
  }, options).observe(whole);
  const press = ({ type, target }: Event): void => {
    if (type !== 'change' || target instanceof HTMLSelectElement)
      wasCovered = (isCovered && !isOwn) || performance.now() - freeSince < SETTLE_MS;
  };
  addEventListener('close', () => setTimeout(() => (isOwn = false), OWN_MS), true);
  // Before the page's own listeners.
  for (const type of ['click', 'submit', 'change']) addEventListener(type, press, true);
  return () => wasCovered;
}
