import { beforeEach, describe, expect, test } from 'vitest';

import { movable } from '@/lib/page/move';
import { widthHandle } from '@/lib/page/width-handle';

/* What a hand begins in a page of the CRM, and something else ends. */

const point = (type: string, at: { clientX?: number; clientY?: number; buttons?: number }): PointerEvent =>
  new PointerEvent(type, { bubbles: true, pointerId: 1, buttons: 1, ...at });
const press = (element: HTMLElement, ...events: PointerEvent[]): void =>
  events.forEach((event) => element.dispatchEvent(event));

beforeEach(() => {
  document.body.replaceChildren();
  // Not in every DOM of a test.
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

describe('the button', () => {
  const made = () => {
    const button = document.createElement('button');
    const tops: number[] = [];
    const clicks: number[] = [];
    document.body.append(button);
    movable(button, (top) => tops.push(top));
    button.addEventListener('click', ({ detail }) => clicks.push(detail));
    return { button, tops, clicks };
  };

  test('is not dragged on by a pointer that passes by, once the browser or another window has ended the press', () => {
    for (const end of [[point('pointercancel', {})], []]) {
      const { button, tops } = made();
      press(button, point('pointerdown', { clientY: 100 }), point('pointermove', { clientY: 140 }), ...end);
      const { top } = button.style;
      press(
        button,
        point('pointermove', { clientY: 400, buttons: 0 }),
        point('pointermove', { clientY: 500, buttons: 0 }),
      );
      expect(button.style.top).toBe(top);
      expect(tops.every((each) => each <= 100)).toBe(true);
    }
  });

  test('opens nothing by the click that ends a move, and by the next click of a screen reader it does', () => {
    const { button, clicks } = made();
    press(
      button,
      point('pointerdown', { clientY: 100 }),
      point('pointermove', { clientY: 200 }),
      point('pointerup', {}),
    );
    button.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true }));
    expect(clicks).toEqual([]);
    button.dispatchEvent(new MouseEvent('click', { detail: 0, bubbles: true }));
    expect(clicks).toEqual([0]);
    // The pointer was let go somewhere that makes no click.
    press(
      button,
      point('pointerdown', { clientY: 100 }),
      point('pointermove', { clientY: 200 }),
      point('pointerup', {}),
    );
    button.dispatchEvent(new MouseEvent('click', { detail: 0, bubbles: true }));
    expect(clicks).toEqual([0, 0]);
  });
});

test('the edge of a panel that was closed under the hand is not dragged when it is opened again; what it came to is kept', () => {
  const widths: number[] = [];
  let kept = 0;
  const { element, say } = widthHandle(
    'Width',
    (width) => widths.push(width),
    () => (kept += 1),
  );
  document.body.append(element);
  say(360);
  press(element, point('pointerdown', { clientX: 1000 }), point('pointermove', { clientX: 960 }));
  expect(widths).toEqual([400]);
  element.remove();
  document.body.append(element);
  press(
    element,
    point('pointermove', { clientX: 700, buttons: 0 }),
    point('pointermove', { clientX: 600, buttons: 0 }),
  );
  expect(widths).toEqual([400]);
  expect(kept).toBe(1);
});
