import { PANEL_WIDTH } from './panel-size';

const STEP = 20;

interface Handle {
  element: HTMLElement;
  /** Says how wide the panel is, px. */
  say(width: number): void;
}

/**
 * The edge of the panel that it is made wider by: dragged, or moved with the arrow keys, Home and End. `onWidth` hears each width on the
 * way, `onKept` that it stays so.
 */
export function widthHandle(label: string, onWidth: (width: number) => void, onKept: () => void): Handle {
  const element = document.createElement('div');
  element.role = 'separator';
  element.tabIndex = 0;
  element.title = element.ariaLabel = label;
  element.ariaOrientation = 'vertical';
  element.ariaValueMin = `${PANEL_WIDTH.least}`;
  element.ariaValueMax = `${PANEL_WIDTH.most}`;
  let width = PANEL_WIDTH.usual;
  /** Pixels to the right that make the panel one pixel wider. */
  const outward = (): 1 | -1 => (getComputedStyle(element).direction === 'rtl' ? 1 : -1);

  let from: number | undefined;
  element.addEventListener('pointerdown', ({ pointerId, clientX }) => {
    from = clientX - width * outward();
    element.setPointerCapture(pointerId);
  });
  element.addEventListener('pointermove', ({ clientX, buttons }) => {
    // The panel may have been closed under the hand: a pointer that only passes by drags nothing.
    if (buttons === 0) drop();
    if (from !== undefined) onWidth((clientX - from) * outward());
  });
  const drop = (): void => {
    if (from !== undefined) onKept();
    from = undefined;
  };
  element.addEventListener('pointerup', drop);
  element.addEventListener('pointercancel', drop);
  element.addEventListener('keydown', (event) => {
    const to = {
      ArrowLeft: width - STEP * outward(),
      ArrowRight: width + STEP * outward(),
      Home: PANEL_WIDTH.least,
      End: PANEL_WIDTH.most,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(to);
    onKept();
  });
  return {
    element,
    say(next) {
      width = next;
      element.ariaValueNow = `${next}`;
    },
  };
}
