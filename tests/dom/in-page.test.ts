import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { PortMessage } from '@/lib/messaging/protocol';
import { givenPort } from '@/lib/page/given-port';
import { createLauncher } from '@/lib/page/launcher-button';

beforeEach(() => document.querySelector('[data-pipelens]')?.remove());

describe('what of ours stands in a page of the CRM', () => {
  test('cannot be reached by the page: its shadow root is closed, and nothing of it lies outside', () => {
    const before = document.documentElement.textContent;
    const { host, shadow } = createLauncher();
    document.documentElement.append(host);
    expect(host.shadowRoot).toBeNull();
    expect(shadow.mode).toBe('closed');
    expect(host.children).toHaveLength(0);
    expect(document.documentElement.textContent).toBe(before);
  });

  test('is there once, also after a copy of an earlier version left its own', () => {
    for (let made = 0; made < 2; made += 1) document.documentElement.append(createLauncher().host);
    expect(document.querySelectorAll('[data-pipelens]')).toHaveLength(1);
  });
});

describe('the port of the panel', () => {
  const place: PortMessage = { type: 'at', seq: 1, host: 'h', place: { kind: 'other' } };
  const posted = (source: Window | null, data: unknown, ports: MessagePort[]): boolean =>
    window.dispatchEvent(new MessageEvent('message', { source, data, ports }));
  const channels: MessageChannel[] = [];
  const channel = (): MessageChannel => {
    const made = new MessageChannel();
    channels.push(made);
    return made;
  };
  afterEach(() => {
    for (const { port1, port2 } of channels.splice(0)) {
      port1.close();
      port2.close();
    }
  });
  /** What a panel hears of ports that are told the same one after the other. */
  async function heard(hand: (given: MessagePort) => void, ...told: MessageChannel[]): Promise<PortMessage[]> {
    const all: PortMessage[] = [];
    givenPort((message) => all.push(message));
    for (const { port2 } of told) hand(port2);
    for (const { port1 } of told) port1.postMessage(place);
    await new Promise((done) => setTimeout(done, 50));
    return all;
  }

  test('is taken from the window that holds the panel alone', async () => {
    const port = { type: 'pipelens/port' };
    expect(await heard((given) => posted(null, port, [given]), channel())).toEqual([]);
    expect(await heard((given) => posted(window.parent, { type: 'another' }, [given]), channel())).toEqual([]);
    expect(await heard(() => posted(window.parent, port, []), channel())).toEqual([]);
    expect(await heard((given) => posted(window.parent, port, [given]), channel())).toEqual([place]);
  });

  test('is taken once: a later one is not heard', async () => {
    const port = { type: 'pipelens/port' };
    expect(await heard((given) => posted(window.parent, port, [given]), channel(), channel())).toEqual([place]);
  });
});
