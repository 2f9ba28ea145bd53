import { dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { JottingPut } from '@/lib/deal/own/jotting';
import { type AdviceAnswer, answered, muted, NO_ADVICE, shownOn } from '@/lib/deal/own/rule-advice';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getMeta, putMeta } from '@/lib/storage/meta';
import { fitsJotting, getJotting, putJotting } from '@/lib/storage/stored-jottings';

export interface JottingService {
  put(db: PipelensDatabase, put: JottingPut): Promise<void>;
  answer(db: PipelensDatabase, rule: string, recordId: string, answer: AdviceAnswer): Promise<void>;
  mute(db: PipelensDatabase, rule: string, isMuted: boolean): Promise<void>;
  /** Since when what changed on a deal is news to the person, ms; undefined the first time. Counts what rules advised there. */
  look(db: PipelensDatabase, recordId: string, rules: readonly string[]): Promise<number | undefined>;
}

/** A look that is as short ago is still the same one. */
const SAME_LOOK_MS = 30 * 60_000;

interface Look {
  since?: number;
  last: number;
}

/** What a person keeps beside the CRM. Nothing of it is ever sent anywhere. */
export function createJottingService({
  now,
  publish,
  timeZone,
}: {
  now(): number;
  publish(): Promise<void>;
  /** The zone of the clock in front of the person: days are theirs. */
  timeZone(): string;
}): JottingService {
  return {
    async put(db, { kind, of, value }) {
      if (value !== undefined && !fitsJotting(kind, of, value)) throw new RangeError(`This is no ${kind} to keep.`);
      await putJotting(db, kind, of, value, now());
      await publish();
    },
    async answer(db, rule, recordId, answer) {
      const advice = (await getJotting(db, 'advice', rule)) ?? NO_ADVICE;
      await putJotting(db, 'advice', rule, answered(advice, recordId, answer, now(), timeZone()), now());
      await publish();
    },
    async mute(db, rule, isMuted) {
      const advice = (await getJotting(db, 'advice', rule)) ?? NO_ADVICE;
      await putJotting(db, 'advice', rule, muted(advice, isMuted, now()), now());
      await publish();
    },
    async look(db, recordId, rules) {
      const day = dayAt(instant(now()), timeZone());
      for (const rule of rules) {
        const advice = (await getJotting(db, 'advice', rule)) ?? NO_ADVICE;
        const next = shownOn(advice, recordId, day, now());
        if (next !== advice) await putJotting(db, 'advice', rule, next, now());
        if (next.mutedAt !== advice.mutedAt) await publish();
      }
      const key = `look/${recordId}`;
      const before = await getMeta<Look>(db, key);
      const at = now();
      const since = before === undefined || at - before.last < SAME_LOOK_MS ? before?.since : before.last;
      await putMeta(db, key, { ...(since === undefined ? {} : { since }), last: at } satisfies Look);
      return since;
    },
  };
}
