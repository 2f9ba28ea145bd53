import type { Signal } from '@/lib/deal/signals/signal';

/** The next step is empty. Not judged where this user may not see the field. */
export const noNextStep: Signal = {
  id: 'noNextStep',
  assess({ opportunity: { nextStep } }, { profile }) {
    if (profile.hiddenFields.includes('nextStep') || nextStep?.trim()) return undefined;
    return { points: 7, values: {} };
  },
};
