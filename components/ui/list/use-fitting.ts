import { type RefObject, useEffect, useState } from 'react';

/** How many of a few items a box has room for without scrolling. It is told anew once there are others. */
export function useFitting(box: RefObject<HTMLElement | null>, items: readonly unknown[] | undefined): number {
  const [told, setTold] = useState({ items, fitting: Infinity });
  const fitting = told.items === items ? told.fitting : Infinity;
  const shown = Math.min(fitting, items?.length ?? 0);
  useEffect(() => {
    const element = box.current;
    if (!element || shown === 0 || typeof ResizeObserver === 'undefined') return undefined;
    // It also tells the size that the box has at first.
    const observer = new ResizeObserver(() => {
      if (element.scrollHeight > element.clientHeight) setTold({ items, fitting: shown - 1 });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, items, shown]);
  return fitting;
}
