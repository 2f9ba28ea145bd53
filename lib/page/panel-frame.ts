import { page } from '@/lib/crm/pages';
import type { Place, PanelMessage, PortMessage } from '@/lib/messaging/protocol';

import { isTyped, leavesEscape } from './keys';
import type { Launcher } from './launcher-button';
import { isDarkPage } from './page-look';
import { type PanelSize, RAIL, sizeOf } from './panel-size';
import { createRoom } from './room';
import { widthHandle } from './width-handle';

export interface PanelFrame {
  isOpen(): boolean;
  /** `isByPerson`: not as the page opened with it. Focus then goes into the panel, unless somebody is typing. */
  toggle(isByPerson?: boolean): void;
  /** Where the page is. Whose name it shows is read here. */
  tell(place: Place): void;
  /** It was made wider, or folded, in another tab. */
  resize(size: PanelSize): void;
}

interface FrameOptions {
  url: string;
  /** Whether the extension that these scripts came from is still there. */
  isAlive: () => boolean;
  /** Calls back once there is no panel any more that hears of it. */
  onGone: (end: () => void) => void;
  look: () => void;
  onChange: (isOpen: boolean) => void;
  size: PanelSize;
  widthLabel: string;
  /** A person has chosen another. */
  onSize: (size: PanelSize) => void;
}

/** So often an open panel finds out that its extension is gone, ms. */
const ALIVE_EVERY_MS = 2000;

/** A panel that is loaded anew by itself has another line by then, ms. */
const ANEW_MS = 2000;
/** One whose process ends sooner than so long after it was opened would end again, ms. */
const SHORTEST_LIFE_MS = 10_000;

/** A page's head that takes more of the window than this part is covered, as where a window is zoomed to 400 %. */
const MOST_HEAD = 0.3;
/** What is docked at its foot is covered where it would leave the panel less than this part. */
const LEAST_LEFT = 0.2;

// The handle stands beside the frame and never over it: a browser calls all of a frame covered when any part of it is.
const STYLE =
  'iframe,[role]{position:fixed;z-index:3000;border:0}iframe{inset-inline-end:0;box-shadow:0 0 12px #0004;color-scheme:normal}[role]{width:8px;cursor:ew-resize;touch-action:none}[role]:hover,[role]:focus-visible{background:#0176d3;outline:0}@media(forced-colors:active){iframe{border-inline-start:2px solid CanvasText}[role]:focus-visible{background:Highlight}}';

/**
 * The panel: an extension page in a frame inside the launcher's closed shadow root, so that neither text nor keys reach the page. Made
 * when it is opened and removed when it is closed.
 */
export function createFrame({ shadow, button }: Launcher, options: FrameOptions): PanelFrame {
  const { url, isAlive, onGone, look, onChange, widthLabel, onSize } = options;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets.push(sheet);

  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  /** The panel has answered since it was asked. */
  let isHere = false;
  let place: Place = { kind: 'other' };
  let said = '';
  let seq = 0;
  /** What had the focus before it went into the panel. */
  let former: Element | null = null;
  /** Ends what is only there while the panel is open. */
  let closing = new AbortController();
  let size = options.size;
  const room = createRoom();
  const handle = widthHandle(
    widthLabel,
    (width) => resize({ ...size, width }),
    () => onSize(size),
  );

  function say(): void {
    const isDark = isDarkPage(page.visiblePage());
    // Two live copies of the extension do not see each other but for their hosts; one that was updated leaves none.
    const isTwice = document.querySelectorAll('[data-pipelens]').length > 1;
    const text = JSON.stringify([place, isDark, isTwice]);
    if (!port || text === said) return;
    said = text;
    port.postMessage({ type: 'at', seq: ++seq, host: location.host, place, isDark, isTwice } satisfies PortMessage);
  }

  /** It stands below the page's head, and ends above the utility bar, a docked composer and the bar that saves a form. */
  function fit(): void {
    if (!frame) return;
    const boxes = (of: Element[]): DOMRect[] => of.map((each) => each.getBoundingClientRect());
    const head = Math.max(0, ...boxes(page.heads()).map(({ bottom }) => bottom));
    const top = head > innerHeight * MOST_HEAD ? 0 : head;
    const end = Math.min(innerHeight, ...boxes(page.docked()).map((docked) => docked.top || innerHeight));
    const bottom = end - top < innerHeight * LEAST_LEFT ? innerHeight : end;
    const width = Math.min(size.isFolded ? RAIL : size.width, innerWidth);
    for (const { style } of [frame, handle.element]) {
      style.top = `${top}px`;
      style.height = `${bottom - top}px`;
    }
    frame.style.width = handle.element.style.insetInlineEnd = `${width}px`;
    handle.element.hidden = size.isFolded || width >= innerWidth;
    handle.say(width);
    room.make(width);
  }

  function resize(next: PanelSize): void {
    size = sizeOf(next);
    fit();
  }

  function open(isByPerson: boolean): void {
    const hadFocus = deepActive();
    const isTaking = isByPerson && !isTyped(hadFocus);
    former = shadow.activeElement ?? hadFocus;
    const opened = (frame = document.createElement('iframe'));
    const openedAt = performance.now();
    opened.title = 'Pipelens';
    opened.onload = () => {
      const { port1, port2 } = new MessageChannel();
      port = port1;
      watch(port1, openedAt);
      // A panel that was loaded anew has heard nothing yet.
      said = '';
      port1.onmessage = ({ data: { type } }: MessageEvent<PanelMessage>) => {
        if (type === 'here') isHere = true;
        else if (type === 'close') toggle();
        else if (type === 'reload') location.reload();
        else {
          resize({ ...size, isFolded: !size.isFolded });
          onSize(size);
        }
      };
      // Any origin: the page cannot reach a frame in a closed root, and its dynamic address is not known here.
      opened.contentWindow?.postMessage({ type: 'pipelens/port' }, '*', [port2]);
      say();
      if (!isTaking) return;
      opened.focus();
      port.postMessage({ type: 'focus' } satisfies PortMessage);
    };
    opened.src = url;
    shadow.append(opened, handle.element);
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
    handle.element.remove();
    room.end();
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

  /** Until the panel is gone. Firefox ends the line at times while there is one: it is asked first. */
  function watch(line: MessagePort, openedAt: number): void {
    onGone(() => {
      isHere = false;
      line.postMessage({ type: 'hear' } satisfies PortMessage);
      setTimeout(() => {
        if (port !== line) return;
        if (isHere) watch(line, openedAt);
        else revive(openedAt);
      }, ANEW_MS);
    });
  }

  /** The process of the panel has ended: what is left of it in the page is grey and says nothing. It is opened anew, or at least not in the way. */
  function revive(openedAt: number): void {
    if (!isAlive()) return look();
    close();
    if (performance.now() - openedAt > SHORTEST_LIFE_MS) open(false);
    onChange(!!frame);
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
    resize,
  };
}

/** The element that has the focus, through open shadow roots. */
function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
