import { CrmError } from '@/lib/crm/crm';

/** How a page begins, whatever a portal or a proxy calls it. */
const PAGE = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b/i;
const BEGINNING = 500;

/**
 * What came where data was asked for, if that is a page or leads to one: maintenance, a sign-in, or something between this computer and
 * the CRM. Whose page it is, its status tells: a success or a redirect is a sign-in page, a 5xx maintenance, anything else what lies between.
 */
export function pageInstead(host: string, response: Response, text: string): CrmError | undefined {
  const { status, type, headers } = response;
  const isRedirect = type === 'opaqueredirect' || (status >= 300 && status < 400);
  const media = headers.get('Content-Type') ?? '';
  // A file is what it is: a person may have attached a page.
  const isPage = /html/i.test(media) || (!/octet-stream/i.test(media) && PAGE.test(text.slice(0, BEGINNING)));
  if (!isRedirect && !isPage) return undefined;
  const what = `${host} answered with a web page instead of data`;
  const isBetween = status >= 400 && status < 500;
  return new CrmError(
    'unavailable',
    isBetween
      ? `${what} (HTTP ${status}): a proxy or a firewall between this computer and Salesforce, or Salesforce itself, refused the call. Open Salesforce in a tab to see; if it works there, show this to whoever runs your network.`
      : `${what}: maintenance, or a sign-in page. Open Salesforce in a tab to see which.`,
    { status, fact: { id: isBetween ? 'pageBetween' : 'page', values: { host, status } } },
  );
}
