import type { ConnectionState } from '@/lib/deal/connection-state';

import { CrmError } from './crm';

/**
 * What a CRM says when it is asked for a part of itself. Only the first three are facts that may be kept; a refusal that will pass is
 * asked again, and what rests on it says so meanwhile.
 */
export type CrmAnswer<Value> =
  | { is: 'told'; value: Value }
  /** There is no such thing in this org: its edition, a feature, a setting. */
  | { is: 'absent'; detail: string }
  /** This user may not see it until an administrator says otherwise. */
  | { is: 'forbidden'; detail: string }
  /** Not now: a timeout, a lock, a limit, a broken line, anything that has no rule. */
  | { is: 'later'; detail: string; error: CrmError };

/** Failures of the whole line: no answer about the part that was asked for. */
const WHOLE: ReadonlySet<ConnectionState> = new Set([
  'noSession',
  'expired',
  'apiBlocked',
  'appNotAttached',
  'apiDisabled',
]);

/** A call as an answer. Throws what concerns the session as a whole, and what is no {@link CrmError}. */
export async function crmAnswerOf<Value>(call: Promise<Value>): Promise<CrmAnswer<Value>> {
  try {
    return { is: 'told', value: await call };
  } catch (error) {
    if (!(error instanceof CrmError) || WHOLE.has(error.state)) throw error;
    return refusal(error);
  }
}

export const refusal = (error: CrmError): Exclude<CrmAnswer<never>, { is: 'told' }> =>
  error.lasts === 'later' ? { is: 'later', detail: error.message, error } : { is: error.lasts, detail: error.message };

/** An answer read further: a reading that throws {@link CrmError} is a refusal in its turn. */
export function readOf<Value, Read>(answer: CrmAnswer<Value>, read: (value: Value) => Read): CrmAnswer<Read> {
  if (answer.is !== 'told') return answer;
  try {
    return { is: 'told', value: read(answer.value) };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return refusal(error);
  }
}
