import { useEffect, useState } from 'react';

import { type Answered, asking, failed, inOrder, ready, WAITING } from '@/lib/store/answered';

/** One question of a single view, asked when it appears, on every revision, and by `retry`. `ask` must keep its identity. */
export function useAnswer<T>(
  ask: () => Promise<T>,
  onRevision: (listener: () => void) => () => void,
): { given: Answered<T>; retry: () => void } {
  const [given, setGiven] = useState<Answered<T>>(WAITING);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const order = inOrder();
    let isOver = false;
    const settle = (asked: number, next: (before: Answered<T>) => Answered<T>): void => {
      if (!isOver && !order.isLate(asked)) setGiven(next);
    };
    const run = (): void => {
      const asked = order.next();
      void ask().then(
        (answer) => settle(asked, () => ready(answer)),
        (error: unknown) => settle(asked, (before) => failed(before, error)),
      );
    };
    run();
    const stop = onRevision(run);
    return () => {
      isOver = true;
      stop();
    };
  }, [ask, onRevision, tries]);
  return {
    given,
    retry: () => {
      setGiven(asking);
      setTries((count) => count + 1);
    },
  };
}
