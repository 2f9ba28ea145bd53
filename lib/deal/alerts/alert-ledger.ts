import { dayAt, type Day, DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';

import type { AlertSettings } from './alert-settings';
import { isDigestAhead, isDigestTime, mayRing } from './alert-times';

/** Something that a person is to be told of once. */
export interface AlertEvent {
  /** `<source>/…`: one that comes back later, such as a reminder put off, has another. */
  id: string;
  /** Since when it is to be told, ms. */
  at: number;
  /** To be done, and told at its time; or to be known, and told in the daily list. */
  kind: 'todo' | 'notice';
}

/** What was told, what waits, and how many notifications each day has had. */
export interface AlertLedger {
  days: Record<Day, { rung: number; hadDigest?: true }>;
  /** Events that were told and may come again from their source. */
  told: readonly string[];
  /** Those of them that stood no longer, and since when, ms. */
  gone?: Record<string, number>;
  /** Too many for their day: they wait for the daily list. */
  held: readonly string[];
  /** A notification on its way to the screen, and what it tells: whether it came there is found out before anything else is shown. */
  showing?: { id: string; events: readonly string[] };
}

export const NO_ALERTS: AlertLedger = { days: {}, told: [], held: [] };

/** One notification: an event by itself, many that come at once, what was missed as a list, or the list of the day. */
export interface AlertStep {
  as: 'single' | 'several' | 'missed' | 'digest';
  events: readonly string[];
}

/** A clock may be set back: days of the last weeks are remembered whatever comes after them. */
const MOST_DAYS = 40;
/** For the same reason so long an event that was told and stands no longer is not told anew if it stands again. */
const GONE_MS = 14 * DAY_MS;

interface When {
  at: number;
  settings: AlertSettings;
  timeZone: string;
  /** Later than this, an event was missed. */
  missedAfterMs: number;
}

const rungOn = ({ days }: AlertLedger, on: Day): number => days[on]?.rung ?? 0;

/**
 * What is shown now of the events that stand, and what waits for the next list. Never more in a day than are allowed, of which one is kept
 * for the list that is still to come; nothing in quiet hours or on a free day.
 */
export function alertPlan(
  ledger: AlertLedger,
  events: readonly AlertEvent[],
  { at, settings, timeZone, missedAfterMs }: When,
): { steps: AlertStep[]; held: string[]; isDigestDue: boolean } {
  const known = new Set([...ledger.told, ...(ledger.showing?.events ?? [])]);
  const untold = events.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id));
  const standing = new Set(untold.map(({ id }) => id));
  const held = ledger.held.filter((id) => standing.has(id));
  if (!mayRing(at, settings, timeZone)) return { steps: [], held, isDigestDue: false };

  const today = dayAt(instant(at), timeZone);
  const isDigestDue = isDigestTime(at, settings, timeZone) && ledger.days[today]?.hadDigest !== true;
  const kept = !isDigestDue && isDigestAhead(at, settings, timeZone) && ledger.days[today]?.hadDigest !== true ? 1 : 0;
  let room = settings.perDay - rungOn(ledger, today) - kept;
  const todos = untold.filter(({ id, kind }) => kind === 'todo' && !held.includes(id));
  const fresh = todos.filter((event) => at - event.at <= missedAfterMs);
  const missed = todos.filter((event) => !fresh.includes(event));
  const steps: AlertStep[] = [];
  const show = (as: AlertStep['as'], shown: readonly AlertEvent[]): boolean => {
    if (shown.length === 0 || room <= 0) return false;
    room -= 1;
    steps.push({ as, events: shown.map(({ id }) => id) });
    return true;
  };
  const wait = (waiting: readonly AlertEvent[]): void => void held.push(...waiting.map(({ id }) => id));

  if (isDigestDue) {
    const list = untold.filter((event) => !fresh.includes(event));
    if (show('digest', list)) held.length = 0;
    else wait(missed);
  } else if (!show('missed', missed)) wait(missed);
  // More than may be shown come at the same moment: the last one tells of all that are left.
  const alone = fresh.length > room ? Math.max(0, room - 1) : fresh.length;
  for (const event of fresh.slice(0, alone)) show('single', [event]);
  const rest = fresh.slice(alone);
  if (rest.length > 0 && !show(rest.length > 1 ? 'several' : 'single', rest)) wait(rest);
  return { steps, held, isDigestDue };
}

/** One more is on its way on that day. */
export const withShowing = (ledger: AlertLedger, on: Day, id: string, step: AlertStep): AlertLedger => ({
  ...ledger,
  days: withDay(ledger, on, { rung: rungOn(ledger, on) + 1, ...(step.as === 'digest' ? { hadDigest: true } : {}) }),
  showing: { id, events: step.events },
});

/** The list of a day had nothing to tell: what comes later goes into the next. */
export const withoutDigest = (ledger: AlertLedger, on: Day): AlertLedger => ({
  ...ledger,
  days: withDay(ledger, on, { rung: rungOn(ledger, on), hadDigest: true }),
});

/** What was on its way came to the screen, or did not and waits for the list. */
export function settled({ showing, ...ledger }: AlertLedger, isShown: boolean): AlertLedger {
  if (!showing) return ledger;
  const { events } = showing;
  return isShown
    ? {
        ...ledger,
        told: [...ledger.told, ...events],
        held: ledger.held.filter((id) => !events.includes(id)),
      }
    : { ...ledger, held: [...new Set([...ledger.held, ...events])] };
}

/** Without what waits of events that stand no longer, or was told of them long ago, of the sources that were read as a whole. */
export function pruned(
  { gone = {}, ...ledger }: AlertLedger,
  events: readonly AlertEvent[],
  sources: readonly string[],
  at: number,
): AlertLedger {
  const standing = new Set(events.map(({ id }) => id));
  const stays = (id: string): boolean => standing.has(id) || !sources.includes(id.split('/')[0] ?? '');
  const since = new Map(ledger.told.flatMap((id) => (stays(id) ? [] : [[id, gone[id] ?? at] as const])));
  const told = ledger.told.filter((id) => Math.abs(at - (since.get(id) ?? at)) < GONE_MS);
  return {
    ...ledger,
    told,
    held: ledger.held.filter(stays),
    gone: Object.fromEntries([...since].filter(([id]) => told.includes(id))),
  };
}

function withDay({ days }: AlertLedger, on: Day, day: AlertLedger['days'][Day]): AlertLedger['days'] {
  const { [on]: former, ...others } = days;
  return Object.fromEntries([...Object.entries(others).slice(1 - MOST_DAYS), [on, { ...former, ...day }]]);
}
