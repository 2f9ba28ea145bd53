import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';
import type { ApiUsage } from '@/lib/deal/api-calls';

import type { Http } from './http';

const limits = v.object({ DailyApiRequests: v.object({ Max: v.number(), Remaining: v.number() }) });

/** The org's usage, told anew: by the limits, or by what any small answer says of it, since many users may not read the limits. */
export async function renewUsage(http: Http, version: string): Promise<ApiUsage | undefined> {
  const base = `/services/data/v${version}`;
  try {
    const { body } = await http.call('GET', `${base}/limits`);
    const told = v.safeParse(limits, body);
    if (!told.success) return http.apiUsage;
    const { Max, Remaining } = told.output.DailyApiRequests;
    return { used: Max - Remaining, limit: Max };
  } catch (error) {
    if (!(error instanceof CrmError) || (error.lasts === 'later' && error.state !== 'refused')) throw error;
    await http.call('GET', `${base}/query?q=${encodeURIComponent('SELECT Id FROM Organization LIMIT 1')}`);
    return http.apiUsage;
  }
}
