import { beforeEach, describe, expect, test, vi } from 'vitest';

import bootstrap from '@/entrypoints/crm/index';
import frame from '@/entrypoints/frame';
import type { PageWorld } from '@/lib/page/world';

type Changes = Record<string, { newValue?: unknown }>;
type Listener = (changes: Changes) => void;

/**
 * A browser’s storage in which a write happens when the test says so, and is told of when the test says so, in the order of the writes:
 * as with several tabs, each a process of its own.
 */
function slowStorage() {
  const kept: Record<string, unknown> = {};
  const asked: (() => void)[] = [];
  const told: Changes[] = [];
  const listeners = new Set<Listener>();
  const onChanged = { addListener: (listener: Listener) => listeners.add(listener) };
  const put = (values: Record<string, unknown>): void => {
    Object.assign(kept, values);
    told.push(Object.fromEntries(Object.entries(values).map(([key, newValue]) => [key, { newValue }])));
  };
  return {
    kept,
    onChanged,
    local: {
      onChanged,
      get: async (keys: string | string[]) =>
        Object.fromEntries([keys].flat().flatMap((key) => (key in kept ? [[key, kept[key]]] : []))),
      set: (values: Record<string, unknown>) =>
        new Promise<void>((done) => {
          asked.push(() => {
            put(values);
            done();
          });
        }),
    },
    /** Another tab’s write. */
    put,
    /** The oldest write that is asked for happens. */
    async write(): Promise<void> {
      await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
      asked.shift()?.();
      await settle();
    },
    /** The oldest write that happened is told. */
    tell(): void {
      const changes = told.shift();
      if (!changes) throw new Error('Nothing to tell.');
      for (const listener of listeners) listener(changes);
    },
  };
}

const settle = () => new Promise((next) => setTimeout(next));
const press = (on: Element, key: string) => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

/** Of the window's height, by whatever stands around it, such as `min(70%, …)`. */
const percentOf = (button: HTMLElement): number => Number(/[\d.]+/.exec(button.style.top)?.[0]);

/** A page with our scripts in it, and what they put there. */
async function page() {
  document.querySelector('[data-pipelens]')?.remove();
  const world = globalThis as PageWorld;
  delete world.isHere;
  delete world.createPanel;
  const storage = slowStorage();
  let tapped: ((message: { type: string }) => void) | undefined;
  vi.stubGlobal('chrome', {
    storage,
    i18n: { getMessage: (name: string) => name },
    runtime: {
      id: 'ours',
      getURL: () => 'about:blank',
      sendMessage: async () => ({ reply: {} }),
      onMessage: { addListener: (listener: typeof tapped) => (tapped = listener) },
    },
  });
  vi.stubGlobal('navigation', new EventTarget());
  // A frame is not loaded here.
  vi.spyOn(console, 'error').mockReturnValue();
  const attach = vi.spyOn(Element.prototype, 'attachShadow');
  frame.main();
  bootstrap.main();
  // Safe: the launcher is what attached one.
  const shadow = attach.mock.results[0]?.value as ShadowRoot;
  attach.mockRestore();
  const button = shadow.querySelector('button') as HTMLButtonElement;
  // happy-dom drops what it does not know, such as `min()`.
  Object.defineProperty(button, 'style', { value: { top: button.style.top, display: button.style.display } });
  button.getBoundingClientRect = () => ({ top: ((percentOf(button) || 40) / 100) * innerHeight }) as DOMRect;
  button.dispatchEvent(new FocusEvent('focus'));
  await settle();
  return { storage, shadow, button, toggle: () => tapped?.({ type: 'panel/toggle' }) };
}

beforeEach(() => history.replaceState({}, '', '/lightning/page/home'));

describe('where the button was put', () => {
  const top = (button: HTMLElement): number => Math.round(percentOf(button));

  test('is not undone by the echo of an earlier key', async () => {
    const { storage, button } = await page();
    press(button, 'ArrowUp');
    await storage.write();
    press(button, 'ArrowUp');
    expect(top(button)).toBe(34);
    storage.tell();
    expect(top(button)).toBe(34);
    await storage.write();
    storage.tell();
    expect(top(button)).toBe(34);
    expect(storage.kept['launcher']).toMatchObject({ top: expect.closeTo(34, 0) });
  });

  test('stands as it is kept, where another tab put it just before', async () => {
    const { storage, button } = await page();
    press(button, 'ArrowUp');
    storage.put({ launcher: { top: 70, by: 'another' } });
    await storage.write();
    // Told of after the key, but older than it.
    storage.tell();
    storage.tell();
    expect(top(button)).toBe(37);
    expect(storage.kept['launcher']).toMatchObject({ top: expect.closeTo(37, 0) });
  });

  test('follows another tab that put it elsewhere since', async () => {
    const { storage, button } = await page();
    press(button, 'ArrowUp');
    await storage.write();
    storage.put({ launcher: { top: 70, by: 'another' } });
    storage.tell();
    storage.tell();
    expect(top(button)).toBe(70);
  });

  test('follows another tab after a write that failed', async () => {
    const { storage, button } = await page();
    storage.local.set = () => Promise.reject(new Error('full'));
    press(button, 'ArrowUp');
    await settle();
    storage.put({ launcher: { top: 70, by: 'another' } });
    storage.tell();
    expect(top(button)).toBe(70);
  });

  test('takes back no host that was put off in the meantime', async () => {
    const { storage, button } = await page();
    press(button, 'ArrowUp');
    await settle();
    storage.put({ [`hidden:${location.host}`]: true });
    await storage.write();
    storage.tell();
    storage.tell();
    expect(button.style.display).toBe('none');
    expect(storage.kept[`hidden:${location.host}`]).toBe(true);
  });
});

describe('how wide the panel was made', () => {
  async function opened() {
    const { storage, shadow, toggle } = await page();
    toggle();
    await settle();
    const handle = shadow.querySelector('[role=separator]') as HTMLElement;
    // That it is open is kept too.
    await storage.write();
    storage.tell();
    return { storage, handle, wide: () => Number(handle.ariaValueNow) };
  }

  test('is not undone by the echo of an earlier key', async () => {
    const { storage, handle, wide } = await opened();
    press(handle, 'ArrowLeft');
    await storage.write();
    press(handle, 'ArrowLeft');
    expect(wide()).toBe(400);
    storage.tell();
    expect(wide()).toBe(400);
    await storage.write();
    storage.tell();
    expect(wide()).toBe(400);
  });

  test('stands as it is kept, where another tab chose just before', async () => {
    const { storage, handle, wide } = await opened();
    press(handle, 'ArrowLeft');
    storage.put({ panelSize: { width: 500, isFolded: false, by: 'another' } });
    await storage.write();
    storage.tell();
    storage.tell();
    expect(wide()).toBe(380);
    expect(storage.kept['panelSize']).toMatchObject({ width: 380 });
  });

  test('follows another tab that chose since', async () => {
    const { storage, handle, wide } = await opened();
    press(handle, 'ArrowLeft');
    await storage.write();
    storage.put({ panelSize: { width: 500, isFolded: false, by: 'another' } });
    storage.tell();
    storage.tell();
    expect(wide()).toBe(500);
  });
});
