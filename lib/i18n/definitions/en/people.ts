import type { DefinitionText } from '../text';

export const people = {
  singleThreaded: {
    title: 'Single-threaded',
    means: 'At most one person of the buying team is known.',
    formula: 'contact roles on the deal ≤ 1; not judged where the org keeps no contact roles',
    example: 'One contact, the champion: single-threaded.',
    trap: 'Some people on the deal may simply not have been entered.',
  },
  zombies: {
    means: 'Open deals that nobody seems to believe in any more.',
    formula: 'open deals that have been in one stage for 365 calendar days or more',
    example: '364, 365 and 800 days: 2 deals.',
  },
  experimentEffect: {
    means: 'What a change did, beyond what happened to everybody.',
    formula:
      '(mean after − mean before) of the deals it was for − (mean after − mean before) of all others; 95 % interval by bootstrap',
    example: '(12 − 20) − (17 − 20) = −5 days.',
    trap: 'If the interval includes 0 it may be chance. What else changed for the same deals on that day is part of it.',
  },
  placebos: {
    means: 'How often nothing looks like something.',
    formula: 'earlier dates, on which nothing was changed, whose effect is as large as the real one’s or larger',
    example: 'Effect −5; on earlier dates 1, 6, −5 and −2: 2 of 4.',
    trap: 'If placebos are often as large, the effect is noise.',
  },
} as const satisfies Record<string, DefinitionText>;
