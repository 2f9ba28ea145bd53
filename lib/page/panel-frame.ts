import { page } from '@/lib/crm/pages';
import type { Place, PanelMessage, PortMessage } from '@/lib/messaging/protocol';

import { isTyped, leavesEscape } from './keys';
import type { Launcher } from './launcher-button';
import { isDarkPage } from './page-look';

export interface PanelFrame {
  isOpen(): boolean;
  /** `isByPerson`: not as the page opened with it. Focus then goes into the panel, unless somebody is typing. */
  toggle(isByPerson?: boolean): void;
  /** Where the page is. Whose name it shows is read here. */
  tell(place: Place): void;
}

interface FrameOptions {
  url: string;
  /** Whether the extension that these scripts came from is still there. */
  isAlive: () => boolean;
  look: () => void;
  onChange: (isOpen: boolean) => void;
}

/** So often an open panel finds out that its extension is gone, ms. */
const ALIVE_EVERY_MS = 2000;

const STYLE =
  'iframe{position:fixed;z-index:3000;inset-inline-end:0;top:0;width:min(360px,100vw);height:100vh;border:0;box-shadow:0 0 12px #0004;color-scheme:normal}@media(forced-colors:active){iframe{border-inline-start:2px solid CanvasText}}';

/**
 * The panel: an extension page in a frame inside the launcher's closed shadow root, so that neither text nor keys reach the page. Made
 * when it is opened and removed when it is closed.
 */
export function createFrame({ shadow, button }: Launcher, { url, isAlive, look, onChange }: FrameOptions): PanelFrame {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets.push(sheet);

  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let place: Place = { kind: 'other' };
  let said = '';
  let seq = 0;
  /** What had the focus before it went into the panel. */
  let former: Element | null = null;
  /** Ends what is only there while the panel is open. */
  let closing = new AbortController();

  function say(): void {
    const isDark = isDarkPage(page.visiblePage());
    const text = JSON.stringify([place, isDark]);
    if (!port || text === said) return;
    said = text;
    port.postMessage({ type: 'at', seq: ++seq, host: location.host, place, isDark } satisfies PortMessage);
  }

  /** It ends above the utility bar and above a docked composer, which lie below its layer. */
  function fit(): void {
    const tops = [...document.querySelectorAll(page.DOCKED)].map(
      (docked) => docked.getBoundingClientRect().top || innerHeight,
    );
    if (frame) frame.style.height = `${Math.min(innerHeight, ...tops)}px`;
  }

  function open(isByPerson: boolean): void {
    const hadFocus = deepActive();
    const isTaking = isByPerson && !isTyped(hadFocus);
    former = shadow.activeElement ?? hadFocus;
    const opened = (frame = document.createElement('iframe'));
    opened.title = 'Pipelens';
    opened.onload = () => {
      const { port1, port2 } = new MessageChannel();
      port = port1;
      port1.onmessage = ({ data }: MessageEvent<PanelMessage>) =>
        data.type === 'close' ? toggle() : location.reload();
      // Any origin: the page cannot reach a frame in a closed root, and its dynamic address is not known here.
      opened.contentWindow?.postMessage({ type: 'pipelens/port' }, '*', [port2]);
      say();
      if (!isTaking) return;
      opened.focus();
      port.postMessage({ type: 'focus' } satisfies PortMessage);
    };
    opened.src = url;
    shadow.append(opened);
    closing = new AbortController();
    const { signal } = closing;
    addEventListener('resize', fit, { signal });
    document.addEventListener(
      'focusin',
      (event) => {
        const [target] = event.composedPath();
        if (target instanceof Element && target !== shadow.host) former = target;
      },
      { signal, capture: true },
    );
    leavesEscape(page.isPopupOpen, toggle, signal);
    const timer = setInterval(() => isAlive() || look(), ALIVE_EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    button.hidden = true;
    fit();
  }

  function close(): void {
    const hadFocus = shadow.activeElement === frame;
    frame?.remove();
    frame = port = undefined;
    said = '';
    closing.abort();
    button.hidden = false;
    // Where the focus is elsewhere in the page, it stays there.
    if (!hadFocus) return;
    // Safe: what had the focus can have it.
    if (former?.isConnected && former !== document.body) (former as HTMLElement).focus();
    else button.focus();
  }

  function toggle(isByPerson = true): void {
    if (frame) close();
    else open(isByPerson);
    onChange(!!frame);
  }

  return {
    isOpen: () => !!frame,
    toggle,
    tell(next) {
      const name = next.kind === 'record' && !next.isAside && page.nameOf(page.visiblePage());
      place = name ? { ...next, name } : next;
      fit();
      say();
    },
  };
}

/** The element that has the focus, through open shadow roots. */
function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
