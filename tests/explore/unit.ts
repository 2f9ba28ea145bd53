import { minorPerMajor } from '@/lib/deal/money';

import type { ExploreContext } from './command';

/** What amounts are counted in, in words: `minor units: 100 are 1 USD`, `whole JPY`. */
export function unitOf({ facts }: Pick<ExploreContext, 'facts'>): string {
  const { currency } = facts.profile;
  const scale = minorPerMajor(currency);
  return scale === 1 ? `whole ${currency}` : `minor units: ${scale} are 1 ${currency}`;
}
