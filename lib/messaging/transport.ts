import { browser } from 'wxt/browser';

import type { Asker, Messages } from './protocol';
import { BACKGROUND_GONE, type MessageReply, replyOf } from './reply';

type Type = keyof Messages;

/** Asks the background. Rejects with the background's own error, or when nobody answers. */
export async function sendMessage<T extends Type>(
  type: T,
  request: Messages[T]['request'],
  whose?: Asker,
): Promise<Messages[T]['reply']> {
  const gone = (why: string): Error => Object.assign(new Error(`${why} ("${type}")`), { name: BACKGROUND_GONE });
  const answer: unknown = await browser.runtime.sendMessage({ type, request, whose }).catch((error: unknown) => {
    throw gone(error instanceof Error ? error.message : String(error));
  });
  if (answer === undefined) throw gone('Nothing answered.');
  // Safe: every listener of this extension answers with such a reply or nothing at all.
  return replyOf(answer as MessageReply<Messages[T]['reply']>);
}

/** Gives an order to one tab; false when no bootstrap listens there. */
export const sendToTab = (tabId: number, type: 'panel/toggle'): Promise<boolean> =>
  // To the page that is shown, and none that the browser has loaded ahead in the same tab.
  browser.tabs.sendMessage(tabId, { type, request: {} }, { frameId: 0 }).then(
    () => true,
    () => false,
  );
