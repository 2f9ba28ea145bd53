import type { DefinitionText } from '../text';

export const people = {
  singleThreaded: {
    title: 'Single-threaded',
    means: 'At most one person of the buying team is known.',
    formula:
      'contact roles on the deal ≤ 1, or what was set in the options; not judged where the org keeps no contact roles',
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
      '(mean after − mean before) of the deals it was for − (mean after − mean before) of all others; for everyone, the step beyond the straight line that the measure went along; 95 % interval by bootstrap. Visits to a stage count by the day on which they began, days to win by the day of creation: without what began so shortly before the change that most of it was under way, and only where 95 % of the visits of the group (98 % of its deals) that end are over by now, each for at most as many days',
    example: '(12 − 20) − (17 − 20) = −5 days.',
    trap: 'If the interval includes 0 it may be chance. What else changed for the same deals on that day is part of it.',
  },
  placebos: {
    means: 'How often nothing looks like something.',
    formula: 'earlier dates, on which nothing was changed, whose effect is as large as the real one’s or larger',
    example: 'Effect −5; on earlier dates 1, 6, −5 and −2: 2 of 4.',
    trap: 'If placebos are often as large, the effect is noise.',
  },
  nextFollowUp: {
    means: 'When the deal is to be touched next.',
    formula:
      'the earliest of its reminders, open tasks, events ahead, and the days on which the cadence of its people asks for a touch',
    example: 'Task of 3 December, meeting on 9 December, CFO due on 1 December: 1 December.',
    trap: 'A day that has passed stays: what was promised and not done is still next.',
  },
  cadenceDays: {
    means: 'How many days usually lie between two touches with somebody of that role.',
    formula:
      'median of the gaps between logged touches in the 300 newest won deals: same role and stage, else same role, else everybody, each from 5 gaps; else 7 days. Half of it where the need is urgent, one and a half where there is no haste, half of it for somebody who is against',
    example: 'Gaps of 4, 6, 7, 9 and 14 days: 7 days.',
    trap: 'Touches that nobody logs are not counted.',
  },
  obstacleLoss: {
    means: 'How often deals are lost that end while the obstacle is open.',
    formula:
      'lost ÷ all of the 2,000 newest closed deals in which it was open when they ended, as the person marked it, else as the rows of the CRM show; from 5 deals; with the 95 % interval',
    example: '24 of 34 deals lost: 71 %, between 54 and 83 %.',
    trap: 'What goes along with an obstacle need not be its doing.',
  },
  stageFates: {
    means: 'What became of the deals that came into a stage.',
    formula:
      'each visit to the stage that began in the window is one of: moved on (to a later stage, or won), moved back, lost, still there for longer than 80 % of visits last (stuck), or still there (in progress)',
    example: '10 came in: 5 moved on, 1 moved back, 2 lost, 1 stuck, 1 in progress.',
    trap: 'A deal that came back counts once for each time it came in.',
  },
  leakCost: {
    means: 'What a stage would have won besides in a quarter, had as many moved on as in its best quarter.',
    formula:
      '(share that moved on in the best quarter − share of all quarters) × money that left the stage a quarter × share of money won once it had moved on. Quarters count in which 10 visits and four fifths of those that began are over; their shares are drawn towards the usual one as in G9.8, and quarters that differ no more than by chance, or whose best one stands out in the other year as well (a season), cost nothing',
    example: '(75 % − 50 %) × 1,000 × 50 % = 125.',
    trap: 'The best quarter may have had easier deals. The interval is that of the shares; amounts are taken as they were.',
  },
  monthShift: {
    means: 'How a measure of the last whole month differs from the twelve months before.',
    formula:
      'mean of the month − mean of the months before, over deals that closed, visits that ended, deals called for a month at its start, or deals that were in a stage at its start (the share still there at its end). The interval is 99.4 % (Student), as a dozen measures are looked at together, of the cases’ variance or that between months, whichever is larger. From 20 cases and 5 months before',
    example: '25 % of the month moved on, 50 % before: −25 points.',
    trap: 'Visits count by when they ended: a month in which old deals are cleared out shows a low conversion.',
  },
  shrunkShare: {
    means: 'A person’s share, drawn towards what is usual by as much as few cases can mislead.',
    formula:
      '(own cases that count + usual share × w) ÷ (own cases + w). w, how many cases the usual weighs, is (1 − r) ÷ r; r is how much one person’s cases are alike: their intraclass correlation over all people, by analysis of variance. The usual alone where people differ no more than by chance; the own cases alone where the difference is one that is named; Wilson’s 95 % interval of as many cases; from 20 own cases, and what is over is of whoever had the deal as it ended. Something to develop is named where the interval leaves out what peers do and so large a difference would be the largest of all people’s in everything by chance in one team of twenty',
    example: '10 of 20, and a usual share of 75 % that weighs 20 cases: 25 of 40, or 62.5 %.',
    trap: 'A difference says where to look, not why: territories, products and accounts differ too.',
  },
} as const satisfies Record<string, DefinitionText>;
