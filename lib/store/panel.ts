import { create } from 'zustand';

import type { ListView } from '@/lib/answers/list';
import type { RecordAnswer } from '@/lib/answers/record';
import type { Place, PortMessage } from '@/lib/messaging/protocol';

import { getBackend } from './backend';

/** So long the panel waits for the page to show the name of the record that its address already names. */
const PAGE_LAG_MS = 3000;
/** So soon it says that the page cannot be read. */
const UNREADABLE_MS = 800;

interface PanelState {
  host: string;
  place: Place;
  /** When the address last named another place, ms. */
  placedAt: number;
  answer?: RecordAnswer;
  list?: ListView;
  /** A record opened from our own list, above the page's place. */
  drilled?: string;
  error?: string;
  now: number;
}

export const usePanel = create<PanelState>(() => ({ host: '', place: { kind: 'other' }, placedAt: 0, now: 0 }));

/** The record that the panel is about: the drilled one, or the page's. */
const wantedRecord = ({ drilled, place }: PanelState): string | undefined =>
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
  const { answer, place, drilled, placedAt, now } = state;
  const wanted = wantedRecord(state);
  if (!answer || wanted === undefined || (answer.view && answer.view.recordId.slice(0, 15) !== wanted.slice(0, 15)))
    return { isWaiting: true };
  if (!answer.view || drilled !== undefined || place.kind !== 'record') return { answer, isWaiting: false };
  const { name } = place;
  if (name !== undefined && isSameName(name, answer.view.opportunity.name)) return { answer, isWaiting: false };
  if (now - placedAt < PAGE_LAG_MS)
    return { isWaiting: true, isUnreadable: name === undefined && now - placedAt >= UNREADABLE_MS };
  return { answer, isWaiting: false, ...(name === undefined ? {} : { pageName: name }) };
}

/** Pages shorten long names with an ellipsis. */
function isSameName(shown: string, real: string): boolean {
  const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const [a, b] = [clean(shown), clean(real)];
  return a === b || (/(\.\.\.|…)$/.test(a) && b.startsWith(a.replace(/(\.\.\.|…)$/, '').trim()));
}

let lastSeq = 0;

/** The page's address changed, or its DOM caught up. */
export function arrive({ seq, host, place }: Extract<PortMessage, { type: 'at' }>): void {
  if (seq <= lastSeq) return;
  lastSeq = seq;
  const before = usePanel.getState();
  const isSame = before.host === host && placeKey(before.place) === placeKey(place);
  const now = getBackend().now();
  if (isSame) {
    usePanel.setState({ place, now });
    return;
  }
  const keepsAnswer = place.kind === 'record' && before.answer?.view?.recordId === place.recordId;
  usePanel.setState(
    {
      host,
      place,
      placedAt: now,
      now,
      ...(keepsAnswer && before.answer ? { answer: before.answer } : {}),
      ...(place.kind === 'list' && before.list ? { list: before.list } : {}),
    },
    true,
  );
  setTimeout(() => judgePage(placeKey(place)), UNREADABLE_MS);
  void ask();
}

/** Whether the page that its address names could be read by now: said on the panel, and counted for the adapter's health. */
function judgePage(key: string): void {
  const { place } = usePanel.getState();
  if (placeKey(place) !== key || (place.kind !== 'record' && place.kind !== 'list')) return;
  usePanel.setState({ now: getBackend().now() });
  const isFound = place.kind === 'record' ? place.name !== undefined : place.ids.length > 0;
  getBackend()
    .send('page/read', { kind: place.kind, isFound })
    .catch(() => undefined);
}

export const drill = (recordId: string | undefined): void => {
  const { answer: _answer, drilled: _drilled, ...rest } = usePanel.getState();
  usePanel.setState({ ...rest, ...(recordId === undefined ? {} : { drilled: recordId }) }, true);
  void ask();
};

/** Asks for what the panel shows. An answer that comes after the panel moved on is dropped. */
export async function ask(): Promise<void> {
  const state = usePanel.getState();
  const { host, place } = state;
  const wanted = wantedRecord(state);
  const { queries } = getBackend();
  try {
    if (wanted !== undefined) {
      const answer = await queries.record({ host, recordId: wanted });
      if (wantedRecord(usePanel.getState()) === wanted) usePanel.setState({ answer, now: getBackend().now() });
    } else if (place.kind === 'list') {
      const list = await queries.list({ host, ids: place.ids });
      const now = usePanel.getState();
      if (now.place.kind === 'list' && now.drilled === undefined) usePanel.setState({ list, now: getBackend().now() });
    }
  } catch (error) {
    usePanel.setState({ error: error instanceof Error ? error.message : String(error) });
  }
}

/** Reads the record on screen from the CRM again. */
export async function refreshRecord(): Promise<void> {
  const state = usePanel.getState();
  const recordId = wantedRecord(state);
  if (recordId !== undefined) await getBackend().send('record/refresh', { host: state.host, recordId });
  else await getBackend().send('sync/now', { host: state.host });
  await ask();
}

/** Keeps the panel current: on every revision, and by reading the open record again now and then. Returns the way to stop. */
export function followPanel(): () => void {
  const stop = getBackend().onRevision(() => void ask());
  const tick = setInterval(() => usePanel.setState({ now: getBackend().now() }), 1000);
  const read = setInterval(() => {
    const state = usePanel.getState();
    const isClosed = state.answer?.freshness.pageOnly !== undefined;
    if (globalThis.document?.visibilityState === 'visible' && wantedRecord(state) !== undefined && !isClosed)
      void refreshRecord();
  }, 20_000);
  return () => {
    stop();
    clearInterval(tick);
    clearInterval(read);
  };
}

const placeKey = (place: Place): string =>
  place.kind === 'record' ? place.recordId.slice(0, 15) : place.kind === 'list' ? place.ids.join() : place.kind;
