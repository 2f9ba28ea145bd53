import type { KeptChange } from '@/lib/deal/own/kept-change';
import type { Decision, MonthReview } from '@/lib/deal/own/month-review';

import { getBackend } from './backend';

interface Asked {
  /** First day of the month, and what was decided in its review so far. */
  month: string;
  review: MonthReview | undefined;
}

async function put({ month, review }: Asked, decided: Record<string, Decision>): Promise<void> {
  const { send, now } = getBackend();
  const was = review ?? { reviewedAt: 0, decided: {} };
  const value = { reviewedAt: now(), decided: { ...was.decided, ...decided } };
  await send('jotting/put', { kind: 'month', of: month, value, was });
}

/** Keeps that a proposal is tried, as a change of the process that is followed from its day on. */
export async function acceptProposal(asked: Asked, key: string, value: KeptChange): Promise<void> {
  const change = crypto.randomUUID();
  await getBackend().send('jotting/put', { kind: 'change', of: change, value });
  await put(asked, { [key]: { verdict: 'accepted', text: value.text, change } });
}

/** Keeps that it is not. */
export const declineProposal = (asked: Asked, key: string, text: string): Promise<void> =>
  put(asked, { [key]: { verdict: 'declined', text } });

/** Keeps that the month was reviewed, whatever was decided. */
export const finishMonth = (asked: Asked): Promise<void> => put(asked, {});
