import { useEffect, useState } from 'react';

import { getBackend } from '@/lib/store/backend';

/** The present instant, ms, anew every so often: for the one small part of a view that shows how time goes by. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => getBackend().now());
  useEffect(() => {
    const tick = setInterval(() => setNow(getBackend().now()), everyMs);
    return () => clearInterval(tick);
  }, [everyMs]);
  return now;
}
