import type { CrmAdapter } from '@/lib/crm/crm';

import { connect } from './client';
import { apiMatches, pageMatches } from './hosts';
import { findSessions } from './session';

/** Salesforce Lightning. */
export const salesforce: CrmAdapter = {
  id: 'salesforce',
  pageMatches,
  apiMatches,
  findSessions,
  connect,
  recordUrl: (pageHost, recordId) => `https://${pageHost}/lightning/r/Opportunity/${recordId}/view`,
};
