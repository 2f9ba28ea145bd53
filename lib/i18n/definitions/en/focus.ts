import type { DefinitionText } from '../text';

export const focus = {
  bucket: {
    means: 'Where an open deal belongs when you decide what to spend time on.',
    formula: 'the first rule that holds: let go, near loss, near win, work, nurture',
    example: 'Chance 70 %, nothing blocks it: near win.',
    trap: 'Each deal is in exactly one. The order decides where two rules hold. The chance is the one of the plan, to a tenth of a percent; below 20 won or 20 lost deals there is none, and what no other rule takes is worked on.',
  },
  letGo: {
    title: 'Focus: let go',
    means: 'Deals that hardly anyone would still win.',
    formula:
      'of the most similar closed deals at most 3 % were won, and it has been silent longer than 90 % of won deals ever were',
    example: '0 of 30 similar deals won, no activity for 120 days, won deals at most 45.',
    trap: 'Both must hold: a silent deal of a kind that is won stays.',
  },
  nearLoss: {
    title: 'Focus: near loss',
    means: 'Deals that are slipping away but can still be saved.',
    formula:
      'its chance fell by 15 points or more in 14 days, or two signs of slipping hold; and at least 10 % of similar deals were won',
    example: 'Chance 45 % two weeks ago and 28 % now: 45 − 28 = 17 points.',
  },
  nearWin: {
    title: 'Focus: near win',
    means: 'Deals that are likely to be won in the period.',
    formula: 'chance this period at least 60 %, and nothing blocks it',
    example: 'Chance 70 % and a decision maker on the deal.',
    trap: 'A deal without an amount or without a decision maker is blocked.',
  },
  work: {
    title: 'Focus: work',
    means: 'Deals where effort decides.',
    formula: 'chance this period at least 25 %',
    example: 'Chance 40 %.',
  },
  nurture: {
    title: 'Focus: nurture',
    means: 'Deals to keep warm.',
    formula: 'everything else: young, early and in touch, or with a low chance this period',
    example: 'Created 10 days ago, median cycle 60 days: 10 ÷ 60 = 17 %, under a quarter of the cycle.',
    trap: 'A low chance this period says nothing of the next.',
  },
  alikeWon: {
    means: 'How many of the most similar closed deals were won.',
    formula: 'won ÷ all, of the closed deals most like this one as they were at its age',
    example: '3 ÷ 10 = 30 %.',
  },
  recycle: {
    means: 'Lost deals that may be worth asking about again.',
    formula: 'deals lost 330 to 430 days ago, at whose account nothing is open now',
    example: 'Lost 360 days ago, nothing open at the account: on the list.',
    trap: 'About a budget year later there may be money again. Why a deal was lost is not read. In no total of open deals.',
  },
  heldOn: {
    means: 'How many deals that had waited in the same stage for as long as this one were won after all.',
    formula:
      'won and all, of the finished deals that had once been in its stage, in one go, for at least as long as it has; and the median of the days from there to their end',
    example: '90 days in the stage; 20 finished deals had been there for 90 days too, and 1 was won: 1 ÷ 20 = 5 %.',
    trap: 'Of the 4,000 that finished last. Deals that moved on or ended sooner are not among them.',
  },
} as const satisfies Record<string, DefinitionText>;
