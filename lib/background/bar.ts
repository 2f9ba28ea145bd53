import { adapterOf } from '@/lib/crm';
import { CrmError } from '@/lib/crm/crm';
import { SAMPLE_HOST, type Whereabouts } from '@/lib/deal/connection-state';
import type { Policy } from '@/lib/deal/kept/policy';
import { t } from '@/lib/i18n';

import type { Rest } from './rest';

/** Asks the browser whether it lets the extension onto hosts, by match patterns. */
export interface Permissions {
  contains(wanted: { origins: string[] }): Promise<boolean>;
}

/**
 * Why a place may not be opened, whoever is signed in there: everything was deleted, its window is private, or the browser withholds a
 * host, which the error then names.
 */
export const createBar =
  ({
    rest,
    permissions,
    policy = () => Promise.resolve({}),
  }: {
    rest: Pick<Rest, 'isOn'>;
    permissions: Permissions;
    /** What the organisation has set. */
    policy?: () => Promise<Policy>;
  }) =>
  async ({ host, isPrivate }: Whereabouts): Promise<CrmError | undefined> => {
    // It is asked for by a press, after whatever was deleted, and holds nothing of anybody.
    if (host === SAMPLE_HOST) return undefined;
    if (await rest.isOn()) return new CrmError('deleted', t('crmFact.deleted'));
    if (isPrivate === true) return new CrmError('private', t('crmFact.private'));
    const { crmOrigins } = await policy();
    if (host !== '' && crmOrigins && !crmOrigins.includes(host))
      return new CrmError('refused', t('managed.refused', { hosts: crmOrigins.join(', ') }));
    const hosts = host === '' ? [] : adapterOf(host).hostsOf(host);
    const withheld: string[] = [];
    for (const each of hosts)
      if (!(await permissions.contains({ origins: [`https://${each}/*`] }))) withheld.push(each);
    return withheld.length === 0 ? undefined : new CrmError('withheld', withheld.join(', '));
  };
