import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';

import type { ListView } from '@/lib/answers/list';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { isRecent } from '@/lib/calendar/recent';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { Place, PortMessage } from '@/lib/messaging/protocol';

import { type Answered, answerOf, asking, failed, inOrder, ready, WAITING } from './answered';
import { getBackend } from './backend';

/** So long the panel waits for the page to show the name of the record that its address already names. */
const PAGE_LAG_MS = 3000;
/** So soon it says that the page cannot be read. */
const UNREADABLE_MS = 800;
/** A timer may ring up to a millisecond before its time by the clock: whoever looks only then would see that it is not time yet, and never look again. */
const SURELY_MS = 20;

interface PanelState {
  host: string;
  place: Place;
  /** When the address last named another place, ms. */
  placedAt: number;
  /** Of the record that is wanted. */
  record: Answered<RecordAnswer>;
  /** Of the list on the page. */
  list: Answered<ListView>;
  /** A record opened from our own list, above the page's place. */
  drilled?: string;
  /** When the page was last looked at, ms. */
  now: number;
  /** Whether another copy of the extension stands in the page. */
  isTwice?: boolean;
  /** Whether the page has given the panel the focus. */
  isGivenFocus?: boolean;
}

const NOWHERE: PanelState = {
  host: '',
  place: { kind: 'other' },
  placedAt: 0,
  record: WAITING,
  list: WAITING,
  now: 0,
};

export const usePanel = create<PanelState>(() => NOWHERE);

/** The record that the panel is about: the drilled one, or the page's. */
export const wantedRecord = ({ drilled, place }: PanelState): string | undefined =>
  drilled ?? (place.kind === 'record' ? place.recordId : undefined);

/**
 * The answer that may be shown: of the wanted record and no other, and not before the page itself shows that record, since an
 * address changes before its page. After three seconds the address alone decides; the panel then names the record anyway.
 */
export function shownAnswer(state: PanelState): {
  answer?: RecordAnswer;
  isWaiting: boolean;
  isUnreadable?: boolean;
  pageName?: string;
} {
  const { record, place, drilled, placedAt, now } = state;
  const answer = answerOf(record);
  const wanted = wantedRecord(state);
  if (!answer || wanted === undefined || (answer.view && answer.view.recordId !== wanted)) return { isWaiting: true };
  if (!answer.view || drilled !== undefined || place.kind !== 'record') return { answer, isWaiting: false };
  // Its page shows no name. What stands there for a moment may still be the former deal's.
  if (place.isAside) return isRecent(placedAt, now, UNREADABLE_MS) ? { isWaiting: true } : { answer, isWaiting: false };
  const { name } = place;
  if (name !== undefined && isSameName(name, answer.view.opportunity.name)) return { answer, isWaiting: false };
  if (isRecent(placedAt, now, PAGE_LAG_MS))
    return { isWaiting: true, isUnreadable: name === undefined && now - placedAt >= UNREADABLE_MS };
  return { answer, isWaiting: false, ...(name === undefined ? {} : { pageName: name }) };
}

/** The same for a view, which is drawn again only when it changes. */
export const useShownAnswer = (): ReturnType<typeof shownAnswer> => usePanel(useShallow(shownAnswer));

/** Pages shorten long names with an ellipsis. */
function isSameName(shown: string, real: string): boolean {
  const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const [a, b] = [clean(shown), clean(real)];
  return a === b || (/(\.\.\.|…)$/.test(a) && b.startsWith(a.replace(/(\.\.\.|…)$/, '').trim()));
}

let lastSeq = 0;

/** The page's address changed, or its DOM caught up. */
export function arrive({ seq, host, place, isTwice = false }: Extract<PortMessage, { type: 'at' }>): void {
  if (seq <= lastSeq) return;
  lastSeq = seq;
  const before = usePanel.getState();
  const isSame = before.host === host && placeKey(before.place) === placeKey(place);
  const now = getBackend().now();
  if (isSame) {
    usePanel.setState({ place, now, isTwice });
    return;
  }
  const isShown = place.kind === 'record' && answerOf(before.record)?.view?.recordId === place.recordId;
  usePanel.setState(
    {
      host,
      place,
      placedAt: now,
      record: isShown ? before.record : WAITING,
      list: place.kind === 'list' ? before.list : WAITING,
      isTwice,
      now,
    },
    true,
  );
  const key = placeKey(place);
  setTimeout(() => judgePage(key), UNREADABLE_MS + SURELY_MS);
  setTimeout(() => placeKey(usePanel.getState().place) === key && look(), PAGE_LAG_MS + SURELY_MS);
  void askRecord();
}

const look = (): void => usePanel.setState({ now: getBackend().now() });

/** Whether the page that its address names could be read by now: said on the panel, and counted for the adapter's health. */
function judgePage(key: string): void {
  const { place } = usePanel.getState();
  if (placeKey(place) !== key || (place.kind !== 'record' && place.kind !== 'list')) return;
  look();
  if (place.kind === 'record' && place.isAside) return;
  const isFound = place.kind === 'record' ? place.name !== undefined : place.ids.length > 0;
  getBackend()
    .send('page/read', { kind: place.kind, isFound })
    .catch(() => undefined);
}

export const drill = (recordId: string | undefined): void => {
  const { drilled: _drilled, ...rest } = usePanel.getState();
  usePanel.setState({ ...rest, record: WAITING, ...(recordId === undefined ? {} : { drilled: recordId }) }, true);
  void askRecord();
};

const order = inOrder();

/** Nothing of what was known is shown any more: who is asked as has changed. */
export function forget(): void {
  usePanel.setState({ record: WAITING, list: WAITING });
  void askRecord();
}

/** Asks for what the panel shows. An answer that comes after the panel moved on is dropped, and so is a failure. */
export async function askRecord(): Promise<void> {
  const { host, place, drilled } = usePanel.getState();
  const wanted = wantedRecord(usePanel.getState());
  const asked = order.next();
  const { queries, now } = getBackend();
  if (wanted !== undefined) {
    const isOver = (): boolean => wantedRecord(usePanel.getState()) !== wanted || order.isLate(asked);
    try {
      const answer = await queries.record({ host, recordId: wanted });
      if (!isOver()) usePanel.setState({ record: ready(answer), now: now() });
    } catch (error) {
      if (!isOver()) usePanel.setState(({ record }) => ({ record: failed(record, error), now: now() }));
    }
  } else if (place.kind === 'list') {
    const isOver = (): boolean => {
      const state = usePanel.getState();
      return state.place.kind !== 'list' || state.drilled !== drilled || order.isLate(asked);
    };
    try {
      const list = await queries.list({ host, ids: place.ids });
      if (!isOver()) usePanel.setState({ list: ready(list), now: now() });
    } catch (error) {
      if (!isOver()) usePanel.setState((state) => ({ list: failed(state.list, error), now: now() }));
    }
  }
}

/** Reads what is on screen from the CRM again, and asks for it. */
async function read(): Promise<void> {
  const state = usePanel.getState();
  const recordId = wantedRecord(state);
  const { send } = getBackend();
  try {
    if (recordId !== undefined) await send('record/refresh', { host: state.host, recordId });
    else await send('sync/now', { host: state.host });
  } catch (error) {
    const after = usePanel.getState();
    if (wantedRecord(after) !== recordId) return;
    if (recordId !== undefined) usePanel.setState({ record: failed(after.record, error) });
    else usePanel.setState({ list: failed(after.list, error) });
    return;
  }
  await askRecord();
}

/** The same by hand: after a failure it shows that it waits. */
export async function readAgain(): Promise<void> {
  usePanel.setState(({ record, list }) => ({ record: asking(record), list: asking(list) }));
  await read();
}

/** While nothing may be read, nothing is tried. */
const AT_REST: ReadonlySet<ConnectionState> = new Set(['deleted', 'private', 'otherUser']);

/** Keeps the panel current: on every revision, and by reading the open record again now and then. Returns the way to stop. */
export function followPanel(): () => void {
  const stop = getBackend().onRevision(() => void askRecord());
  const reading = setInterval(() => {
    const state = usePanel.getState();
    const freshness = answerOf(state.record)?.freshness;
    const isClosed = freshness?.pageOnly !== undefined || (freshness && AT_REST.has(freshness.state));
    if (globalThis.document?.visibilityState === 'visible' && wantedRecord(state) !== undefined && !isClosed)
      void read();
  }, 20_000);
  return () => {
    stop();
    clearInterval(reading);
  };
}

const placeKey = (place: Place): string =>
  place.kind === 'record' ? place.recordId : place.kind === 'list' ? place.ids.join() : place.kind;
