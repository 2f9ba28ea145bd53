/** Page families and the My Domain host that belongs to each (Salesforce: My Domain URL formats). */
const FAMILIES: [page: RegExp, api: string][] = [
  [/^(.+)\.lightning\.crmforce\.mil$/, '$1.my.salesforce.mil'],
  [/^(.+)\.lightning\.sfcrmapps\.cn$/, '$1.my.sfcrmproducts.cn'],
  [/^(.+)\.lightning\.force\.com$/, '$1.my.salesforce.com'],
  [/^(.+)\.lightning\.([a-z0-9-]+)\.force\.com$/, '$1.my.$2.salesforce.com'],
  [/^(.+)\.my\.salesforce-setup\.com$/, '$1.my.salesforce.com'],
];
const API = /\.my\.([a-z0-9-]+\.)?salesforce\.(com|mil)$|\.my\.sfcrmproducts\.cn$/;

/**
 * The host to call for a page's host. It must be the exact one: a host that redirects drops the Authorization header while
 * the call still looks like a success. Undefined where only a search among the cookies can tell.
 */
export function apiHost(pageHost: string): string | undefined {
  const host = pageHost.toLowerCase();
  for (const [page, api] of FAMILIES) if (page.test(host)) return host.replace(page, api);
  return API.test(host) ? host : undefined;
}

export const isApiHost = (host: string): boolean => API.test(host.toLowerCase());
