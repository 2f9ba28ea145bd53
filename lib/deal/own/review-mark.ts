/** What a person keeps of a review of one deal: when it was, and the one action that came out of it. */
export interface ReviewMark {
  /** When it was last reviewed, ms. */
  reviewedAt: number;
  action?: ReviewAction;
  /** The action before, once another took its place: what was promised last time. */
  before?: ReviewAction;
  /** Those before that which are still open, the newest first. */
  earlier?: ReviewAction[];
}

/** Who does what by when. `when` is a day. */
export interface ReviewAction {
  who: string;
  when: string;
  what: string;
  /** When it was said to be done, ms. */
  doneAt?: number;
}

/** The mark after one more review; an action that is still open stays until another takes its place. */
export function reviewed(mark: ReviewMark | undefined, reviewedAt: number, action?: ReviewAction): ReviewMark {
  if (!action) return { ...mark, reviewedAt };
  const { action: last, before, earlier = [] } = mark ?? {};
  const open = [...(before ? [before] : []), ...earlier].filter(({ doneAt }) => doneAt === undefined);
  return {
    reviewedAt,
    action,
    ...(last ? { before: last } : {}),
    ...(open.length === 0 ? {} : { earlier: open }),
  };
}

/** All that was promised, the newest first. */
export const promisesOf = ({ action, before, earlier = [] }: ReviewMark): ReviewAction[] => [
  ...(action ? [action] : []),
  ...(before ? [before] : []),
  ...earlier,
];
