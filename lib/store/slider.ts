import { create } from 'zustand';

import type { Day } from '@/lib/calendar/days';

/** Where the hand on a slider of days is, while it moves: at a day, or at now. */
export const useSlider = create<{ hand?: { on: Day | undefined } | undefined }>(() => ({}));

/**
 * Shows the day under the hand; undefined is now. While one day is being asked for, those that the hand passes in between are left out,
 * and the last one is shown.
 */
export async function slideTo(on: Day | undefined, show: (on: Day | undefined) => Promise<void>): Promise<void> {
  const isSliding = useSlider.getState().hand !== undefined;
  useSlider.setState({ hand: { on } });
  if (isSliding) return;
  try {
    for (let asked; asked !== useSlider.getState().hand;) {
      asked = useSlider.getState().hand;
      await show(asked?.on);
    }
  } finally {
    useSlider.setState({ hand: undefined });
  }
}
