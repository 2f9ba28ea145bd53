import { storeFailure } from '@/lib/deal/kept/store-failure';

/** An answer that crosses a boundary between contexts, or the error in its place: its name and its words. */
export type MessageReply<Reply = unknown> = { reply: Reply } | { error: { name: string; message: string } };

/** Name of the error of a background that ended before it answered, as when its worker is stopped. */
export const BACKGROUND_GONE = 'BackgroundGone' as const;

/** What an error says in the user's language, where it is known here. */
export type WordsOf = (error: unknown) => string | undefined;

/** Runs what answers a request; never rejects. */
export const answering = (run: () => Promise<unknown>, wordsOf?: WordsOf): Promise<MessageReply> =>
  Promise.resolve()
    .then(run)
    .then(
      (reply) => ({ reply }),
      (error) => failing(error, wordsOf),
    );

/** The reply, or the other side's own error. */
export function replyOf<Reply>(answer: MessageReply<Reply>): Reply {
  if ('error' in answer) throw Object.assign(new Error(answer.error.message), { name: answer.error.name });
  return answer.reply;
}

/** An answer that is an error; what the browser's store says of itself, by its cause. */
export function failing(given: unknown, wordsOf?: WordsOf): MessageReply<never> {
  const error = storeFailure(given) ?? given;
  return {
    error:
      error instanceof Error
        ? { name: error.name, message: wordsOf?.(error) ?? error.message }
        : { name: 'Error', message: String(error) },
  };
}
