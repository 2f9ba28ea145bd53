import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import type { LauncherPlace } from '@/lib/messaging/launcher';
import type { Launcher } from '@/lib/page/launcher-button';
import { movable } from '@/lib/page/move';
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
    /** Whose choice a stored one is. */
    const by = (launcher.by = crypto.randomUUID());
    launcher.button.title = i18n.getMessage('launcherHint');
    movable(launcher.button, async (top) => {
      // Safe: only our own scripts write it.
      const { launcher: before } = (await storage.local.get('launcher')) as { launcher?: LauncherPlace };
      await storage.local.set({ launcher: { ...before, top, by } });
    });
    const { panelSize } = await storage.local.get('panelSize');
    const frame = createFrame(launcher, {
      url: runtime.getURL('panel.html'),
      isAlive: () => !!runtime.id,
      look,
      onChange(isOpen) {
        if (runtime.id) void storage.local.set({ panelOpen: isOpen });
        look();
      },
      size: sizeOf(panelSize as Partial<PanelSize>),
      widthLabel: i18n.getMessage('panelWidth'),
      onSize: (size) => runtime.id && void storage.local.set({ panelSize: { ...size, by } }),
    });
    storage.local.onChanged.addListener(({ panelSize: put }) => {
      // Safe: only our own scripts write it.
      const chosen = put?.newValue as (PanelSize & { by: string }) | undefined;
      // What was chosen here stands already, and may have been changed again since it was written.
      if (put && chosen?.by !== by) frame.resize(sizeOf(chosen));
    });
    return frame;
  }
});
