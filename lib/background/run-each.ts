/**
 * Runs the steps one after another, the rest too where one fails. Throws afterwards what failed: the error itself, or an AggregateError
 * of several.
 */
export async function runEach(steps: Iterable<() => unknown>): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  throwAll(errors);
}

/** Throws what is in the list, if anything is. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(wordsOf).join(' '));
}

/** The results of what succeeded, and the errors of what did not. */
export async function settleAll<Result>(
  all: Iterable<Promise<Result>>,
): Promise<{ results: Result[]; errors: unknown[] }> {
  const settled = await Promise.allSettled(all);
  return {
    results: settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    errors: settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])),
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
