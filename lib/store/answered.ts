import { type Failure, failureOf } from './failures';

/**
 * What a surface has of one question: nothing yet, its answer, or why there is none. After a failure the answer before it, where
 * there was one, stays readable.
 */
export type Answered<T> =
  | { state: 'waiting' }
  | { state: 'ready'; answer: T }
  | { state: 'failed'; failure: Failure; answer?: T };

export const WAITING = { state: 'waiting' } as const;

export const ready = <T>(answer: T): Answered<T> => ({ state: 'ready', answer });

/** A question that failed, above what was known before it was asked. */
export function failed<T>(before: Answered<T>, error: unknown): Answered<T> {
  const answer = answerOf(before);
  return { state: 'failed', failure: failureOf('question', error), ...(answer === undefined ? {} : { answer }) };
}

/** What may be shown: the answer, also that before a failure. */
export const answerOf = <T>(given: Answered<T>): T | undefined =>
  given.state === 'waiting' ? undefined : given.answer;

/** The state in which a question is asked again by hand: nothing of a failure stays on screen but what could be read before it. */
export const asking = <T>(before: Answered<T>): Answered<T> => {
  const answer = answerOf(before);
  return answer === undefined ? WAITING : ready(answer);
};

/**
 * Questions overlap, and their answers may come in any order. Each takes a number before it is asked; what comes back after a later
 * question has been answered is late, and is dropped.
 */
export function inOrder(): { next(): number; isLate(asked: number): boolean } {
  let asked = 0;
  let settled = 0;
  return {
    next: () => (asked += 1),
    isLate: (number) => {
      if (number < settled) return true;
      settled = number;
      return false;
    },
  };
}
