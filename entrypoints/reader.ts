import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import { harvest } from '@/lib/crm/salesforce/page/harvest';
import { placeOf } from '@/lib/crm/salesforce/page/place';
import { visiblePage } from '@/lib/crm/salesforce/page/read';
import { roots } from '@/lib/crm/salesforce/page/walk';
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
    const page = visiblePage();
    if (deal && placeOf(url).kind === 'record') {
      // The address changes before the page: what stands here under another id is still the former record.
      if (last && deal.id !== last.id && deal.name === last.name && page === last.page) return [document];
      last = { id: deal.id, name: deal.name, page };
    }
    if (deal && text !== said) void chrome.runtime.sendMessage({ type: 'page/seen', request });
    said = text;
    return [document, ...roots(page).slice(1)];
  });
});
