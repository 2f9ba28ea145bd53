/**
 * Calls `look` at once after each in-app navigation (the URL is then new, the DOM still old), and again 150 ms after the DOM
 * or the scroll position changed. The observer's callback only sets a timer: work inside it is what freezes pages. `look`
 * returns the roots to observe: native shadow roots hide their mutations from the document's observer; or nothing, to be left
 * alone. Returns the way to look now.
 */
export function watchPage(look: () => Node[] | undefined): () => void {
  let timer: ReturnType<typeof setTimeout> | 0 = 0;
  const observed = new WeakSet<Node>();
  const now = (): void => {
    clearTimeout(timer);
    timer = 0;
    const found = look();
    if (!found) observer.disconnect();
    for (const root of found ?? []) {
      if (!observed.has(root)) observer.observe(root, { childList: true, subtree: true, characterData: true });
      observed.add(root);
    }
  };
  const later = (): void => {
    timer ||= setTimeout(now, 150);
  };
  const observer = new MutationObserver(later);
  // Patching history in the isolated world sees nothing; the Navigation API does.
  navigation.addEventListener('currententrychange', now);
  addEventListener('scroll', later, true);
  now();
  return now;
}
