import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';

import Chart from '@/components/charts/Chart';

/** What happened to charts, with whether the canvas was still on the page. */
const seen: string[] = [];
vi.mock(import('chart.js'), async (original) => {
  class Fake {
    static register = (): void => undefined;
    data: unknown;
    options: unknown;
    private readonly canvas: HTMLCanvasElement;
    constructor(canvas: HTMLCanvasElement) {
      this.canvas = canvas;
      this.note('drawn');
    }
    update(): void {
      this.note('updated');
    }
    destroy(): void {
      this.note('destroyed');
    }
    private note(what: string): void {
      seen.push(`${what} ${this.canvas.isConnected ? 'on the page' : 'off the page'}`);
    }
  }
  return { ...(await original()), Chart: Fake as never };
});
afterEach(() => {
  cleanup();
  seen.length = 0;
});

const config = () => ({ type: 'bar' as const, data: { labels: [], datasets: [] } });

test('a chart goes before its canvas leaves the page, so that nothing resizes what is no longer there', () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({} as never);
  const { rerender, unmount } = render(<Chart config={config()} summary="Bars" />);
  rerender(<Chart config={config()} summary="Bars" />);
  unmount();
  expect(seen).toEqual(['drawn on the page', 'updated on the page', 'destroyed on the page']);
});

test('where a canvas cannot be drawn on, its sentence is there all the same', () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => {
    throw new Error('The browser is closing.');
  });
  const { getByRole } = render(<Chart config={config()} summary="Bars" />);
  expect(getByRole('img', { name: 'Bars' })).toBeTruthy();
  expect(seen).toEqual([]);
});
