import type { CrmSite } from '@/lib/crm/crm';

import { apiHost } from './api-host';
import { apiMatches, pageMatches } from './hosts';
import { recordId } from './ids';
import { rows } from './page/rows';

/** Salesforce Lightning, as surfaces know it. */
export const site: CrmSite = {
  id: 'salesforce',
  name: 'Salesforce',
  pageMatches,
  apiMatches,
  isPage: (host) => apiHost(host) !== undefined,
  idOf: recordId,
  isDealId: (id) => id.startsWith('006') && recordId(id) === id,
  orgKey: (orgId) => orgId.slice(0, 15),
  recordUrl: (pageHost, id) => `https://${pageHost}/lightning/r/Opportunity/${id}/view`,
  rows,
};
