import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import type { Launcher, LauncherPlace } from '@/lib/page/launcher-button';
import { movable } from '@/lib/page/move';
import { ownChoice } from '@/lib/page/own-choice';
import { createFrame, type PanelFrame } from '@/lib/page/panel-frame';
import { type PanelSize, sizeOf } from '@/lib/page/panel-size';
import type { PageWorld } from '@/lib/page/world';

/** Loaded into a CRM page when the panel is wanted, or when the button is about to be used. */
export default defineUnlistedScript(() => {
  const { runtime, storage, i18n } = chrome;
  // Safe: the world of our own scripts; everything in it is optional.
  (globalThis as PageWorld).createPanel = (launcher, look) => (panel ??= create(launcher, look));
  let panel: Promise<PanelFrame> | undefined;

  async function create(launcher: Launcher, look: () => void): Promise<PanelFrame> {
    launcher.button.title = i18n.getMessage('launcherHint');
    const place = (launcher.place = ownChoice<LauncherPlace>('launcher'));
    movable(launcher.button, (top) => place.keep({ top }));
    const size = ownChoice<PanelSize>('panelSize');
    let frame: PanelFrame | undefined;
    let put: unknown;
    // Before anything is waited for: another page may choose meanwhile.
    storage.local.onChanged.addListener(({ panelSize: change }) => {
      if (!change || !size.isNews(change.newValue)) return;
      put = change.newValue;
      // Safe: only our own scripts write it.
      frame?.resize(sizeOf(put as PanelSize | undefined));
    });
    const { panelSize } = await storage.local.get('panelSize');
    frame = createFrame(launcher, {
      url: runtime.getURL('panel.html'),
      isAlive: () => !!runtime.id,
      // Only panels listen: the line ends with the last of them, as where their process does.
      onGone: (end) => runtime.id && runtime.connect().onDisconnect.addListener(end),
      look,
      onChange(isOpen) {
        if (runtime.id) void storage.local.set({ panelOpen: isOpen });
        look();
      },
      size: sizeOf((put ?? panelSize) as Partial<PanelSize>),
      widthLabel: i18n.getMessage('panelWidth'),
      onSize: (chosen) => void size.keep(chosen),
    });
    return frame;
  }
});
