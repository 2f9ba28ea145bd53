import { dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import {
  type AlertEvent,
  type AlertLedger,
  alertPlan,
  type AlertStep,
  NO_ALERTS,
  pruned,
  settled,
  withoutDigest,
  withShowing,
} from '@/lib/deal/alerts/alert-ledger';
import type { AlertSettings } from '@/lib/deal/alerts/alert-settings';
import { isDigestTime, nextDigest, ringsAt } from '@/lib/deal/alerts/alert-times';

import type { Environment, Notifications, Storage } from './browser-parts';
import { runEach } from './run-each';

const KEY = 'alertLedger';
export const DIGEST = 'digest';

/** What a notification says. */
export interface Said {
  title: string;
  text: string;
}

/** An event, and its words, which are asked for when it is told. */
export interface Told extends AlertEvent {
  /** Of its notification, where it is told by itself. */
  notificationId: string;
  say(): Promise<Said>;
}

/** What stands at one instant. */
export interface ToTell {
  events: readonly Told[];
  /** The sources, by the first part of their events' ids, that were read as a whole. */
  sources: readonly string[];
}

export interface AlertGate {
  /** Opens the account where there is none yet: these were told before there was one. */
  begin(told: readonly string[]): Promise<void>;
  /**
   * The one way to the screen for every notification: shows what may be shown now of what stands. `missedAfterMs`: what is later comes
   * as one list.
   */
  tell(todos: ToTell, missedAfterMs: number): Promise<void>;
  /** When to look again: at what comes next or stands untold, as early as that may be shown, and at the hour of the list. */
  next(at: number | undefined, standing: readonly string[]): Promise<number | undefined>;
  /** The event that a notification is about, the first of a list. */
  pressed(notificationId: string): Promise<void>;
}

/** Holds notifications to what the person and their organisation allow. Its account outlives the worker at any step. */
export function createAlertGate({
  storage,
  notifications,
  iconUrl,
  now,
  timeZone,
  settings,
  notices,
  words,
}: Pick<Environment, 'now'> & {
  /** What stays when the browser is closed. */
  storage: Pick<Storage, 'get' | 'set'>;
  notifications: Notifications;
  iconUrl: string;
  timeZone(): string;
  /** Undefined: nothing is ever shown. */
  settings(): Promise<AlertSettings | undefined>;
  /** What is told in the daily list alone; asked for at its hour. */
  notices?: () => Promise<ToTell>;
  /** The title of a list, and its lines. */
  words(as: Exclude<AlertStep['as'], 'single'>, said: readonly Said[]): Said;
}): AlertGate {
  // Safe: written here alone.
  const read = async (): Promise<AlertLedger | undefined> => (await storage.get(KEY))[KEY] as AlertLedger | undefined;
  const write = (ledger: AlertLedger): Promise<void> => storage.set({ [KEY]: ledger });

  /** The account, with what the worker before left on its way: it is on the screen, or it waits for the list. */
  async function account(): Promise<AlertLedger> {
    const kept = (await read()) ?? NO_ALERTS;
    if (!kept.showing) return kept;
    const ledger = settled(kept, (await notifications.list()).includes(kept.showing.id));
    await write(ledger);
    return ledger;
  }

  let queue: Promise<unknown> = Promise.resolve();
  /** One at a time: whoever reads the account writes it before another reads it. */
  function inTurn(run: () => Promise<void>): Promise<void> {
    const next = queue.then(run, run);
    queue = next.catch(() => undefined);
    return next;
  }

  const gate: AlertGate = {
    async begin(told) {
      if (!(await read())) await write({ ...NO_ALERTS, told });
    },
    async tell(todos, missedAfterMs) {
      const own = await settings();
      const at = now();
      const zone = timeZone();
      let ledger = await account();
      if (!own) return write(pruned(ledger, todos.events, todos.sources, at));
      const today = dayAt(instant(at), zone);
      const isListTime = notices !== undefined && isDigestTime(at, own, zone) && ledger.days[today]?.hadDigest !== true;
      const known = isListTime ? await notices() : { events: [], sources: [] };
      const events = [...todos.events, ...known.events];
      ledger = pruned(ledger, events, [...todos.sources, ...known.sources], at);
      const plan = alertPlan(ledger, events, { at, settings: own, timeZone: zone, missedAfterMs });
      ledger = { ...ledger, held: plan.held };
      if (plan.isDigestDue && plan.steps.every(({ as }) => as !== 'digest')) ledger = withoutDigest(ledger, today);
      await write(ledger);
      await runEach(
        plan.steps.map((step) => async () => {
          const shown = step.events.flatMap((id) => events.find((event) => event.id === id) ?? []);
          const [first] = shown;
          if (!first) return;
          const said = await saidOf(step, shown);
          // One alone comes by its own name.
          const id = shown.length > 1 ? `${DIGEST}:${first.notificationId}` : first.notificationId;
          // A list that begins with the same may stand there still: whether this one came to the screen could not be told.
          await notifications.clear(id).catch((error: unknown) => console.warn(error));
          // Counted and written down before it is shown: whatever happens then, it is not shown a second time.
          await write((ledger = withShowing(ledger, today, id, step)));
          try {
            await notifications.create(id, { type: 'basic', iconUrl, title: said.title, message: said.text });
          } catch (error) {
            await write((ledger = settled(ledger, false)));
            throw error;
          }
          await write((ledger = settled(ledger, true)));
        }),
      );
    },
    async next(at, standing) {
      const own = await settings();
      const soon = now() + 1000;
      if (!own) return at === undefined ? undefined : Math.max(soon, at);
      const zone = timeZone();
      const { days, held, told } = (await read()) ?? NO_ALERTS;
      const isUntold = standing.some((id) => !told.includes(id) && !held.includes(id));
      const times = [
        ...(at === undefined && !isUntold ? [] : [ringsAt(isUntold ? soon : Math.max(soon, at ?? soon), own, zone)]),
        ...(notices || held.length > 0 ? [nextDigest(soon, (on) => days[on]?.hadDigest === true, own, zone)] : []),
      ].filter((each) => each !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    async pressed(notificationId) {
      const kept = await read();
      if (kept?.showing?.id === notificationId) await write(settled(kept, true));
    },
  };
  return {
    ...gate,
    begin: (told) => inTurn(() => gate.begin(told)),
    tell: (todos, missedAfterMs) => inTurn(() => gate.tell(todos, missedAfterMs)),
    pressed: (notificationId) => inTurn(() => gate.pressed(notificationId)),
  };

  async function saidOf({ as }: AlertStep, shown: readonly Told[]): Promise<Said> {
    const said = await Promise.all(shown.map((each) => each.say()));
    const [only] = said;
    return only && said.length === 1 ? only : words(as === 'single' ? 'missed' : as, said);
  }
}
