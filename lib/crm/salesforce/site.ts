import type { CrmSite } from '@/lib/crm/crm';

import { apiHost, isApiHost } from './api-host';
import { FILE_FIELDS, PARENT_FIELDS, SETTING_FIELDS, WANTED, WRITING_FIELDS } from './fields';
import { apiMatches, pageMatches } from './hosts';
import { renewPage, sightOf } from './page/in-place';
import { rows } from './page/page-rows';
import { recordId } from './record-ids';

/** The tables of what is asked for as one: an object that stands in two has the fields of both. */
function readsOf(tables: readonly Record<string, readonly string[]>[]): CrmSite['reads'] {
  const fields = new Map<string, Set<string>>();
  for (const [object, named] of tables.flatMap((table) => Object.entries(table)))
    fields.set(object, new Set([...(fields.get(object) ?? []), ...named]));
  return [...fields].map(([object, named]) => ({ object, fields: [...named] }));
}

/** Salesforce Lightning, as surfaces know it. */
export const site: CrmSite = {
  id: 'salesforce',
  name: 'Salesforce',
  pageMatches,
  apiMatches,
  reads: readsOf([WANTED, SETTING_FIELDS, PARENT_FIELDS, WRITING_FIELDS, FILE_FIELDS]),
  isPage: (host) => apiHost(host) !== undefined,
  idOf: recordId,
  isDealId: (id) => id.startsWith('006') && recordId(id) === id,
  orgKey: (orgId) => orgId.slice(0, 15),
  hostsOf(pageHost) {
    const api = apiHost(pageHost);
    return [...new Set([pageHost, ...(api === undefined ? [] : [api])])];
  },
  isSessionCookie: ({ name, domain }) => name === 'sid' && isApiHost(domain.replace(/^\./, '')),
  startUrl: 'https://login.salesforce.com/',
  recordUrl: (pageHost, id) => `https://${pageHost}/lightning/r/Opportunity/${id}/view`,
  rows,
  sightOf,
  renewPage,
};
