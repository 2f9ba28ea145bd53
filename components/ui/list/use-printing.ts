import { useSyncExternalStore } from 'react';

let isPrinting = false;

function subscribe(changed: () => void): () => void {
  const set = (to: boolean) => (): void => {
    isPrinting = to;
    changed();
  };
  const [begin, end] = [set(true), set(false)];
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
  };
}

/** Whether the page is being printed: what is drawn in parts is drawn whole for it. */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => isPrinting);
