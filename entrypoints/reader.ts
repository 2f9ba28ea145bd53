import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import { page as crm } from '@/lib/crm/pages';
import { harvest } from '@/lib/crm/readers';
import { watchPage } from '@/lib/page/watch';

/** Loaded into a CRM page only where the API is refused for good: reports to the background what the page shows. */
export default defineUnlistedScript(() => {
  let said = '';
  let last: { id: string; name: string; page: Element } | undefined;
  let former: { href: string; page: Element } | undefined;
  // What stands in a page that the browser kept aside was shown to whoever was signed in before.
  addEventListener('pagehide', () => (former = { href: location.href, page: crm.visiblePage() }));
  watchPage(() => {
    if (!chrome.runtime.id) return undefined;
    const url = new URL(location.href);
    const page = crm.visiblePage();
    if (former?.href === url.href && former.page === page) return [document];
    former = undefined;
    const request = harvest(url);
    const text = JSON.stringify(request);
    const [deal] = request.deals;
    if (deal && crm.placeOf(url).kind === 'record') {
      // The address changes before the page: what stands here under another id is still the former record.
      if (last && deal.id !== last.id && deal.name === last.name && page === last.page) return [document];
      last = { id: deal.id, name: deal.name, page };
    }
    if (deal && text !== said) void chrome.runtime.sendMessage({ type: 'page/seen', request });
    said = text;
    return [document, ...crm.roots(page).slice(1)];
  });
});
