import type { DefinitionText } from '../text';

export const pacing = {
  cumShare: {
    means: 'How much of the period’s total was booked by a given day.',
    formula: 'won by this day of the period ÷ the period’s total',
    example: '30 ÷ (30 + 70) = 30 %.',
  },
  month3Share: {
    title: 'Share of the last month',
    means: 'How much of the quarter was booked in its last month.',
    formula: 'won in the last month of the period ÷ won',
    example: '40 ÷ 100 = 40 %.',
    trap: 'Vendors call 35 to 40 % healthy and 60 % or more severe. That is a rule of thumb, not a finding.',
  },
  finalWeekShare: {
    means: 'How much of the period was booked in its last seven days.',
    formula: 'won in the last seven days of the period ÷ won',
    example: '15 ÷ 100 = 15 %.',
  },
  linearityGini: {
    title: 'Linearity (Gini)',
    means: 'How unevenly bookings fall over the weeks of the period.',
    formula: 'Gini coefficient of the weeks’ bookings, scaled so that 0 is even and 1 is all in one week',
    example: 'Weeks of 5, 5, 5, 5: 0. Weeks of 0, 0, 0, 9: 1.',
  },
  pacing: {
    means: 'Whether the period is ahead of its usual course.',
    formula: 'won to date ÷ (quota × the median share booked by this day of the last four periods)',
    example: '50 ÷ (200 × 0.25) = 1: on pace.',
    trap: 'Early in a period it divides by a small share and swings widely.',
  },
  usualRemainder: {
    means: 'What the period comes to if the rest of it is as usual.',
    formula: 'won to date + mean of what earlier periods still won after this point',
    example: '100 + (50 + 70) ÷ 2 = 160.',
    trap: 'Looks at no open deal. It is what a forecast has to beat.',
  },
} as const satisfies Record<string, DefinitionText>;
