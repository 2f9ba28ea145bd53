/** Lightning pages (SF-1), as narrow as the families go. */
export const pageMatches = [
  'https://*.lightning.force.com/*',
  'https://*.lightning.crmforce.mil/*',
  'https://*.lightning.sfcrmapps.cn/*',
] as const;

/** My Domain hosts: the only ones whose `sid` the REST API accepts. */
export const apiMatches = [
  'https://*.my.salesforce.com/*',
  'https://*.my.salesforce.mil/*',
  'https://*.my.sfcrmproducts.cn/*',
] as const;
