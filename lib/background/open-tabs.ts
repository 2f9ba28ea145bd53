import { sites } from '@/lib/crm/sites';

import { settleAll, throwAll } from './run-each';

/**
 * Starts the script in CRM pages that were open before the extension was installed, updated or switched on: a browser does that only when
 * a page loads, as it does by itself with one that it has put aside. No tab that refuses, or does not answer, keeps the others waiting.
 * Throws what was refused.
 */
export async function startInOpenTabs(
  tabs: { query(of: { url: string[]; discarded: false }): Promise<{ id?: number | undefined }[]> },
  start: (tabId: number) => Promise<unknown>,
): Promise<void> {
  const open = await tabs.query({ url: sites.flatMap(({ pageMatches }) => [...pageMatches]), discarded: false });
  const { errors } = await settleAll(open.flatMap(({ id }) => (id === undefined ? [] : [start(id)])));
  throwAll(errors);
}
