import { dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { SAME_LOOK_MS } from '@/lib/deal/clock';
import { type JottingKind, type JottingPut, type JottingValues, putOver } from '@/lib/deal/own/jotting';
import {
  type Advice,
  type AdviceAnswer,
  answered,
  muted,
  NO_ADVICE,
  settledOn,
  shownOn,
} from '@/lib/deal/own/rule-advice';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getMeta, putMeta } from '@/lib/storage/meta';
import { changeJotting, fitsJotting, jottingsOf } from '@/lib/storage/stored-jottings';

export interface JottingService {
  put(db: PipelensDatabase, put: JottingPut): Promise<void>;
  answer(db: PipelensDatabase, rule: string, recordId: string, answer: AdviceAnswer): Promise<void>;
  mute(db: PipelensDatabase, rule: string, isMuted: boolean): Promise<void>;
  /**
   * Since when what changed on a deal is news to the person, ms; undefined the first time. Counts what rules advised there, and, of the rules that
   * have nothing to say of it any more (`standing` have), what came of their advice. `upTo`: until when what they look at is known, by the CRM's
   * clock, see `knownUpTo`.
   */
  look(
    db: PipelensDatabase,
    recordId: string,
    rules: readonly string[],
    standing?: readonly string[],
    upTo?: number,
  ): Promise<number | undefined>;
}

interface Look {
  since?: number;
  last: number;
  /** Until when what was looked at was known: what came later was not seen. */
  upTo?: number;
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
  const changeAdvice = (db: PipelensDatabase, rule: string, change: (held: Advice) => Advice): Promise<unknown> =>
    changeJotting(db, 'advice', rule, (held = NO_ADVICE) => change(held), now());

  return {
    async put(db, put) {
      const { kind, of } = put;
      const checked = <Value>(value: Value | undefined): Value | undefined => {
        if (value !== undefined && !fitsJotting(kind, of, value)) throw new RangeError(`This is no ${kind} to keep.`);
        return value;
      };
      checked(put.value);
      // Safe: one put names one kind, whatever it is.
      const given = put as { kind: JottingKind; value?: JottingValues[JottingKind] };
      await changeJotting(db, kind, of, (held) => checked(putOver(given, held)), now());
      await publish();
    },
    async answer(db, rule, recordId, answer) {
      await changeAdvice(db, rule, (held) => answered(held, recordId, answer, now(), timeZone()));
      await publish();
    },
    async mute(db, rule, isMuted) {
      await changeAdvice(db, rule, (held) => muted(held, isMuted, now()));
      await publish();
    },
    async look(db, recordId, rules, standing, upTo) {
      for (const { of } of standing ? await jottingsOf(db, 'advice') : [])
        if (!standing?.includes(of)) await changeAdvice(db, of, (held) => settledOn(held, recordId));
      const day = dayAt(instant(now()), timeZone());
      for (const rule of rules) {
        let isMutedNow = false;
        await changeAdvice(db, rule, (held) => {
          const next = shownOn(held, recordId, day, now());
          isMutedNow = next.mutedAt !== held.mutedAt;
          return next;
        });
        if (isMutedNow) await publish();
      }
      const key = `look/${recordId}`;
      return db.transaction('rw', db.meta, async () => {
        const before = await getMeta<Look>(db, key);
        const at = now();
        const isSame = before !== undefined && at - before.last < SAME_LOOK_MS;
        // Of the very first look, what came after it began.
        const since = isSame ? (before.since ?? before.upTo ?? before.last) : (before?.upTo ?? before?.last);
        const seen = upTo === undefined ? {} : { upTo };
        await putMeta(db, key, { ...(since === undefined ? {} : { since }), last: at, ...seen } satisfies Look);
        return since;
      });
    },
  };
}
