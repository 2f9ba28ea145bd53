import { addDays, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { startOfDay } from '@/lib/calendar/zoned-time';

/** What became of the advice that a rule gave: each time counted once a deal and day. */
export interface Advice {
  /** Deals and days that it was shown on, and how often somebody acted on it, or said that it was of no use. */
  shown: number;
  done: number;
  useless: number;
  /** Since when it is muted, by itself or by hand, ms; absent: it speaks. */
  mutedAt?: number;
  mutedBy?: 'itself' | 'person';
  /** It stays, whatever becomes of its advice: the person brought it back. */
  isKept?: boolean;
  /** Deals on which it was put off or done, until when, ms. */
  until: Record<string, number>;
  /** The deals and days that were counted last, all of the day among them, as `<deal>/<day>`. */
  counted: string[];
  /** Deals on which it was shown, and nothing became of it so far. */
  open?: string[];
}

export const NO_ADVICE: Advice = { shown: 0, done: 0, useless: 0, until: {}, counted: [] };

/** So often its advice is tried before a rule is judged, and this share has to be acted on. */
const TRIAL = 12;
const LEAST_DONE = 0.3;
const MOST_COUNTED = 200;
const REST_DAYS: Record<AdviceAnswer, number> = { later: 1, done: 7, useless: 90 };

/** What was shown today and may still come to something is not ignored yet: whoever looks through a list has had no time to act. */
function isIgnored({ shown, done, isKept, counted, open = [] }: Advice, today: string): boolean {
  const fresh = new Set(open.map((id) => `${id}/${today}`));
  const tried = shown - counted.filter((key) => fresh.has(key)).length;
  return isKept !== true && tried >= TRIAL && done < tried * LEAST_DONE;
}

const judge = (advice: Advice, today: string, at: number): Advice =>
  advice.mutedAt === undefined && isIgnored(advice, today) ? { ...advice, mutedAt: at, mutedBy: 'itself' } : advice;

/** It was shown on a deal on a day: counted once. A rule whose trial is over and of which too little is done mutes itself. */
export function shownOn(advice: Advice, recordId: string, day: string, at: number): Advice {
  const key = `${recordId}/${day}`;
  if (advice.counted.includes(key)) return advice;
  const counted = latest([...advice.counted, key], (each) => each.endsWith(`/${day}`));
  const today = new Set(counted);
  const open = latest([...without(advice.open, recordId), recordId], (id) => today.has(`${id}/${day}`));
  return judge({ ...advice, shown: advice.shown + 1, counted, open }, day, at);
}

/** All of today, or a long list would be counted anew each time it is gone through; of former days as many as there is room for. */
function latest(all: readonly string[], isOfToday: (each: string) => boolean): string[] {
  const first = all.length - MOST_COUNTED;
  return all.filter((each, place) => place >= first || isOfToday(each));
}

const without = (open: Advice['open'] = [], recordId: string): string[] => open.filter((id) => id !== recordId);

/** What it was shown for on a deal is no longer so: somebody acted on it, whether they said so or not. */
export const settledOn = (advice: Advice, recordId: string): Advice =>
  advice.open?.includes(recordId) ? { ...advice, done: advice.done + 1, open: without(advice.open, recordId) } : advice;

/** Whether a rule has anything to say on a deal at that instant. */
export const speaks = (advice: Advice | undefined, recordId: string, at: number): boolean =>
  advice === undefined || (advice.mutedAt === undefined && (advice.until[recordId] ?? 0) <= at);

/** What a person decides of one advice: done, of no use here, or tomorrow. */
export type AdviceAnswer = 'done' | 'useless' | 'later';

/** Done rests for a week and useless for a quarter, as days of the person's clock: if it is true then, it is said again. */
export function answered(advice: Advice, recordId: string, answer: AdviceAnswer, at: number, timeZone: string): Advice {
  const today = dayAt(instant(at), timeZone);
  const until = startOfDay(addDays(today, REST_DAYS[answer]), timeZone);
  const kept = Object.entries(advice.until).filter(([, end]) => end > at);
  const next: Advice = {
    ...advice,
    done: advice.done + (answer === 'done' ? 1 : 0),
    useless: advice.useless + (answer === 'useless' ? 1 : 0),
    until: { ...Object.fromEntries(kept), [recordId]: until },
    // Counted by now, or of no use; what was put off is still to come to something.
    ...(answer === 'later' || !advice.open ? {} : { open: without(advice.open, recordId) }),
  };
  return judge(next, today, at);
}

/** By hand. One that is brought back starts anew and is not muted by itself again. */
export function muted(advice: Advice, isMuted: boolean, at: number): Advice {
  const { mutedAt: _at, mutedBy: _by, ...rest } = advice;
  return isMuted
    ? { ...rest, mutedAt: at, mutedBy: 'person' }
    : { ...rest, shown: 0, done: 0, useless: 0, isKept: true };
}
