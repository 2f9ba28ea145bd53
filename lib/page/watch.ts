/**
 * Calls `look` at once after each in-app navigation (the URL is then new, the DOM still old), and again 150 ms after the DOM
 * or the scroll position changed. The observer's callback only sets a timer: work inside it is what freezes pages. `look`
 * returns the roots to observe: native shadow roots hide their mutations from the document's observer.
 */
export function watchPage(look: () => Node[]): () => void {
  let timer = 0;
  const observed = new WeakSet<Node>();
  const now = (): void => {
    clearTimeout(timer);
    timer = 0;
    for (const root of look()) {
      if (!observed.has(root)) observer.observe(root, { childList: true, subtree: true, characterData: true });
      observed.add(root);
    }
  };
  const later = (): void => {
    timer ||= window.setTimeout(now, 150);
  };
  const observer = new MutationObserver(later);
  // Patching history in the isolated world sees nothing; the Navigation API does.
  window.navigation.addEventListener('currententrychange', now);
  addEventListener('scroll', later, true);
  now();
  return () => {
    observer.disconnect();
    window.navigation.removeEventListener('currententrychange', now);
    removeEventListener('scroll', later, true);
  };
}
