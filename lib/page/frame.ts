import { page } from '@/lib/crm/pages';
import type { Place, PortMessage } from '@/lib/messaging/protocol';

export interface PanelFrame {
  isOpen(): boolean;
  toggle(): void;
  tell(place: Place): void;
  remove(): void;
}

// Layer 3000: below the CRM's menus, dialogs and toasts (5000 and up), above its page and header (100).
const LAUNCHER =
  'position:fixed;z-index:3000;right:0;top:40%;width:32px;height:40px;font:20px system-ui;border:0;cursor:pointer;background:#1b3a5c;color:#fff;border-radius:8px 0 0 8px';
const FRAME =
  'position:fixed;z-index:3000;right:0;top:0;width:360px;border:0;box-shadow:0 0 12px #0004;color-scheme:normal';

/**
 * The panel: an extension page in a frame inside a closed shadow root, so that neither text nor keys reach the page. Made on
 * first use and removed on close; while closed only the launcher button stands in the page.
 */
export function createFrame(url: string, onChange: (isOpen: boolean) => void): PanelFrame {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'closed' });
  const launcher = document.createElement('button');
  launcher.title = 'Pipelens';
  launcher.textContent = '◔';
  launcher.style.cssText = LAUNCHER;
  launcher.onclick = toggle;
  shadow.append(launcher);
  document.documentElement.append(host);

  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let place: Place = { kind: 'other' };
  let said: string;
  let seq = 0;

  function say(): void {
    port?.postMessage({ type: 'at', seq: ++seq, host: location.host, place } satisfies PortMessage);
  }

  function toggle(): void {
    if (frame) {
      frame.remove();
      frame = port = undefined;
    } else {
      const opened = (frame = document.createElement('iframe'));
      opened.title = 'Pipelens';
      opened.style.cssText = FRAME;
      opened.onload = () => {
        const { port1, port2 } = new MessageChannel();
        port = port1;
        port1.onmessage = toggle;
        // Any origin: the page cannot reach a frame in a closed root, and its dynamic address is not known here.
        opened.contentWindow?.postMessage({ type: 'pipelens/port' }, '*', [port2]);
        say();
      };
      opened.src = url;
      shadow.append(opened);
    }
    launcher.hidden = !!frame;
    if (!frame) launcher.focus();
    onChange(!!frame);
  }

  return {
    isOpen: () => !!frame,
    toggle,
    tell(next) {
      // It ends above the utility bar and above a docked composer, which lie below its layer.
      const tops = [...document.querySelectorAll(page.DOCKED)].map(
        (docked) => docked.getBoundingClientRect().top || innerHeight,
      );
      if (frame) frame.style.height = `${Math.min(innerHeight, ...tops)}px`;
      const text = JSON.stringify(next);
      place = next;
      if (text !== said) say();
      said = text;
    },
    remove: () => host.remove(),
  };
}
