import type { Day } from '@/lib/calendar/days';
import { inCurrency } from '@/lib/deal/money';
import type { Version } from '@/lib/deal/opportunity';
import type { OrgProfile } from '@/lib/deal/org';

export interface Change {
  field: 'amount' | 'closeDate' | 'stage' | 'owner' | 'nextStep' | 'category';
  from?: string | number;
  to?: string | number;
  at: number;
  /** The person's day of it. */
  on: Day;
  by?: string;
  /** The person who reads made it. */
  isOwn?: true;
}

/** What a version has in a field, an amount in one currency: told in another one it has not moved for that alone. */
export const versionValue = <Field extends keyof Version & Change['field']>(
  version: Version,
  field: Field,
  { currency, profile }: { currency: string; profile: OrgProfile },
): string | number | undefined => (field === 'amount' ? inCurrency(version, currency, profile) : version[field]);
