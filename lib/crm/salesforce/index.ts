import type { CrmAdapter } from '@/lib/crm/crm';

import { connect } from './client';
import { apiMatches, pageMatches } from './hosts';
import { findSession } from './session';

/** Salesforce Lightning. */
export const salesforce: CrmAdapter = {
  id: 'salesforce',
  pageMatches,
  apiMatches,
  findSession,
  connect,
  recordUrl: (pageHost, recordId) => `https://${pageHost}/lightning/r/Opportunity/${recordId}/view`,
};
