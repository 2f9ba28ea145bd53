import { page as crm } from '@/lib/crm/pages';
import { hiddenKey } from '@/lib/messaging/hidden-key';
import type { PageMessages } from '@/lib/messaging/protocol';
import { createLauncher, type LauncherPlace } from '@/lib/page/launcher-button';
import type { PanelFrame } from '@/lib/page/panel-frame';
import { watchPage } from '@/lib/page/watch';
import type { PageWorld } from '@/lib/page/world';

/**
 * The bootstrap in a CRM page: says where the page is, adopts the badge sheet, shows the button, and loads what holds the panel on
 * first use. It makes no network request, keeps no data and carries no library; the page's budget for it is 4 KB.
 */
const main = (): void => {
  // Safe: the world of our own scripts; everything in it is optional.
  const world = globalThis as PageWorld;
  if (world.isHere) return;
  world.isHere = true;
  const { runtime, storage } = chrome;
  const ask = async <T extends keyof PageMessages>(type: T, request: PageMessages[T]['request']) =>
    // Safe: the background answers with this message's own reply type, or with an error and no reply.
    ((await runtime.sendMessage({ type, request })) as { reply?: PageMessages[T]['reply'] }).reply;

  const sheet = new CSSStyleSheet();
  let asked = '';
  const launcher = createLauncher();
  const { host, button } = launcher;
  const gone = chrome.i18n.getMessage('reloadTab');
  let panel: PanelFrame | undefined;
  let isAway = false;

  const load = async (): Promise<PanelFrame | undefined> => {
    if (!world.createPanel) await import(/* @vite-ignore */ runtime.getURL('frame.js'));
    return (panel = await world.createPanel?.(launcher, lookNow));
  };
  const toggle = () => load().then((loaded) => loaded?.toggle());
  const open = (isByPerson?: boolean) => load().then((loaded) => loaded?.isOpen() || loaded?.toggle(isByPerson));
  const hidden = hiddenKey(location.host);
  const put = (place?: LauncherPlace) => (button.style.top = place ? `min(${place.top}%,100% - 40px)` : '');
  const hide = (isHidden: unknown) => (button.style.display = isHidden ? 'none' : '');
  /** What was chosen in another page, also while this one was kept aside and told of nothing. */
  const recall = () =>
    void storage.local
      .get(['panelOpen', 'launcher', hidden])
      .then(({ panelOpen, launcher: stored, [hidden]: isHidden }) => {
        put(stored as LauncherPlace | undefined);
        hide(isHidden);
        if (panelOpen && !isAway) void open(false);
      });

  function look(): Node[] | undefined {
    if (!runtime.id) {
      // The extension was updated or removed: this copy of the script is an orphan. It says so and does nothing else.
      if (panel?.isOpen()) panel.toggle(false);
      button.textContent = gone;
      button.style.cssText += 'width:auto;padding:0 12px';
      return undefined;
    }
    const place = crm.placeOf(new URL(location.href));
    isAway = place.kind === 'away';
    host.style.display = isAway ? 'none' : '';
    // A page that writes itself anew takes it away.
    if (!host.isConnected) document.documentElement.append(host);
    const isOpen = panel?.isOpen();
    if (isAway || place.kind === 'other' || (place.kind === 'record' && !isOpen)) {
      panel?.tell({ kind: 'other' });
      return [];
    }
    const page = crm.visiblePage();
    if (place.kind === 'record') {
      panel?.tell(place);
    } else {
      const { ids, within } = crm.listed(page);
      panel?.tell({ kind: 'list', ids });
      for (const node of within) {
        const root = node.getRootNode() as ShadowRoot;
        if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
      }
      const wanted = ids.join();
      if (asked !== wanted && (asked = wanted)) {
        // What comes after the page went on is about what it showed before.
        void ask('badges/sheet', { ids, hasLinkedRows: crm.hasLinkedRows() }).then<unknown>(
          (reply) => asked === wanted && reply && sheet.replace(reply.css),
        );
      }
    }
    return [document, ...crm.roots(page).slice(1)];
  }

  const lookNow = watchPage(look);
  // Before it is pressed, so that it opens at once and can be dragged.
  button.onpointerenter = button.onfocus = () => runtime.id && load();
  button.onclick = () => (runtime.id ? void open() : lookNow());
  // Where the browser keeps the page aside and shows it again, somebody else may have signed in meanwhile.
  addEventListener('pagehide', () => sheet.replaceSync((asked = '')));
  addEventListener('pageshow', () => {
    lookNow();
    if (runtime.id) recall();
  });
  storage.onChanged.addListener(({ revision, launcher: moved, [hidden]: hiding }) => {
    if (moved && launcher.place?.isNews(moved.newValue) !== false) put(moved.newValue as LauncherPlace | undefined);
    if (hiding) hide(hiding.newValue);
    if (revision) {
      asked = '';
      lookNow();
    }
  });
  runtime.onMessage.addListener(({ type }: { type: string }) => {
    if (type === 'panel/toggle' && !isAway) void toggle();
  });
  void ask('page/hello', {}).then(
    (reply) => reply?.isPageOnly && import(/* @vite-ignore */ runtime.getURL('reader.js')),
  );
  recall();
};

// As `defineUnlistedScript` makes it, without its own bytes.
export default { main };
