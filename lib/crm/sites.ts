import type { CrmSite } from './crm';
import { site as salesforce } from './salesforce/site';

/** Every CRM as surfaces know it, without its API. */
export const sites: readonly [CrmSite, ...CrmSite[]] = [salesforce];

/** The sample org is no page of a CRM: a page of our own shows its records. */
const sampleSite: CrmSite = {
  ...sites[0],
  // The ending of SAMPLE_HOST, which is no host's; the build reads this file without aliases.
  isPage: (host) => host.endsWith('.invalid'),
  hostsOf: () => [],
  recordUrl: (_host, id) => `/sample.html#${id}`,
};

/** Whose page a host is; the first one's where no CRM says so, as for pages of our own. */
export const siteOf = (host: string | undefined): CrmSite =>
  [sampleSite, ...sites].find((site) => host !== undefined && site.isPage(host)) ?? sites[0];
