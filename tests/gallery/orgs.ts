import * as odd from '@/lib/sample/odd';
import { PAGE_HOST } from '@/tests/org/org';

import { type Sample, sample } from '../dom/sample';

/** What the page has to know of the org beforehand. */
export interface Facts {
  host: string;
  userId: string;
  /** An open deal with much to show, and open deals as a list shows them. */
  deal: { id: string; name: string };
  ids: string[];
}

/** Orgs by name: the usual one, one without a deal, and one with whatever is extreme. */
export const ORGS: Record<string, () => Promise<Sample>> = {
  full: () => sample({ size: 200 }),
  nothing: () => sample({ size: 12, prepare: ({ tables }) => Object.assign(tables, { Opportunity: [] }) }),
  extreme: () => sample({ size: 60, odd: [odd.longNames, odd.fourteenPeople, odd.datedCurrencies] }),
};

export function factsOf({ org, userId }: Sample): Facts {
  const isOpen = org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  const stages = new Set(['Negotiation/Review', 'Proposal/Price Quote']);
  const deal = isOpen.find((row) => stages.has(String(row['StageName']))) ?? isOpen[0];
  return {
    host: PAGE_HOST,
    userId,
    deal: { id: deal?.Id ?? '', name: String(deal?.['Name'] ?? '') },
    ids: isOpen.slice(0, 25).map(({ Id }) => Id),
  };
}
