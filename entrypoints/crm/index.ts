import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import { page as crm } from '@/lib/crm/pages';
import type { PageMessages } from '@/lib/messaging/protocol';
import { createFrame } from '@/lib/page/frame';
import { watchPage } from '@/lib/page/watch';

/**
 * The bootstrap in a CRM page: says where the page is, adopts the badge sheet, and mounts the panel's frame on first use. It
 * makes no network request, keeps no data and carries no library; the page's budget for it is 4 KB.
 */
export default defineUnlistedScript(() => {
  const { runtime, storage } = chrome;
  const ask = async <T extends keyof PageMessages>(type: T, request: PageMessages[T]['request']) =>
    // Safe: the background answers with this message's own reply type, or with an error and no reply.
    ((await runtime.sendMessage({ type, request })) as { reply?: PageMessages[T]['reply'] }).reply;

  const sheet = new CSSStyleSheet();
  let asked = '';
  const frame = createFrame(runtime.getURL('panel.html'), (isOpen) => {
    void storage.local.set({ panelOpen: isOpen });
    lookNow();
  });

  function look(): Node[] | undefined {
    if (!runtime.id) {
      // The extension was updated or removed: this copy of the script is an orphan and leaves.
      frame.remove();
      return undefined;
    }
    const place = crm.placeOf(new URL(location.href));
    if (place.kind === 'other' || (place.kind === 'record' && !frame.isOpen())) {
      frame.tell(place);
      return [];
    }
    const page = crm.visiblePage();
    if (place.kind === 'record') {
      const name = crm.nameOf(page);
      frame.tell(name ? { ...place, name } : place);
    } else {
      const { ids, within } = crm.listed(page);
      frame.tell({ kind: 'list', ids });
      for (const node of within) {
        const root = node.getRootNode() as ShadowRoot;
        if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
      }
      if (asked !== (asked = ids.join()) && asked) {
        void ask('badges/sheet', { ids, hasLinkedRows: crm.hasLinkedRows() }).then(
          (reply) => reply && sheet.replace(reply.css),
        );
      }
    }
    return [document, ...crm.roots(page).slice(1)];
  }

  const lookNow = watchPage(look);
  storage.onChanged.addListener(({ revision }) => {
    if (revision) {
      asked = '';
      lookNow();
    }
  });
  runtime.onMessage.addListener(({ type }: { type: string }) => {
    if (type === 'panel/toggle') frame.toggle();
  });
  void ask('page/hello', {}).then(
    (reply) => reply?.isPageOnly && import(/* @vite-ignore */ runtime.getURL('reader.js')),
  );
  void storage.local.get('panelOpen').then(({ panelOpen }) => {
    if (panelOpen && !frame.isOpen()) frame.toggle();
  });
});
