/** How far a long answer is: so many steps of all. */
export interface Progress {
  done: number;
  of: number;
}

/** Whoever waits for an answer: they may stop waiting, and may want to see how far it is. What is answered at once reports nothing. */
export interface Waiting {
  signal?: Stop;
  report?(progress: Progress): void;
}

/** What is used of an `AbortSignal`, which the pure layers do not know. */
interface Stop {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
