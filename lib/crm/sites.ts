import type { CrmSite } from './crm';
import { site as salesforce } from './salesforce/site';

/** Every CRM as surfaces know it, without its API. */
export const sites: readonly [CrmSite, ...CrmSite[]] = [salesforce];

/** Whose page a host is; the first one's where no CRM says so, as for pages of our own. */
export const siteOf = (host: string | undefined): CrmSite =>
  sites.find((site) => host !== undefined && site.isPage(host)) ?? sites[0];
