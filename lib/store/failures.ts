import { create } from 'zustand';

import { STORE_FAILED, STORE_FULL, storeFailure } from '@/lib/deal/kept/store-failure';
import { BACKGROUND_GONE } from '@/lib/messaging/reply';
import { STOPPED } from '@/lib/messaging/worker';

/**
 * What went wrong, by what a person was at: a question that could not be answered, an action that was not done, one that was not
 * even begun, a page whose worker stopped, or something that nobody asked for. And whatever it was, a disk without room, or a store that
 * the browser cannot use.
 */
export type FailureKind = 'question' | 'action' | 'withheld' | 'stopped' | 'unexpected' | 'full' | 'unstored';

export interface Failure {
  kind: FailureKind;
  /** What was to be done, in words of the screen; of an action alone. */
  what?: string;
  /** The error's own words. */
  words: string;
  /** An error that we know by its name: said in the user's language in place of its words. */
  own?: OwnError;
  /** What the browser said of it. */
  cause?: string;
}

const OWN_ERRORS = [BACKGROUND_GONE, STOPPED, 'BlockedError', 'VersionError'] as const;
type OwnError = (typeof OWN_ERRORS)[number];

const BY_NAME = new Map<string, FailureKind>([
  [STOPPED, 'stopped'],
  [STORE_FULL, 'full'],
  [STORE_FAILED, 'unstored'],
]);

export function failureOf(kind: FailureKind, given: unknown): Failure {
  const error = storeFailure(given) ?? given;
  if (!(error instanceof Error)) return { kind, words: String(error) };
  const own = OWN_ERRORS.find((name) => name === error.name);
  return {
    kind: BY_NAME.get(error.name) ?? kind,
    words: error.message || error.name,
    ...(own ? { own } : {}),
    ...(typeof error.cause === 'string' ? { cause: error.cause } : {}),
  };
}

interface FailuresState {
  failure?: Failure;
  /** Does again what failed; absent where nobody asked for it. */
  again?: () => Promise<unknown>;
}

/** The failure that a surface shows above all else, until it is closed or what failed is done. */
export const useFailures = create<FailuresState>(() => ({}));

export const closeFailure = (): void => useFailures.setState({}, true);

interface Tried {
  words: string;
  count: number;
  /** When last, ms. */
  at: number;
}

/** How often a person tried again what fails with the same words: else a press that changes nothing looks like no press. */
export const useTried = create<{ last?: Tried }>(() => ({}));
export const noteTry = (words: string): void =>
  useTried.setState(({ last }) => ({
    last: { words, count: last?.words === words ? last.count + 1 : 1, at: Date.now() },
  }));

/** An action that has not ended for a while: its name on screen. */
export const useSlow = create<{ what?: string }>(() => ({}));
const SLOW_MS = 10_000;

/** Why a surface does nothing just now, in words of the screen; undefined where it does. */
let refusal = (): string | undefined => undefined;
export const refuseWhere = (given: () => string | undefined): void => {
  refusal = given;
};

/**
 * Does what a person asked for; never rejects. What goes wrong is shown with its words and the way to try again, until the same is
 * done or the words are closed; what takes long is said as long as it does. `what` names it on screen. Resolves to whether it was done.
 */
export async function act(what: string, run: () => Promise<unknown>): Promise<boolean> {
  const why = refusal();
  if (why !== undefined) {
    useFailures.setState({ failure: { kind: 'withheld', what, words: why }, again: () => act(what, run) }, true);
    return false;
  }
  const timer = setTimeout(() => useSlow.setState({ what }), SLOW_MS);
  try {
    await run();
    if (useFailures.getState().failure?.what === what) closeFailure();
    return true;
  } catch (error) {
    useFailures.setState({ failure: { ...failureOf('action', error), what }, again: () => act(what, run) }, true);
    return false;
  } finally {
    clearTimeout(timer);
    if (useSlow.getState().what === what) useSlow.setState({}, true);
  }
}

const reported = new Set<string>();

/** Shows what nobody asked for and nobody caught; the same words once only, however often they come. */
export function report(error: unknown): void {
  const failure = failureOf('unexpected', error);
  if (reported.has(failure.words)) return;
  reported.add(failure.words);
  useFailures.setState({ failure }, true);
}

/** Catches whatever a page's own code lets fall. Returns the way to stop. */
export function catchRest(page: Pick<Window, 'addEventListener' | 'removeEventListener'> = window): () => void {
  const rejected = ({ reason }: PromiseRejectionEvent): void => report(reason);
  const thrown = ({ error, message }: ErrorEvent): void => {
    // The browser says so of a resize that takes two frames: nothing failed.
    if (!message.startsWith('ResizeObserver loop')) report(error ?? message);
  };
  page.addEventListener('unhandledrejection', rejected);
  page.addEventListener('error', thrown);
  return () => {
    page.removeEventListener('unhandledrejection', rejected);
    page.removeEventListener('error', thrown);
  };
}
