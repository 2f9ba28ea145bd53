/** Long work that pauses at each `yield`, so that one piece of code runs at once in a worker, or in slices on the thread of a screen. */
export type Steps<Result> = Generator<void, Result>;

/** Runs it to its end at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Runs it in slices of about `sliceMs` and lets other work go on between them. Rejects with the signal's reason once it is
 * aborted; what was computed until then is dropped.
 */
export async function finishInSlices<Result>(
  steps: Steps<Result>,
  {
    signal,
    sliceMs = 12,
    now = () => performance.now(),
  }: { signal?: AbortSignal; sliceMs?: number; now?: () => number } = {},
): Promise<Result> {
  for (let until = now() + sliceMs; ;) {
    signal?.throwIfAborted();
    const { done, value } = steps.next();
    if (done) return value;
    if (now() < until) continue;
    await new Promise((resume) => setTimeout(resume, 0));
    until = now() + sliceMs;
  }
}
