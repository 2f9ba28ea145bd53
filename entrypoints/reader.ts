import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import { harvest } from '@/lib/crm/salesforce/page/harvest';
import { visiblePage } from '@/lib/crm/salesforce/page/read';
import { roots } from '@/lib/crm/salesforce/page/walk';
import { watchPage } from '@/lib/page/watch';

/** Loaded into a CRM page only where the API is refused for good: tells the background what the page shows. */
export default defineUnlistedScript(() => {
  let said = '';
  watchPage(() => {
    if (!chrome.runtime.id) return undefined;
    const request = harvest(new URL(location.href));
    const text = JSON.stringify(request);
    if (request.deals.length > 0 && text !== said) void chrome.runtime.sendMessage({ type: 'page/seen', request });
    said = text;
    return [document, ...roots(visiblePage()).slice(1)];
  });
});
