import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { PanelMessage, PortMessage } from '@/lib/messaging/protocol';
import type { Launcher } from '@/lib/page/launcher-button';
import { createFrame } from '@/lib/page/panel-frame';
import { sizeOf } from '@/lib/page/panel-size';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

/** A panel that is open for so long, whose line to the extension the browser then ends; it answers the page as its own code does, or not at all. */
async function whoseLineEnds({ after, answers }: { after: number; answers: boolean }) {
  const host = document.body.appendChild(document.createElement('div'));
  const shadow = host.attachShadow({ mode: 'open' });
  const button = shadow.appendChild(document.createElement('button'));
  const ends: (() => void)[] = [];
  const frame = createFrame(
    // Safe: what the frame takes of it.
    { shadow, button } as unknown as Launcher,
    {
      url: 'about:blank',
      isAlive: () => true,
      onGone: (end) => ends.push(end),
      look: () => undefined,
      onChange: () => undefined,
      size: sizeOf(undefined),
      widthLabel: 'Width',
      onSize: () => undefined,
    },
  );
  frame.toggle(false);
  const element = shadow.querySelector('iframe')!;
  const hand = (_data: unknown, _to: string, [port]: MessagePort[]): void => {
    port!.onmessage = ({ data }: MessageEvent<PortMessage>) => {
      if (answers && data.type === 'hear') port!.postMessage({ type: 'here' } satisfies PanelMessage);
    };
  };
  // Safe: the one method that the frame calls.
  vi.spyOn(element, 'contentWindow', 'get').mockReturnValue({ postMessage: hand } as unknown as Window);
  element.onload?.(new Event('load'));
  const first = shadow.querySelector('iframe');
  vi.advanceTimersByTime(after);
  const before = ends.length;
  ends.at(-1)?.();
  // Messages of a channel come by themselves.
  for (let turn = 0; turn < 10; turn += 1) await new Promise((next) => setImmediate(next));
  vi.advanceTimersByTime(2500);
  return { frame, first, shown: () => shadow.querySelector('iframe'), before, watched: ends.length };
}

test('a panel that answers stays, though the browser has ended its line, and is watched on', async () => {
  const { frame, first, shown, before, watched } = await whoseLineEnds({ after: 500, answers: true });
  expect(frame.isOpen()).toBe(true);
  expect(shown()).toBe(first);
  expect(watched - before).toBe(1);
});

test('one that is gone is opened anew, and closed where it had hardly been opened', async () => {
  const long = await whoseLineEnds({ after: 11_000, answers: false });
  expect(long.frame.isOpen()).toBe(true);
  expect(long.shown()).not.toBe(long.first);
  const short = await whoseLineEnds({ after: 500, answers: false });
  expect(short.frame.isOpen()).toBe(false);
});
