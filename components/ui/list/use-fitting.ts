import { type RefObject, useLayoutEffect, useState } from 'react';

/** How many of a few items a box has room for without scrolling. It is told anew once there are others. */
export function useFitting(box: RefObject<HTMLElement | null>, items: readonly unknown[] | undefined): number {
  const [told, setTold] = useState({ items, fitting: Infinity });
  const fitting = told.items === items ? told.fitting : Infinity;
  const shown = Math.min(fitting, items?.length ?? 0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || shown === 0) return undefined;
    // It is asked once after layout and before anything is drawn, and again where a part of the box grows.
    const watcher = new ResizeObserver(() => {
      if (element.scrollHeight > element.clientHeight) setTold({ items, fitting: shown - 1 });
    });
    for (const child of element.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, [box, items, shown]);
  return fitting;
}
