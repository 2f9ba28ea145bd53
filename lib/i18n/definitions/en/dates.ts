import type { DefinitionText } from '../text';

export const dates = {
  pushEvents: {
    means: 'How often the close date was moved to a later day.',
    formula: 'changes of the close date to a later day',
    example: '1 Jan → 1 Feb → 15 Jan → 1 Mar: 1 + 1 = 2.',
    trap: 'A move within the same month counts too. The CRM’s own count leaves it out.',
  },
  pushCountSf: {
    title: 'Push count of the CRM',
    means: 'How often the close date was moved into a later calendar month.',
    formula: 'moves of the close date into a later month; never goes down',
    example: '10 Jan → 20 Jan → 15 Feb → 5 Jan: 1.',
    trap: 'Only in orgs that have the field.',
  },
  pushDays: {
    means: 'How far the close date has moved in all.',
    formula: 'latest close date − first close date; 0 where it is earlier',
    example: '1 Jan → 31 Jan: 31 − 1 = 30 days.',
  },
  slipRate: {
    means: 'How many of the forecast deals did not close in the period.',
    formula: '(deals in commit and best case when the period began − of those closed in it) ÷ those deals',
    example: '(10 − 4) ÷ 10 = 60 %.',
    trap: 'Lost counts as closed. Others count only deals that closed later.',
  },
  overdue: {
    means: 'Open deals whose close date has passed.',
    formula: 'open deals with close date before today',
    example: 'Today is 1 March: a close date of 28 February is overdue, one of 1 March is not.',
  },
} as const satisfies Record<string, DefinitionText>;
