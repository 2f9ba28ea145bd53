import { browser } from 'wxt/browser';

import type { Asker, ExtensionMessages, PageMessages } from './protocol';
import { answering, type MessageReply, type WordsOf } from './reply';

/** Who asks, as the browser states it, never as the message does; but for what our own pages say of whose they are. */
export interface Sender {
  url: string;
  /** The CRM tab that it came from, or that the frame which asks stands in. */
  tab?: {
    id?: number;
    url?: string;
    cookieStoreId?: string;
    incognito?: boolean;
    active?: boolean;
    splitViewId?: number;
  };
  /** A page that the browser has loaded before anybody asked for it, and may never show. */
  isAhead?: true;
  /** Of our own pages alone: whose data they are about. */
  whose?: Asker;
}

export type Handlers<Served extends { [Type in keyof Served]: { request: unknown; reply: unknown } }> = {
  [Type in keyof Served]: (request: Served[Type]['request'], sender: Sender) => Promise<Served[Type]['reply']>;
};

/** A request of a content script, checked: undefined refuses it. */
export type PageGuard = <T extends keyof PageMessages>(
  type: T,
  request: unknown,
) => PageMessages[T]['request'] | undefined;

/**
 * Answers messages in two tiers: what a CRM page may ask, checked by `guard`, and what only our own pages may.
 * Must be called synchronously when the worker starts, or the waking message is lost.
 */
export function serve(
  page: Handlers<PageMessages>,
  extension: Handlers<ExtensionMessages>,
  guard: PageGuard,
  wordsOf?: WordsOf,
): void {
  const own = browser.runtime.getURL('/').replace(/\/$/, '');
  browser.runtime.onMessage.addListener(((
    message: unknown,
    sender: RawSender,
    respond: (answer: MessageReply) => void,
  ) => {
    if (!isEnvelope(message) || sender.id !== browser.runtime.id) return undefined;
    const url = sender.url ?? '';
    const isOwn = sender.origin === own || url.startsWith(`${own}/`);
    // A page of ours in a tab of its own is in no CRM tab.
    const isInCrm = sender.tab !== undefined && !(isOwn && sender.frameId === 0);
    const { type, request, whose } = message;
    const from: Sender = {
      url,
      ...(isInCrm && sender.tab ? { tab: sender.tab } : {}),
      ...(sender.documentLifecycle === 'prerender' ? { isAhead: true } : {}),
      ...(isOwn && whose ? { whose } : {}),
    };
    const run = async (): Promise<unknown> => {
      if (Object.hasOwn(page, type)) {
        // Safe: hasOwn proves that it is a key of the page tier.
        const name = type as keyof PageMessages;
        const checked = guard(name, request);
        if (checked === undefined) throw new TypeError(`Refused a malformed "${type}" request.`);
        const handler = page[name] as (input: unknown, sender: Sender) => Promise<unknown>;
        return handler(checked, from);
      }
      if (isOwn && Object.hasOwn(extension, type)) {
        // Safe: only our own pages reach this, and they send what the protocol's types say.
        const handler = extension[type as keyof ExtensionMessages] as (
          input: unknown,
          sender: Sender,
        ) => Promise<unknown>;
        return handler(request, from);
      }
      throw new TypeError(`"${type}" is not for this sender.`);
    };
    void answering(run, wordsOf).then(respond);
    return true; // The reply comes later; it also keeps the worker alive until then.
  }) as Parameters<typeof browser.runtime.onMessage.addListener>[0]);
}

interface RawSender {
  id?: string;
  url?: string;
  origin?: string;
  frameId?: number;
  documentLifecycle?: string;
  tab?: { url?: string; cookieStoreId?: string; incognito?: boolean };
}

const isEnvelope = (value: unknown): value is { type: string; request: unknown; whose?: Asker } =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
