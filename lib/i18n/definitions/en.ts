import type { DefinitionText } from './text';

/** What each figure on screen means; the formula is that of the registry. */
export const en = {
  openPipeline: { formula: 'Σ amount of deals that are open, not omitted, with their close date in the period' },
  commit: { formula: 'Σ amount of open deals in the category commit, with their close date in the period' },
  bestCase: {
    formula: 'Σ amount of open deals in the categories best case and most likely, with their close date in the period',
  },
  closedWon: { formula: 'Σ amount of deals won by now with their close date in the period' },
  gapToQuota: { formula: 'quota − closed won' },
  coverage: { formula: 'open pipeline ÷ (quota − closed won); met once nothing is missing' },
  flowIdentity: {
    formula:
      'start + new + moved in + reopened + scope in + unomitted + increased − decreased − won − lost − pushed out − pulled out − scope out − omitted − deleted − end',
  },
  new: {
    formula:
      'deals that did not exist at the first date, at their amount at the second; also those won or lost in between',
  },
  pulledIn: { formula: 'deals whose close date was after the period and is now in it' },
  pushedIn: { formula: 'deals whose close date was before the period and is now in it' },
  reopened: { formula: 'deals that were closed and are open' },
  scopeIn: { formula: 'deals that came from an owner outside the scope' },
  unomitted: { formula: 'deals that were omitted from the forecast and no longer are' },
  increased: { formula: 'rise of the amount, also of deals that then left' },
  decreased: { formula: 'fall of the amount, also of deals that then left' },
  won: { formula: 'deals won in between with a close date in the period, at their amount when won' },
  lost: { formula: 'deals lost in between, at their amount when lost' },
  pushedOut: { formula: 'deals whose close date moved past the period (slipped)' },
  pulledOut: { formula: 'deals whose close date moved to before the period' },
  scopeOut: { formula: 'deals that went to an owner outside the scope' },
  omitted: { formula: 'deals that are now omitted from the forecast' },
  deleted: { formula: 'deals that are gone from the CRM, or no longer visible' },
  amount: { formula: 'amount of the opportunity in the CRM; in sums ÷ the rate of its currency on its close date' },
  quota: { formula: 'Σ quota of the people in scope for the period' },
  listed: { formula: 'Σ amount of the deals in the list, open or closed' },
  needsAttention: { formula: 'open deals that the rules call at risk or stalled' },
  overdue: { formula: 'open deals whose close date has passed' },
  pReachQuota: {
    formula: 'P(closed won + Σ won open deals + new business ≥ quota)',
    note: 'Deals share one shock, so that a good or bad quarter moves all of them. An estimate from your own history, no promise.',
  },
  pacing: {
    formula: 'won to date ÷ (quota × the median share booked by this day of past periods)',
    note: 'Past periods are the last four quarters; 100 % is on pace.',
  },
  p10: { formula: 'what won + open deals + deals not yet created bring at least in nine of ten cases' },
  p50: { formula: 'what won + open deals + deals not yet created bring at least in half of the cases' },
  p90: { formula: 'what won + open deals + deals not yet created bring at least in one of ten cases' },
  weightedPipeline: { formula: 'Σ amount × chance' },
  newBusiness: {
    formula:
      'mean of what past quarters booked, from as many days before their end on, of deals that did not exist yet',
  },
  finishedDeals: { formula: 'deals won + deals lost by now: what the chances rest on' },
  dealChance: {
    formula: '(past deals like it that were won in as many days + 10 × rate of the wider group) ÷ (deals like it + 10)',
    note: 'Alike are deals in the same stage, planned alike and of such an age. In brackets 80% of what it may be. A learnt score takes the place of these rates where it has proved itself.',
  },
  learntChance: {
    formula: '1 ÷ (1 + e^−(log-odds of an average deal + Σ log-odds of the reasons))',
    note: 'Learnt on the org’s own deals, used only where it did better than stage rates on later deals. In brackets 80% of its uncertainty.',
  },
  everChance: {
    formula: 'won within a year + still open then × won ÷ (won + lost) of the last days that were observed',
    note: 'Usual is the mean that the same score gives past deals in this stage. Odds below 0.8 of the usual are to be watched, below half at risk.',
  },
  quarterEffect: {
    formula: 'chance of the quota once this deal is won, or lost: chance × if won + (1 − chance) × if lost = now',
  },
  alikeWon: { formula: 'won ÷ all, of the closed deals most like this one as they were at its age' },
  bucket: { formula: 'the first rule that holds: let go, near loss, near win, work, nurture' },
  daysInStage: { formula: 'now − when it entered the stage' },
  finishedStay: {
    formula:
      'median of the days that finished stays in the stage took; beside it the days within which four of five ended',
  },
  stageDwell: {
    formula: 'median of days between entering and leaving a stage; deals still in it are counted as at least so long',
  },
  stageDwellP80: {
    formula:
      'days within which four of five deals leave the stage; deals still in it are counted as staying at least so long',
  },
  pushEvents: { formula: 'changes of the close date to a later day' },
  pushDays: { formula: 'latest close date − first close date' },
  planChance: {
    formula: 'P(Σ won deals of plan A ≥ gap to quota)',
    note: 'It is low when nearly all of them must be won.',
  },
  planCumulative: { formula: 'closed won + Σ amount of plan A up to this deal' },
  error: { formula: 'forecast − actual' },
  wape: { formula: 'Σ |error| ÷ Σ actual', note: 'Over the replayed quarters, each from what was known on its day.' },
  naiveWape: { formula: 'Σ |won by then + mean of what earlier periods won after this point − actual| ÷ Σ actual' },
  bias: { formula: 'Σ error ÷ Σ actual; above nought over-called' },
  intervalCoverage: {
    formula: 'periods whose bookings lay inside the band ÷ periods with a band',
    note: 'Eight of ten is what the range promises.',
  },
  usualRemainder: { formula: 'won to date + mean of what earlier periods won after this point' },
  call: { formula: 'the newest amount that a person has called for the own period' },
  adjustment: {
    formula: 'the newest amount that someone else has said for that person’s period; it stands beside the call',
  },
  wonAndCommit: { formula: 'won by that day + commit on that day' },
  crmForecast: { formula: 'the CRM’s own forecast of the category, in the roll-up that the org has chosen' },
  crmDifference: { formula: 'the CRM’s own forecast of the category − the deals here, rolled up in the same way' },
  bookingsIdentity: {
    formula:
      'won at the start + won in between − what was won and no longer is + later changes of amounts − won at the end',
  },
  trend: {
    formula:
      'up: won, or closes earlier, is further on or worth more; down: lost, or the opposite; mixed: some up and some down; idle: none of these changed',
  },
  stageConversion: { formula: 'went on or was won ÷ left the stage, of those that entered in the window' },
  stageEntered: {
    formula: 'visits of deals to the stage that began in the window; a deal that comes back visits it twice',
  },
  leakage: { formula: 'Σ amount of deals lost straight from the stage, at their amount when lost' },
  agePipeline: {
    formula: 'Σ amount of open deals that have been in the stage for so many days, whatever their close date',
  },
  zombies: { formula: 'open deals that have been in one stage for 365 days or more' },
  winRateCount: { formula: 'won ÷ (won + lost), closed in the window' },
  winRateAmount: { formula: 'Σ won ÷ Σ (won + lost) amounts, closed in the window' },
  winRateCohort: { formula: 'won ÷ created, of deals created in a window that is old enough' },
  cycleDays: { formula: 'median of closed − created, won deals only' },
  velocity: { formula: 'open deals × win rate × mean won amount ÷ median cycle in days' },
  slipRate: { formula: '(forecast at the lock − of those closed in the period) ÷ forecast at the lock, in deals' },
  recycle: {
    formula: 'deals lost 330 to 430 days ago, at whose account nothing is open now',
    note: 'About a budget year later money may be there again. Why they were lost is not read.',
  },
  experimentEffect: {
    formula: '(mean after − mean before) of the deals that it was for − (mean after − mean before) of all others',
  },
  placebos: {
    formula: 'earlier dates, on which nothing was changed, whose effect is as large as the real one’s or larger',
  },
} as const satisfies Record<string, DefinitionText>;
