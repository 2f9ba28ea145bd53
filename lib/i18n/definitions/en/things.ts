import type { DefinitionText } from '../text';

export const things = {
  opportunity: {
    title: 'Opportunity (deal)',
    means: 'A sale that somebody is working on, as the CRM holds it.',
    formula: 'amount, close date, stage, owner and forecast category, with every change of them since it was created',
    example: 'A renewal of 50,000 that should close on 30 June, in the stage Negotiation.',
    trap: 'An empty field means unknown, never 0. A deal without an amount is still a deal.',
  },
  amount: {
    means: 'What the deal is worth, as the CRM holds it.',
    formula: 'amount in the CRM; in sums ÷ the rate of its currency on its close date',
    example: '430 PLN at 4.3 PLN a euro: 430 ÷ 4.3 = 100.',
    trap: 'Where a deal has products, the CRM may compute the amount from them and ignore what is typed.',
  },
  forecastCategory: {
    title: 'Forecast category',
    means: 'How sure the seller says the deal is.',
    formula: 'omitted, pipeline, best case, most likely, commit or closed; set by the stage unless somebody changes it',
    example: 'A deal in Negotiation is usually best case until its owner commits to it.',
    trap: 'Administrators may rename the labels, so the CRM’s screens can have other words for the same six.',
  },
  rollupMethod: {
    title: 'Rollup method',
    means: 'Whether a forecast category is shown alone or together with all better ones.',
    formula: 'single: the category alone; cumulative: the category + every better one + closed',
    example: 'Commit 100, closed 40: single shows 100, cumulative 100 + 40 = 140.',
    trap: 'Two screens disagree for this reason alone. The org’s own method is used wherever its forecast is shown.',
  },
  version: {
    title: 'Version of a deal',
    means: 'What a deal was from one change to the next.',
    formula: 'from, stage, amount, close date, owner, category; a new version begins with each change',
    example: 'Created at 100, raised to 130 on 3 May: two versions, the first of them until 3 May.',
    trap: 'What the CRM does not keep a history of is known only as it is today. Such figures say so.',
  },
  lockedForecast: {
    title: 'Forecast snapshot',
    means: 'The forecast as it was on one day of a week, kept so that it can be compared with what came.',
    formula: 'range, won, commit and the people’s numbers on that day; never changed afterwards',
    example: 'Snapshot of 5 May: 1.2 M. The quarter closed at 1.1 M.',
    trap: 'Accuracy cannot be measured from a forecast that somebody edits later.',
  },
  contactRole: {
    title: 'Contact role',
    means: 'A person on the buyer’s side of this deal, and the part they play.',
    formula: 'person, role, primary or not',
    example: 'Ana Lis, Decision Maker, primary.',
    trap: 'Nobody is listed in many orgs. Then people are not measured, which is not the same as nobody being there.',
  },
  signal: {
    title: 'Signal',
    means: 'One checkable fact that may mean trouble for a deal.',
    formula:
      'a rule about dates, stage, amount, people or activity; where it holds it takes points from the health score; thresholds can be set in the options',
    example: 'No activity logged for 23 days: 10 points.',
    trap: 'A signal is silent where the org does not record what it needs.',
  },
  verdict: {
    title: 'Health of a deal',
    means: 'Whether a deal needs somebody, and why.',
    formula:
      'by rules: 100 − the points of each signal, at risk below 50, to be watched below 75; by the model: its odds to be won against what is usual in its stage, at risk below half of them, to be watched below 0.8; with two signs of slipping, or a chance that fell by 15 points in 14 days, to be watched at least',
    example: 'Close date passed 22 points, silent for 50 days 20 points: 100 − 22 − 20 = 58, to be watched.',
    trap: 'Health by rules is a list of facts, not a chance to win. A deal younger than 7 days is not judged.',
  },
  unpriced: {
    title: 'Deals not in totals',
    means: 'Deals without an amount, or in a currency without a rate.',
    formula: 'counted as deals, named beside the total, not added to it',
    example: 'Three deals of 100, 200 and no amount: 100 + 200 = 300, and 1 deal not in the total.',
    trap: 'Taking an unknown amount as 0 makes averages and win rates wrong.',
  },
  periodEnd: {
    title: 'End of a period',
    means: 'The instant at which a month, quarter or year is over.',
    formula: 'the end of its last day in the org’s time zone; days are compared with days, instants with instants',
    example: 'Won on 30 June at 17:30 in San Francisco: in the second quarter, although it is 1 July in London.',
    trap: 'Fiscal periods are the org’s own rows. They are never derived from the words of a label.',
  },
  listed: {
    means: 'The worth of all deals in the list that the page shows.',
    formula: 'Σ amount of the deals in the list, open or closed',
    example: '10 + 20 = 30.',
    trap: 'A list holds what its filter lets through, so this is no pipeline figure.',
  },
  crmForecast: {
    means: 'The forecast that the CRM itself computes, category by category.',
    formula: 'Σ of its own rows of the people in scope, in the rollup method that the org has chosen',
    example: '60 + 40 = 100.',
    trap: 'A manager’s row already contains the team. Only what each person owns is added up.',
  },
  crmDifference: {
    means: 'How far the CRM’s own forecast is from the deals shown here.',
    formula: 'the CRM’s own forecast of the category − the deals here, rolled up in the same way',
    example: '100 − 90 = 10.',
    trap: 'Manager adjustments and deals you cannot see are usual reasons for a difference.',
  },
  doubt: {
    title: 'What history cannot know',
    means: 'How many deals behind a past figure had a field that nobody recorded then.',
    formula: 'deals whose owner, stage, amount or existence at that time is assumed, counted by reason',
    example: '12 deals: the owner of that day is assumed to be today’s.',
    trap: 'A past without doubts is rare. A figure without them is not more exact, only quieter.',
  },
} as const satisfies Record<string, DefinitionText>;
