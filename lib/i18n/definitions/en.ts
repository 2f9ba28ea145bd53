import type { DefinitionText } from './text';

/** What each figure on screen means; formula and source are those of the registry. */
export const en = {
  openPipeline: {
    formula: 'Σ amount of deals that are open, not omitted, with their close date in the period',
    source: 'Glossary §2',
  },
  commit: {
    formula: 'Σ amount of open deals in the category commit, with their close date in the period',
    source: 'Glossary §1, forecastCategory',
  },
  bestCase: {
    formula: 'Σ amount of open deals in the categories best case and most likely, with their close date in the period',
    source: 'Glossary §1, forecastCategory',
  },
  closedWon: { formula: 'Σ amount of deals won by now with their close date in the period', source: 'Glossary §2' },
  gapToQuota: { formula: 'quota − closed won', source: 'Glossary §2' },
  coverage: { formula: 'open pipeline ÷ (quota − closed won); met once nothing is missing', source: 'Glossary §2' },
  flowIdentity: {
    formula:
      'start + new + moved in + reopened + scope in + unomitted + increased − decreased − won − lost − pushed out − pulled out − scope out − omitted − deleted − end',
    source: 'Glossary §3; nought to the cent',
  },
  new: {
    formula:
      'deals that did not exist at the first date, at their amount at the second; also those won or lost in between',
    source: 'Glossary §3',
  },
  pulledIn: { formula: 'deals whose close date was after the period and is now in it', source: 'Glossary §3' },
  pushedIn: { formula: 'deals whose close date was before the period and is now in it', source: 'Glossary §3' },
  reopened: { formula: 'deals that were closed and are open', source: 'Glossary §3' },
  scopeIn: { formula: 'deals that came from an owner outside the scope', source: 'Glossary §3' },
  unomitted: { formula: 'deals that were omitted from the forecast and no longer are', source: 'Glossary §3' },
  increased: { formula: 'rise of the amount, also of deals that then left', source: 'Glossary §3' },
  decreased: { formula: 'fall of the amount, also of deals that then left', source: 'Glossary §3' },
  won: {
    formula: 'deals won in between with a close date in the period, at their amount when won',
    source: 'Glossary §3',
  },
  lost: { formula: 'deals lost in between, at their amount when lost', source: 'Glossary §3' },
  pushedOut: { formula: 'deals whose close date moved past the period (slipped)', source: 'Glossary §3' },
  pulledOut: { formula: 'deals whose close date moved to before the period', source: 'Glossary §3' },
  scopeOut: { formula: 'deals that went to an owner outside the scope', source: 'Glossary §3' },
  omitted: { formula: 'deals that are now omitted from the forecast', source: 'Glossary §3' },
  deleted: { formula: 'deals that are gone from the CRM, or no longer visible', source: 'Glossary §3' },
  amount: {
    formula: 'amount of the opportunity in the CRM; in sums ÷ the rate of its currency on its close date',
    source: 'Glossary §1',
  },
  quota: {
    formula: 'Σ quota of the people in scope for the period',
    source: 'The CRM’s quotas first, then those that were typed or read from a file',
  },
  listed: { formula: 'Σ amount of the deals in the list, open or closed', source: 'The list itself' },
  needsAttention: {
    formula: 'open deals that their verdict calls at risk or stalled',
    source: 'The verdict of each deal, which the record panel gives with its reasons',
  },
  overdue: { formula: 'open deals whose close date has passed', source: 'Glossary §4' },
  pReachQuota: {
    formula: 'P(closed won + Σ won open deals + new business ≥ quota)',
    source: 'Glossary §2; all outcomes one by one up to 12 deals',
    note: 'Deals share one shock, so that a good or bad quarter moves all of them. An estimate from your own history, no promise.',
  },
  pacing: {
    formula: 'won to date ÷ (quota × the median share booked by this day of past periods)',
    source: 'Glossary §6',
    note: 'Past periods are the last four quarters; 100 % is on pace.',
  },
  p10: {
    formula: 'what won + open deals + deals not yet created bring at least in nine of ten cases',
    source: 'Glossary §7; the distribution of the sum, not of its parts',
  },
  p50: {
    formula: 'what won + open deals + deals not yet created bring at least in half of the cases',
    source: 'Glossary §7',
  },
  p90: {
    formula: 'what won + open deals + deals not yet created bring at least in one of ten cases',
    source: 'Glossary §7',
  },
  weightedPipeline: { formula: 'Σ amount × chance', source: 'Glossary §2' },
  newBusiness: {
    formula:
      'mean of what past quarters booked, from as many days before their end on, of deals that did not exist yet',
    source: 'Glossary §2, pReachQuota',
  },
  finishedDeals: {
    formula: 'deals won + deals lost by now: what the chances rest on',
    source: 'Twenty of each are needed before a percentage is shown',
  },
  dealChance: {
    formula: '(past deals like it that were won in as many days + 10 × rate of the wider group) ÷ (deals like it + 10)',
    source: 'Rates of the org’s own history, each shrunk to that of the wider group as a Beta prior would',
    note: 'Alike are deals in the same stage, planned alike and of such an age. In brackets 80% of what it may be. A learnt score takes the place of these rates where it has proved itself.',
  },
  learntChance: {
    formula: '1 ÷ (1 + e^−(log-odds of an average deal + Σ log-odds of the reasons))',
    source:
      'Additive logistic of the org’s own deals, won and lost as competing causes; in brackets 80% of its uncertainty',
    note: 'Learnt on the org’s own deals, used only where it did better than stage rates on later deals. In brackets 80% of its uncertainty.',
  },
  everChance: {
    formula: 'won within a year + still open then × won ÷ (won + lost) of the last days that were observed',
    source: 'The same score over all horizons; usual is its mean over past deals in the same stage',
    note: 'Usual is the mean that the same score gives past deals in this stage. Odds below 0.8 of the usual are to be watched, below half at risk.',
  },
  quarterEffect: {
    formula: 'chance of the quota once this deal is won, or lost: chance × if won + (1 − chance) × if lost = now',
    source: 'Glossary §2, pReachQuota',
  },
  alikeWon: {
    formula: 'won ÷ all, of the closed deals most like this one as they were at its age',
    source: 'Glossary §5, letGo',
  },
  bucket: { formula: 'the first rule that holds: let go, near loss, near win, work, nurture', source: 'Glossary §5' },
  daysInStage: { formula: 'now − when it entered the stage', source: 'Glossary §2' },
  finishedStay: {
    formula:
      'median of the days that finished stays in the stage took; beside it the days within which four of five ended',
    source: 'What the signal “stalled” goes by; present stays are left out',
  },
  stageDwell: {
    formula: 'median of days between entering and leaving a stage; deals still in it are counted as at least so long',
    source: 'Glossary §2 (Kaplan and Meier 1958)',
  },
  stageDwellP80: {
    formula:
      'days within which four of five deals leave the stage; deals still in it are counted as staying at least so long',
    source: 'Glossary §2 (Kaplan and Meier 1958)',
  },
  pushEvents: { formula: 'changes of the close date to a later day', source: 'Glossary §4' },
  pushDays: { formula: 'latest close date − first close date', source: 'Glossary §4' },
  planChance: {
    formula: 'P(Σ won deals of plan A ≥ gap to quota)',
    source: 'Glossary §2, pReachQuota, of the named deals alone',
    note: 'It is low when nearly all of them must be won.',
  },
  planCumulative: {
    formula: 'closed won + Σ amount of plan A up to this deal',
    source: 'The plan as it adds up to the quota',
  },
  error: { formula: 'forecast − actual', source: 'Glossary §7' },
  wape: {
    formula: 'Σ |error| ÷ Σ actual',
    source: 'Glossary §7',
    note: 'Over the replayed quarters, each from what was known on its day.',
  },
  naiveWape: {
    formula: 'Σ |won by then + mean of what earlier periods won after this point − actual| ÷ Σ actual',
    source: 'Glossary §7, wape, of the usual remainder, which needs no model',
  },
  bias: { formula: 'Σ error ÷ Σ actual; above nought over-called', source: 'Glossary §7' },
  intervalCoverage: {
    formula: 'periods whose bookings lay inside the band ÷ periods with a band',
    source: 'Glossary §7',
    note: 'Eight of ten is what the range promises.',
  },
  usualRemainder: {
    formula: 'won to date + mean of what earlier periods won after this point',
    source: 'Beside pacing: nearer to the total while more than 45 days of the period are left',
  },
  call: { formula: 'the newest amount that a person has called for the own period', source: 'Glossary §7' },
  adjustment: {
    formula: 'the newest amount that someone else has said for that person’s period; it stands beside the call',
    source: 'Glossary §7',
  },
  wonAndCommit: {
    formula: 'won by that day + commit on that day',
    source: 'What a call by category alone would have been',
  },
  crmForecast: {
    formula: 'the CRM’s own forecast of the category, in the roll-up that the org has chosen',
    source: 'Salesforce: ForecastingItem',
  },
  crmDifference: {
    formula: 'the CRM’s own forecast of the category − the deals here, rolled up in the same way',
    source: 'Salesforce: ForecastingItem',
  },
  bookingsIdentity: {
    formula:
      'won at the start + won in between − what was won and no longer is + later changes of amounts − won at the end',
    source: 'Glossary §3; nought to the cent',
  },
  trend: {
    formula:
      'up: won, or closes earlier, is further on or worth more; down: lost, or the opposite; mixed: some up and some down; idle: none of these changed',
    source: 'Glossary §3',
  },
  stageConversion: {
    formula: 'went on or was won ÷ left the stage, of those that entered in the window',
    source: 'Glossary §2',
  },
  stageEntered: {
    formula: 'visits of deals to the stage that began in the window; a deal that comes back visits it twice',
    source: 'Glossary §2, stageConversion',
  },
  leakage: {
    formula: 'Σ amount of deals lost straight from the stage, at their amount when lost',
    source: 'Of the visits that began in the window',
  },
  agePipeline: {
    formula: 'Σ amount of open deals that have been in the stage for so many days, whatever their close date',
    source: 'Glossary §2, daysInStage',
  },
  zombies: { formula: 'open deals that have been in one stage for 365 days or more', source: 'Glossary §9, zombie' },
  winRateCount: { formula: 'won ÷ (won + lost), closed in the window', source: 'Glossary §2' },
  winRateAmount: { formula: 'Σ won ÷ Σ (won + lost) amounts, closed in the window', source: 'Glossary §2' },
  winRateCohort: { formula: 'won ÷ created, of deals created in a window that is old enough', source: 'Glossary §2' },
  cycleDays: { formula: 'median of closed − created, won deals only', source: 'Glossary §2' },
  velocity: {
    formula: 'open deals × win rate × mean won amount ÷ median cycle in days',
    source: 'Glossary §2; the median cycle, since means are stretched by a few',
  },
  slipRate: {
    formula: '(forecast at the lock − of those closed in the period) ÷ forecast at the lock, in deals',
    source: 'Glossary §4',
  },
  recycle: {
    formula: 'deals lost 330 to 430 days ago, at whose account nothing is open now',
    source: 'Glossary §5, recycle: about a budget year later; in no total of open deals',
    note: 'About a budget year later money may be there again. Why they were lost is not read.',
  },
  experimentEffect: {
    formula: '(mean after − mean before) of the deals that it was for − (mean after − mean before) of all others',
    source: 'Difference in differences; 95 % interval by bootstrap',
  },
  placebos: {
    formula: 'earlier dates, on which nothing was changed, whose effect is as large as the real one’s or larger',
    source: 'What chance alone looks like',
  },
} as const satisfies Record<string, DefinitionText>;
