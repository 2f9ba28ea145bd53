import { dayNumber, day as dayIn } from '@/lib/calendar/days';
import { toCorporate } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { DealCondition, OrgProfile } from '@/lib/deal/org';

type Profile = Pick<OrgProfile, 'recordTypes' | 'currency' | 'rates' | 'datedRates' | 'hiddenFields'>;

/**
 * Whether the CRM's forecast counts a deal by what it asks of its deals, as it stands now: false where the deal does not meet one of the
 * conditions, undefined where that is not known of one, and none is surely unmet.
 */
export function isCounted(only: readonly DealCondition[], deal: Opportunity, profile: Profile): boolean | undefined {
  const met = only.map((condition) => isMet(condition, deal, profile));
  return met.includes(false) ? false : met.includes(undefined) ? undefined : true;
}

function isMet({ field, values, isNot, compares }: DealCondition, deal: Opportunity, profile: Profile) {
  if (field === undefined || isHidden(field, profile)) return undefined;
  if (compares !== undefined) {
    const [own, limit] = numbersOf(field, deal, values, profile);
    if (own === undefined || limit === undefined) return undefined;
    return COMPARED[compares](own, limit);
  }
  if (field === 'amount' || field === 'closeDate' || field === 'probability') {
    const found = values.map((value) => numbersOf(field, deal, [value], profile));
    if (found.some(([own, limit]) => own === undefined || limit === undefined)) return undefined;
    return found.some(([own, limit]) => own === limit) !== (isNot === true);
  }
  const own = wordsOf(field, deal, profile);
  // A list of no more than nothing asks for deals without one.
  return values.some((value) => own.includes(value.toLowerCase())) !== (isNot === true);
}

const COMPARED: Record<NonNullable<DealCondition['compares']>, (own: number, limit: number) => boolean> = {
  less: (own, limit) => own < limit,
  lessOrEqual: (own, limit) => own <= limit,
  greater: (own, limit) => own > limit,
  greaterOrEqual: (own, limit) => own >= limit,
};

type Field = NonNullable<DealCondition['field']>;

const FIELDS: Record<Field, keyof Opportunity> = {
  type: 'type',
  source: 'source',
  recordType: 'recordTypeId',
  campaign: 'campaignId',
  territory: 'territoryId',
  stage: 'stage',
  amount: 'amount',
  closeDate: 'closeDate',
  probability: 'probability',
};
const isHidden = (field: Field, { hiddenFields }: Profile): boolean => hiddenFields.includes(FIELDS[field]);

/** What a deal is filed under, by id and by name; '' where it is under nothing. */
function wordsOf(field: Field, deal: Opportunity, { recordTypes = {} }: Profile): string[] {
  const own = deal[FIELDS[field]];
  const name =
    field === 'recordType'
      ? recordTypes[deal.recordTypeId ?? '']
      : field === 'campaign'
        ? deal.campaignName
        : field === 'territory'
          ? deal.territoryName
          : undefined;
  return [own ?? '', name ?? own ?? ''].map((word) => String(word).toLowerCase());
}

/** What a deal has and what it is compared with, as numbers; an amount in corporate currency, as the limit is. */
function numbersOf(
  field: Field,
  deal: Opportunity,
  values: readonly string[],
  profile: Profile,
): [own: number | undefined, limit: number | undefined] {
  const [value = '', ...more] = values;
  if (more.length > 0) return [undefined, undefined];
  if (field === 'closeDate') {
    const limit = dayIn(value);
    return [deal.closeDate && dayNumber(deal.closeDate), limit && dayNumber(limit)];
  }
  const limit = value === '' ? Number.NaN : Number(value);
  const own = field === 'amount' ? toCorporate(deal, profile) : field === 'probability' ? deal.probability : undefined;
  return [own, Number.isNaN(limit) ? undefined : limit];
}

/** Conditions that nobody here can judge of any deal, in the CRM's own words. */
export const untoldConditions = (only: readonly DealCondition[], profile: Profile): string[] =>
  only.filter(({ field }) => field === undefined || isHidden(field, profile)).map(({ words }) => words);
