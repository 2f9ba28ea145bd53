import type { DefinitionText } from '../text';

export const pipeline = {
  openPipeline: {
    means: 'What is still open and expected to close in the period.',
    formula: 'Σ amount of deals that are open, not omitted, with their close date in the period',
    example: '100 + 250 = 350; a deal of 9 that is omitted does not count.',
    trap: 'It is not weighted: it says what is open, not what will be won.',
  },
  closedWon: {
    means: 'What has been won so far.',
    formula: 'Σ amount of deals won by now with their close date in the period',
    example: '100 + 380 = 480.',
    trap: 'The last state counts: a deal that was reopened and won again is won; one that was reopened and lost is not.',
  },
  quota: {
    means: 'What the people in scope are asked to bring in the period.',
    formula:
      'what a manager carries for the people in scope, else Σ of their quotas; of one forecast type, the CRM’s first, then what was typed or read from a file; a longer quota by its days in the period',
    example: '700 + 500 = 1,200.',
    trap: 'A manager’s quota is the team’s target; other forecast types, and the months of a quarter that has a quota itself, are alternatives: none is one more addend.',
  },
  gapToQuota: {
    means: 'What is missing to the quota.',
    formula: 'quota − closed won',
    example: '1,200 − 480 = 720.',
    trap: 'Below 0 the quota is reached.',
  },
  attainment: {
    means: 'How much of the quota has been won.',
    formula: 'closed won ÷ quota',
    example: '480 ÷ 1,200 = 40 %.',
    trap: 'Without a quota there is no attainment, which is not 0 %.',
  },
  gapToForecast: {
    means: 'What is missing to the number that was forecast.',
    formula: 'forecast − closed won',
    example: '1,180 − 480 = 700.',
  },
  coverage: {
    means: 'How many times over the open pipeline covers what is missing.',
    formula: 'open pipeline ÷ (quota − closed won); met once nothing is missing',
    example: '2,310 ÷ (1,200 − 480) = 3.2.',
    trap: 'Some tools print the inverse. Once the gap is closed it is met, not infinite.',
  },
  requiredCoverage50: {
    title: 'Coverage for an even chance',
    means: 'The coverage at which the quota is about as likely to be reached as missed.',
    formula: '1 ÷ win rate by amount',
    example: '1 ÷ 0.25 = 4.',
    trap: 'Often quoted as a healthy coverage. It is the coverage of a coin toss.',
  },
  requiredCoverage: {
    title: 'Required coverage',
    means: 'The smallest coverage that reaches the quota with the chance you want.',
    formula: 'simulated with the org’s own deal sizes and win rate',
    example: 'Every deal is won: 1. Win rate 0: no coverage is enough.',
    trap: 'More and smaller deals need less coverage than few large ones.',
  },
  commit: {
    means: 'The open deals that their owners have committed to.',
    formula: 'Σ amount of open deals in the category commit, with their close date in the period',
    example: '60 + 40 = 100.',
    trap: 'Rollup method single. Where the org rolls up cumulatively, its own screens show this and closed together.',
  },
  bestCase: {
    means: 'The open deals that may close if things go well.',
    formula: 'Σ amount of open deals in the categories best case and most likely, with their close date in the period',
    example: '50 + 20 = 70.',
    trap: 'Commit is not part of it here.',
  },
  wonAndCommit: {
    means: 'What a forecast by category alone would have said on that day.',
    formula: 'won by that day + commit on that day',
    example: '480 + 120 = 600.',
  },
  weightedPipeline: {
    means: 'The open deals that close in the period, each at the CRM’s probability of its stage.',
    formula: 'Σ amount × probability of the stage, close date in the period; as the CRM’s expected revenue adds up',
    example: '100 × 0.5 + 50 × 0.5 = 75.',
    trap: 'These probabilities are what an administrator wrote, for a win on any day. What your history says of this quarter is “Expected from open deals”.',
  },
  pipelineCreated: {
    means: 'The pipeline that came into being in the window.',
    formula: 'Σ amount at first entry into an open, counted stage within the window',
    example: '40 + 60 = 100.',
    trap: 'Later changes of the amount do not count here.',
  },
  pipelineCreationRate: {
    title: 'Pipeline created per week',
    means: 'How fast new pipeline comes in.',
    formula: 'pipeline created ÷ weeks',
    example: '1,300 ÷ 13 = 100.',
  },
  createdAndClosedShare: {
    title: 'Create-and-close share',
    means: 'How much of what was won did not exist when the period began.',
    formula: 'won from deals created inside the period ÷ won',
    example: '120 ÷ 480 = 25 %.',
  },
  pipelineNeeded: {
    title: 'Pipeline still needed',
    means:
      'The new pipeline that has to be created to reach the quota, where open deals bring their weighted pipeline.',
    formula:
      '(quota − won − weighted pipeline) ÷ what deals created at this point of past periods turned into; at least 0',
    example: '(1,000 − 400 − 400) ÷ 0.1 = 2,000.',
    trap: 'Late in a period little of what is created still closes in it, so the number grows quickly.',
  },
  velocity: {
    means: 'What the pipeline brings per day at its present speed.',
    formula: 'open deals × win rate by count × mean won amount ÷ median sales cycle in days',
    example: '100 × 0.25 × 50,000 ÷ 60 = 20,833 per day.',
    trap: 'With the mean instead of the median cycle a few slow deals decide the figure.',
  },
  winRateCount: {
    means: 'How many of the deals that ended were won.',
    formula: 'won ÷ (won + lost), closed in the window',
    example: '1 ÷ (1 + 3) = 25 %.',
    trap: 'Others divide by all deals including open ones, and get a lower rate. By owner it goes by the present one, as the CRM’s reports do; on a person’s card by whoever owned the deal as it was closed.',
  },
  winRateAmount: {
    means: 'How much of the money that ended was won.',
    formula: 'Σ won ÷ Σ (won + lost) amounts, closed in the window',
    example: '220 ÷ (220 + 780) = 22 %.',
    trap: 'Usually lower than by count, because large deals are won less often.',
  },
  winRateCohort: {
    means: 'How many of the deals created in one window were won in the end.',
    formula: 'won ÷ created, of deals created in a window that is old enough',
    example: '20 ÷ 100 = 20 %.',
    trap: 'A young window looks bad only because its deals are still open.',
  },
  stageConversion: {
    means: 'How many deals go on from a stage.',
    formula: 'moved on or won ÷ left the stage, of those that entered it in the window',
    example: '30 ÷ 60 = 50 %.',
    trap: 'Deals that are still in the stage are not in it yet, neither way.',
  },
  stageEntered: {
    means: 'How many times deals entered the stage.',
    formula: 'visits to the stage that began in the window; a deal that comes back visits it twice',
    example: 'In, back, in again: 1 + 1 = 2.',
  },
  leakage: {
    means: 'What is lost straight from this stage.',
    formula:
      'Σ amount of deals lost from the stage, each once, where and at what amount it was lost last, of the visits that began in the window',
    example: '40 + 60 = 100.',
  },
  stageDwell: {
    means: 'How long deals usually stay in a stage.',
    formula:
      'median of calendar days between entering and leaving the stage; deals that are still in it count as at least that long',
    example: 'Stays of 1, 2 and 3 days: 2 days.',
    trap: 'Leaving out the deals that are still there would make every stage look quick.',
  },
  stageDwellP80: {
    means: 'How long the slower deals stay in a stage.',
    formula: 'days within which 80 % of deals leave the stage; deals that are still in it count as at least that long',
    example: 'Stays of 1, 2, 3, 4 and 5 days: 4 days.',
    trap: 'Unknown where too many of the deals have not left yet.',
  },
  daysInStage: {
    means: 'How long the deal has been in its present stage.',
    formula: 'today − the day it entered the stage; that of its creation where it never changed',
    example: 'Entered on 1 May, today 15 May: 15 − 1 = 14 days.',
  },
  agePipeline: {
    means: 'How much money has been standing in a stage for how long.',
    formula:
      'Σ amount of open deals in the stage by calendar days there ÷ the typical days there: under ½, ½ to 1, 1 to 2, over 2; whatever their close date',
    example: 'Typically 20 days. 40 for 12 days and 60 for 18: 40 + 60 = 100 between half and all of it.',
    trap: 'Where too many deals have not left the stage yet, nothing is typical there: they have a column of their own.',
  },
  cycleDays: {
    means: 'How long a won deal takes.',
    formula: 'median of closed − created, won deals only',
    example: 'Cycles of 10, 30 and 80 days: 30 days.',
    trap: 'Lost deals are often closed late and by habit. They would stretch it.',
  },
  finishedDeals: {
    means: 'How many finished deals the chances rest on.',
    formula: 'deals won + deals lost by now',
    example: '20 + 35 = 55.',
    trap: 'Below 20 won and 20 lost no percentage is shown.',
  },
  needsAttention: {
    means: 'The open deals that need somebody.',
    formula: 'open deals whose health is at risk or stalled',
    example: 'At risk, watch, stalled, new: 2 deals.',
    trap: 'Judged by rules, or by the model where one is in use. The record says which, with the reasons.',
  },
  creditedRevenue: {
    means: 'What of the deals’ amounts a person is credited with.',
    formula:
      'Σ of the person’s revenue splits; of a deal without splits the owner has all of it, of one with splits what they leave',
    example:
      'A deal of 100 is split 70 to 30, another of 50 is not: the owner of both has 70 + 50 = 120, the colleague 30.',
    trap: 'All people’s parts add up to the amounts. Overlay splits are not in it.',
  },
  overlayCredit: {
    means: 'What a person is credited with beside the revenue.',
    formula: 'Σ of the person’s splits of this kind',
    example: '25 % of 100 and 50 % of 60: 25 + 30 = 55.',
    trap: 'The same money is credited as revenue already: it is never added to that, nor to another kind’s.',
  },
  familyPart: {
    means: 'What of the deals’ amounts the products of a family make up.',
    formula:
      'Σ over deals of amount × total of the family’s line items ÷ amount today; what no line item accounts for is a part of its own; largest remainder, so that the parts add up to the amount',
    example: 'A deal of 100 has line items of 60 hardware and 30 services: 60 and 30, and 10 not in products.',
    trap: 'Line items have no history: past amounts are divided by those of today. Where they come to more than the deal, or a family of them to less than 0, all of it is not in products.',
  },
} as const satisfies Record<string, DefinitionText>;
