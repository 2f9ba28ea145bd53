import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import { page as crm } from '@/lib/crm/pages';
import { harvest } from '@/lib/crm/readers';
import { watchPage } from '@/lib/page/watch';

/** Loaded into a CRM page only where the API is refused for good: reports to the background what the page shows. */
export default defineUnlistedScript(() => {
  let said = '';
  let last: { id: string; name: string; page: Element } | undefined;
  watchPage(() => {
    if (!chrome.runtime.id) return undefined;
    const url = new URL(location.href);
    const request = harvest(url);
    const text = JSON.stringify(request);
    const [deal] = request.deals;
    const page = crm.visiblePage();
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
