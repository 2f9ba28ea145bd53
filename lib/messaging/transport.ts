import { browser } from 'wxt/browser';

import type { Asker, Messages } from './protocol';
import { type MessageReply, replyOf } from './reply';

type Type = keyof Messages;

/** Asks the background. Rejects with the background's own error, or when nobody answers. */
export async function sendMessage<T extends Type>(
  type: T,
  request: Messages[T]['request'],
  whose?: Asker,
): Promise<Messages[T]['reply']> {
  // Safe: every listener of this extension answers with an Answer or nothing at all.
  const answer = (await browser.runtime.sendMessage({ type, request, whose })) as
    | MessageReply<Messages[T]['reply']>
    | undefined;
  if (answer === undefined) throw new Error(`Pipelens's background did not answer "${type}". Reload the extension.`);
  return replyOf(answer);
}

/** Gives an order to one tab; false when no bootstrap listens there. */
export const sendToTab = (tabId: number, type: 'panel/toggle'): Promise<boolean> =>
  browser.tabs.sendMessage(tabId, { type, request: {} }).then(
    () => true,
    () => false,
  );
