import { create } from 'zustand';

import type { Queries } from '@/lib/answers/queries';
import type { Waiting } from '@/lib/answers/waiting';
import type { KnownConnection, Whose } from '@/lib/deal/connection-state';
import type { Freshness } from '@/lib/deal/freshness';
import type { Asker, ExtensionMessages, StoreFault } from '@/lib/messaging/protocol';
import { queriesBy } from '@/lib/messaging/remote-queries';

import type { Backend } from './backend';

interface WhoseState {
  /** Fixed once it is known: from then on the surface is about nobody else. */
  whose?: Whose;
  known: readonly KnownConnection[];
  /** Takes up whoever is signed in where the surface is now; absent where a page shows no data. */
  again?: () => void;
  /** Goes to the CRM, where a person can sign in. To be called in the press of a button; absent in a page of the CRM itself. */
  openCrm?: () => Promise<void>;
  /** Turns the surface to another connection. */
  choose?: (key: string) => void;
}

export const useWhose = create<WhoseState>(() => ({ known: [] }));

/** Whose the surface is, as a part of names under which something is kept. */
export const whoseKey = (): string => useWhose.getState().whose?.key ?? '';

/** The answer, said to be no newer than what could be kept. */
const withFault = (answer: unknown, fault: StoreFault): unknown =>
  typeof answer === 'object' && answer !== null && 'freshness' in answer
    ? { ...answer, freshness: { ...(answer.freshness as Freshness), ...fault } }
    : answer;

interface Base extends Pick<Backend, 'onRevision' | 'now' | 'allow'> {
  send<T extends keyof ExtensionMessages>(
    type: T,
    request: ExtensionMessages[T]['request'],
    whose: Asker,
  ): Promise<ExtensionMessages[T]['reply']>;
  /** Where the surface is, before it is known whose. */
  place(): Promise<Asker> | Asker;
  /** Answers one connection's questions on this side; absent where the background answers all. */
  local?: (key: string) => Queries;
}

/**
 * What a surface asks and sends, always as the one whose it is. An answer made on this side is given only once the background has said
 * that the same user is still signed in.
 */
export function backendOfOne({ send, place, local, ...base }: Base): Backend {
  let fixing: Promise<Whose | undefined> | undefined;

  async function fix(): Promise<Whose | undefined> {
    const { whose, known } = await send('whose/here', {}, await place());
    useWhose.setState({ known, ...(whose ? { whose } : {}) });
    return whose;
  }
  function fixed(): Promise<Whose | undefined> {
    const { whose } = useWhose.getState();
    if (whose) return Promise.resolve(whose);
    fixing ??= fix().finally(() => (fixing = undefined));
    return fixing;
  }
  async function sendAs<T extends keyof ExtensionMessages>(
    type: T,
    request: ExtensionMessages[T]['request'],
  ): Promise<ExtensionMessages[T]['reply']> {
    return send(type, request, (await fixed()) ?? (await place()));
  }

  return {
    ...base,
    send: sendAs,
    queries: queriesBy(async (name, input, waiting) => {
      const whose = await fixed();
      // What nothing is stored of, and why something may not be shown, the background knows.
      if (!whose || !local || name === 'seen') return sendAs('query', { name, input });
      // Safe: name and input were typed together by the asking side.
      const answer = await (local(whose.key)[name] as (value: unknown, by?: Waiting) => Promise<unknown>)(
        input,
        waiting,
      );
      const { freshness, fault } = await send('whose/still', {}, whose);
      if (freshness) return sendAs('query', { name, input });
      return fault ? withFault(answer, fault) : answer;
    }),
  };
}
