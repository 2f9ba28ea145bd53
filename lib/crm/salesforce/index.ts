import type { CrmAdapter } from '@/lib/crm/crm';

import { connect } from './client';
import { findSessions } from './session';
import { signIn } from './sign-in';
import { site } from './site';

/** Salesforce Lightning. */
export const salesforce: CrmAdapter = { ...site, findSessions, connect, signIn };
