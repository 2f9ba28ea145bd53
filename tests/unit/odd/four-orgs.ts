import * as odd from '@/lib/sample/odd';

/** Four orgs, each odd in several ways, that surfaces are compared in. */
export const FOUR_ORGS: Record<string, odd.Odd[]> = {
  'with two forecasts, a team target and Pacific time': [odd.usWestCoast, odd.forecastTypes, odd.managerQuotas],
  'with years of 52 and 53 weeks and names of every kind': [odd.weeks53, odd.longNames],
  'whose year begins in July, with quotas of quarters and of months': [
    odd.julyStart,
    odd.salesforceLabels,
    odd.monthsAndQuarters,
  ],
  'with dated rates, ladders of their own and fourteen people on a deal': [
    odd.datedCurrencies,
    odd.recordTypes,
    odd.fourteenPeople,
  ],
};
