import type { CrmError } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import { formatTime, t } from '@/lib/i18n';

const SIGNED_OUT: ReadonlySet<ConnectionState> = new Set(['live', 'noSession', 'expired']);

/** What is known of why there is no client. */
export interface ClientLess {
  connection?: { state: ConnectionState; detail?: string } | undefined;
}

/** Why nothing can be sent to the CRM, or asked of it, at this moment. Not every such user is signed out: a browser may withhold the host. */
export function whyNoClient({ connection: { state, detail } = { state: 'noSession' } }: ClientLess): string {
  if (SIGNED_OUT.has(state)) return t('edit.signedOut');
  const title = t(`connection.${state}.title`);
  // It names the hosts.
  return state === 'withheld' && detail !== undefined ? `${title} (${detail}).` : `${title}.`;
}

/** What an error of the CRM tells, in the user's language: a sentence of ours is one in each of them, the CRM's own stands as it came. */
export const crmWords = ({ fact, message }: Pick<CrmError, 'fact' | 'message'>): string =>
  fact === undefined ? message : t(`crmFact.${fact.id}`, fact.values ?? {});

/** Why a change waits, or is in doubt: the CRM's own words, or what is known of the line, and until when that is so. */
export function whyLater({ state, said, message, until }: CrmError): string {
  if (said !== undefined) return said;
  const why = whyNoClient({ connection: { state, detail: message } });
  return until === undefined ? why : `${why} ${t('connection.until', { time: formatTime(until, Date.now()) })}`;
}
