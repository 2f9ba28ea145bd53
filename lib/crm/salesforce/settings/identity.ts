import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import type { Http } from '../calls/http';
import { recordId } from '../record-ids';

/** Who is signed in, as the identity service says it. */
export interface Identity {
  userId: string;
  name?: string;
  timeZone?: string;
}

const schema = v.looseObject({
  user_id: v.optional(v.string()),
  id: v.optional(v.string()),
  name: v.nullish(v.string()),
  zoneinfo: v.nullish(v.string()),
});

/** The cookie does not say whose it is: the identity service does, or Chatter where that is off. */
export async function whoAmI(http: Http, version: string): Promise<Identity> {
  const { body } = await http.call('GET', '/services/oauth2/userinfo').catch((error: unknown) => {
    if (error instanceof CrmError && (error.state === 'refused' || error.status === 404))
      return http.call('GET', `/services/data/v${version}/chatter/users/me`);
    throw error;
  });
  const told = v.safeParse(schema, body);
  const userId = told.success ? recordId(told.output.user_id ?? told.output.id) : undefined;
  if (!told.success || userId === undefined)
    throw new CrmError(
      'malformed',
      'Salesforce did not say who is signed in. Reload the page; if it stays, sign in again.',
      { fact: { id: 'who' } },
    );
  const { name, zoneinfo } = told.output;
  return { userId, ...(name ? { name } : {}), ...(zoneinfo ? { timeZone: zoneinfo } : {}) };
}
