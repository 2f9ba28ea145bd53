import type { DefinitionText } from '../text';

export const score = {
  dealChance: {
    means: 'How likely the deal is to be won in the period, by the org’s own rates.',
    formula: '(past deals like it that were won in as many days + 10 × rate of the wider group) ÷ (deals like it + 10)',
    example: '(6 + 10 × 0.2) ÷ (10 + 10) = 40 %.',
    trap: 'Alike are deals in the same stage, planned alike and of the same age; where deals of a record type, or type, surely go otherwise than the others, of that one; where owners surely differ in how they keep planned dates, of owners who keep them alike. In brackets 80 % of what it may be. Where the model has proved better, it takes the place of these rates.',
  },
  learntChance: {
    means: 'How likely the deal is to be won in the period, by the model trained on your own deals.',
    formula: '1 ÷ (1 + e^−(log-odds of an average deal + Σ log-odds of the reasons))',
    example: 'Average deal −1, reasons +2 and −1: the sum is 0, the chance 1 ÷ (1 + 1) = 50 %.',
    trap: 'Used only where it did better than stage rates on later deals. In brackets 80 % of its uncertainty.',
  },
  everChance: {
    means: 'How likely the deal is to be won at any time.',
    formula: 'won within a year + still open then × won ÷ (won + lost) of the last days that were observed',
    example: '0.25 + 0.5 × 0.1 ÷ (0.1 + 0.3) = 37.5 %.',
    trap: 'Compared with what the model gives past deals in the same stage: below 0.8 of the usual odds to be watched, below half at risk.',
  },
  method: {
    title: 'Method',
    means: 'Where a chance comes from.',
    formula: 'rules, then rates by stage, then the trained model; the next is used only where it has proved better',
    example: 'An org with 15 won deals: rules. With 60: rates by stage.',
    trap: 'Figures made by different methods are not compared.',
  },
  ladder: {
    title: 'What may be shown',
    means: 'How much an org’s history supports.',
    formula:
      'fewer than 20 won or 20 lost: no percentage; from 20: low, average or high; from 40: an early model with its range; from 200, and once it has passed the proof: the full score',
    example: '60 won and 35 lost: the smaller number, 35, counts: low, average or high.',
    trap: 'Both sides count. A hundred wins and no losses teach nothing of losing.',
  },
  gate: {
    title: 'Proof of the model',
    means: 'Whether the model is surely better than rates by stage.',
    formula:
      'on deals later than all it was trained on: log loss at least 1 % lower than both the rates by stage and the base rate, with 99 % confidence (bootstrap over deals); calibration error below 5 %, or slope between 0.8 and 1.25',
    example: 'Log loss 0.500 by stage and 0.480 by the model: (0.500 − 0.480) ÷ 0.500 = 4 % gained.',
    trap: 'At 90 % noise would pass in every tenth org. A random split instead of a later one promises too much.',
  },
  brier: {
    title: 'Brier score',
    means: 'Mean squared distance of chances from what came; lower is better.',
    formula: 'mean of (chance − outcome)², outcome 1 or 0',
    example: 'Chance 0.8 and won, 0.4 and lost: (0.2 × 0.2 + 0.4 × 0.4) ÷ 2 = 0.1.',
  },
  logLoss: {
    title: 'Log loss',
    means: 'How surprising the outcomes were; lower is better.',
    formula: '−mean of ln(chance given to what came)',
    example: 'Chance 0.5 each time: 0.693.',
    trap: 'One outcome that was called impossible costs more than many good calls gain.',
  },
  ece: {
    title: 'Calibration error',
    means: 'How far chances are from the shares that were won.',
    formula: 'deals in 15 equal groups by chance; Σ share of deals in the group × |mean chance − share won|',
    example: 'Two equal groups, off by 0.02 and 0.04: 0.5 × 0.02 + 0.5 × 0.04 = 0.03.',
    trap: 'Even perfect chances show about 0.1 on a hundred deals.',
  },
  landmark: {
    title: 'Training snapshot',
    means: 'A deal as it was at one instant of its past, which the model learns from.',
    formula:
      'on one clock for all deals, every 7 days back from the instant of learning, while it was open; of very many a sample from all of the time',
    example: 'Learnt on day 30 of an open deal: looks on day 2, 9, 16, 23 and 30.',
    trap: 'Only what was known at that instant enters. Fields edited after the close would give the outcome away.',
  },
  horizon: {
    title: 'Horizon',
    means: 'The spans ahead for which the model gives chances.',
    formula: 'up to 7, 14, 30, 60, 90, 180 and 365 days; in each won and lost compete',
    example: '10 % in the first week and 20 % of what is then left in the second: 0.1 + 0.9 × 0.2 = 28 %.',
  },
  observed: {
    title: 'Known in time',
    means: 'Only outcomes that could be known at that instant are used.',
    formula: 'a snapshot teaches about the next h days only if those h days were over, or the deal had ended',
    example: 'Asked on 1 June about 30 days: snapshots up to 2 May.',
    trap: 'Using closed deals alone favours quick ones: slow deals are still open.',
  },
  prior: {
    title: 'Weak prior',
    means: 'What is assumed where there is little history of your own.',
    formula:
      'the org’s rate counts 20 assumed deals, each finer group borrows 10 from the wider one; without any history 21 % are won, 60 % lost, half of both within 60 days',
    example: 'Nothing closed yet, 0 of 0 deals: (0 + 20 × 0.21) ÷ (0 + 20) = 21 %.',
    trap: 'After a few hundred closed deals it no longer matters.',
  },
  reasons: {
    title: 'Reasons of a chance',
    means: 'What lifts or lowers this deal’s chance against an average deal.',
    formula: 'log-odds of each feature − its mean; they add up to the chance exactly; those of 0.1 and more are named',
    example: 'Average −1.2, no activity for 23 days −0.6, decision maker +0.4: −1.2 − 0.6 + 0.4 = −1.4.',
    trap: 'They are correlations in your data, not causes.',
  },
  recalibration: {
    title: 'Recalibration',
    means: 'The model’s level follows what has come since it was trained.',
    formula:
      'from 20 outcomes on the level moves, held back by 50 assumed outcomes; from 200 on the slope too, where it is surely outside 0.85 to 1.15',
    example: 'Fewer deals than predicted were won for a month: all chances come down a little.',
  },
  drift: {
    title: 'Drift alarms',
    means: 'The deals of today are no longer like those the model was trained on.',
    formula:
      'stability index of one of the five weightiest features above 0.2, more than 10 % unseen values, or results off by more than chance',
    example: 'Half of the open deals come from a new lead source: 50 % unseen.',
  },
} as const satisfies Record<string, DefinitionText>;
