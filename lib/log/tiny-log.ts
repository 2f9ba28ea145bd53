import { instant } from '@/lib/calendar/instant';
import { CATEGORIES, closeDayOf, type DealState, LOST, OPEN, type PipelineLog, WON } from '@/lib/log/event-log';
import { positions } from '@/lib/log/positions';

/** A deal before and after; absent when it is not there. */
export interface TinyDeal {
  before?: DealState;
  after?: DealState;
}

/** Three instants of {@link tinyLog}: when its deals come to be, before and after what happens. */
export const BORN = instant(1);
export const BEFORE = instant(10);
export const AFTER = instant(20);

/** The event log of a worked example: each deal with a state before and one after. */
export function tinyLog(pairs: readonly TinyDeal[]): PipelineLog {
  const versions = pairs.map(({ before, after }) => [
    ...(before ? [{ ...before, from: BORN }] : []),
    ...(after ? [{ ...after, from: 15 }] : []),
  ]);
  const all = versions.flat();
  const stages = ['', ...new Set(all.map(({ stage }) => stage))];
  const owners = ['', ...new Set(all.flatMap(({ ownerId }) => ownerId ?? []))];
  const none = { codes: new Uint8Array(pairs.length), words: [''] };
  return {
    size: pairs.length,
    ids: pairs.map((_, deal) => `deal ${deal + 1}`),
    timeZone: 'UTC',
    datedAt: new Float64Array(pairs.length),
    createdAt: Float64Array.from(pairs, ({ before }) => (before ? BORN : 15)),
    goneAt: Float64Array.from(pairs, ({ after }) => (after ? Infinity : 15)),
    modifiedAt: Float64Array.from(pairs, () => 15),
    account: none.codes,
    type: none.codes,
    source: none.codes,
    recordType: none.codes,
    campaign: none.codes,
    territory: none.codes,
    starts: positions(Uint32Array.from([0, ...versions.map((_, deal) => versions.slice(0, deal + 1).flat().length)])),
    from: Float64Array.from(all, ({ from }) => from),
    stage: Uint8Array.from(all, ({ stage }) => stages.indexOf(stage)),
    status: Uint8Array.from(all, ({ status }) => ({ open: OPEN, won: WON, lost: LOST })[status]),
    amount: Float64Array.from(all, ({ amount = Number.NaN }) => amount),
    closeDay: Int32Array.from(all, ({ closeDate }) => closeDayOf(closeDate)),
    owner: Uint8Array.from(all, ({ ownerId }) => Math.max(0, owners.indexOf(ownerId ?? ''))),
    category: Uint8Array.from(all, ({ category }) => Math.max(0, CATEGORIES.indexOf(category ?? ''))),
    doubt: new Uint16Array(all.length),
    past: {},
    ownersSince: 0,
    keptSince: 0,
    words: {
      account: none.words,
      type: none.words,
      source: none.words,
      recordType: none.words,
      campaign: none.words,
      territory: none.words,
      stage: stages,
      owner: owners,
    },
  };
}
