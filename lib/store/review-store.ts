import { talkWith } from '@/lib/answers/leading/review-view';
import { type ReviewAction, type ReviewMark, reviewed } from '@/lib/deal/own/review-mark';

import { getBackend } from './backend';
import { usePanel } from './panel';

const put = async (of: string, value: ReviewMark, was?: ReviewMark): Promise<void> => {
  await getBackend().send('jotting/put', { kind: 'review', of, value, was });
};

const HOUR_MS = 3_600_000;

/** Keeps that a deal was reviewed, and the one action that came out of it: a follow-up on the deal, at nine on its day. */
export async function keepReview(
  { id, name, mark }: { id: string; name: string; mark?: ReviewMark },
  action?: ReviewAction,
): Promise<void> {
  const { send, now } = getBackend();
  await put(id, reviewed(mark, now(), action), mark);
  if (!action) return;
  const when = Math.max(new Date(`${action.when}T09:00`).getTime(), now() + HOUR_MS);
  const text = `${action.who}: ${action.what}`;
  await send('reminder/add', { host: usePanel.getState().host, recordId: id, recordName: name, text, when });
}

/** Keeps that a talk with a person was held. */
export const keepTalk = (userId: string): Promise<void> => put(talkWith(userId), { reviewedAt: getBackend().now() });

/** Says that an action is done. */
export const finishAction = (recordId: string, mark: ReviewMark, action: ReviewAction): Promise<void> => {
  const done = (each: ReviewAction | undefined): ReviewAction | undefined =>
    each && each.what === action.what && each.when === action.when && each.who === action.who
      ? { ...each, doneAt: getBackend().now() }
      : each;
  const [now, before, earlier] = [
    done(mark.action),
    done(mark.before),
    mark.earlier?.flatMap((each) => done(each) ?? []),
  ];
  return put(
    recordId,
    { ...mark, ...(now ? { action: now } : {}), ...(before ? { before } : {}), ...(earlier ? { earlier } : {}) },
    mark,
  );
};
