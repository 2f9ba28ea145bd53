import { sites } from '@/lib/crm/sites';

import { runEach } from './run-each';

/**
 * Starts the script in CRM pages that were open before the extension was installed or updated: a browser does that only when a page
 * loads. One tab that refuses keeps none of the others waiting. Throws what was refused.
 */
export async function startInOpenTabs(
  tabs: { query(of: { url: string[] }): Promise<{ id?: number | undefined }[]> },
  start: (tabId: number) => Promise<unknown>,
): Promise<void> {
  const open = await tabs.query({ url: sites.flatMap(({ pageMatches }) => [...pageMatches]) });
  await runEach(
    open.map(
      ({ id }) =>
        () =>
          id === undefined ? undefined : start(id),
    ),
  );
}
