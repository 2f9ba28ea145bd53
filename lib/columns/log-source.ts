import { CATEGORIES, NO_DAY } from '@/lib/log/event-log';

import { dictionary, type Dictionary, isAbsent } from './dictionary';
import { type IdIndex, idIndex } from './ids';
import type { HeldColumn } from './pack';
import { codesInto, eachChunk, flagsInto, numbersInto, type TableChunks } from './read-columns';

/** States as plain columns: of the records as they are now, or of the CRM's history. `flat` rows, in the order of `rows`. */
export interface States {
  stage: Uint32Array;
  /** Major units in the deal's own currency; NaN where there is none. */
  amount: Float64Array;
  closeDay: Int32Array;
  category: Uint8Array;
}

export interface Deals extends States {
  size: number;
  index: IdIndex;
  ids: string[];
  number(id: string): number;
  createdAt: Float64Array;
  modifiedAt: Float64Array;
  goneAt: Float64Array;
  isClosed: Uint8Array;
  isWon: Uint8Array;
  currency: Uint32Array;
  owner: Uint32Array;
  account: Uint32Array;
  type: Uint32Array;
  source: Uint32Array;
  recordType: Uint32Array;
  campaign: Uint32Array;
  territory: Uint32Array;
}

export interface History extends States {
  size: number;
  index: IdIndex;
  deal: Int32Array;
  from: Float64Array;
  /** 0 where the history does not say in what currency the amount was. */
  currency: Uint32Array;
  /** Percent; NaN where there is none. */
  probability: Float64Array;
  /** Number of the row in the table, for its id. */
  row: Uint32Array;
}

export interface Words {
  stage: Dictionary;
  owner: Dictionary;
  account: Dictionary;
  type: Dictionary;
  source: Dictionary;
  recordType: Dictionary;
  campaign: Dictionary;
  territory: Dictionary;
  currency: Dictionary;
}

export const newWords = (): Words => ({
  stage: dictionary(),
  owner: dictionary(),
  account: dictionary(),
  type: dictionary(),
  source: dictionary(),
  recordType: dictionary(),
  campaign: dictionary(),
  territory: dictionary(),
  currency: dictionary(),
});

/** The deals of some rows, or all in the order in which they first appeared. */
export function readDeals(
  { chunks, index = idIndex(chunks) }: TableChunks,
  words: Words,
  rows: Uint32Array = index.rows(),
): Deals {
  const size = rows.length;
  // Of each row that counts its deal: the index knows the row of an id already, and a map of all ids would be as large as they are.
  let dealOf: Int32Array | undefined;
  const number = (id: string): number => {
    if (!dealOf) {
      dealOf = new Int32Array(index.offsets.at(-1) ?? 0).fill(-1);
      for (let deal = 0; deal < size; deal += 1) dealOf[rows[deal]!] = deal;
    }
    return dealOf[index.find(id)] ?? -1;
  };
  const deals: Deals = {
    size,
    index,
    ids: Array.from(rows, index.idAt),
    number,
    ...newStates(size),
    createdAt: new Float64Array(size),
    modifiedAt: new Float64Array(size),
    goneAt: new Float64Array(size),
    isClosed: new Uint8Array(size),
    isWon: new Uint8Array(size),
    currency: new Uint32Array(size),
    owner: new Uint32Array(size),
    account: new Uint32Array(size),
    type: new Uint32Array(size),
    source: new Uint32Array(size),
    recordType: new Uint32Array(size),
    campaign: new Uint32Array(size),
    territory: new Uint32Array(size),
  };
  eachChunk({ chunks, index }, rows, (columns, own, places) => {
    readStates(deals, words.stage, columns, own, places);
    numbersInto(deals.createdAt, columns['createdAt'], 0, own, places);
    numbersInto(deals.modifiedAt, columns['modifiedAt'], 0, own, places);
    numbersInto(deals.goneAt, columns['goneAt'], Infinity, own, places);
    flagsInto(deals.isClosed, columns['isClosed'], own, places);
    flagsInto(deals.isWon, columns['isWon'], own, places);
    codesInto(deals.currency, words.currency, columns['currency'], own, places);
    codesInto(deals.owner, words.owner, columns['ownerId'], own, places);
    codesInto(deals.account, words.account, columns['accountId'], own, places);
    codesInto(deals.type, words.type, columns['type'], own, places);
    codesInto(deals.source, words.source, columns['source'], own, places);
    codesInto(deals.recordType, words.recordType, columns['recordTypeId'], own, places);
    codesInto(deals.campaign, words.campaign, columns['campaignId'], own, places);
    codesInto(deals.territory, words.territory, columns['territoryId'], own, places);
  });
  return deals;
}

/** The versions of some rows, or every one that counts; `deal` is −1 where the deal is not held. */
export function readHistory(
  { chunks, index = idIndex(chunks) }: TableChunks,
  deals: Deals,
  words: Words,
  rows: Uint32Array = index.rows(),
): History {
  // In the order of the chunks, so that each column is walked once.
  rows.sort();
  const size = rows.length;
  const history: History = {
    size,
    index,
    row: rows,
    ...newStates(size),
    deal: new Int32Array(size),
    from: new Float64Array(size),
    currency: new Uint32Array(size),
    probability: new Float64Array(size),
  };
  eachChunk({ chunks, index }, rows, (columns, own, places) => {
    readStates(history, words.stage, columns, own, places);
    numbersInto(history.from, columns['from'], 0, own, places);
    codesInto(history.currency, words.currency, columns['currency'], own, places);
    numbersInto(history.probability, columns['probability'], Number.NaN, own, places);
    const parents = columns['opportunityId'];
    if (parents?.kind !== 'dict') {
      for (const place of places) history.deal[place] = -1;
      return;
    }
    const { words: ids, values } = parents;
    const numbers = own.length < ids.length ? undefined : Int32Array.from(ids, deals.number);
    for (let i = 0; i < own.length; i += 1) {
      const word = values[own[i] ?? 0] ?? 0;
      history.deal[places[i] ?? 0] = numbers ? (numbers[word] ?? -1) : deals.number(ids[word] ?? '');
    }
  });
  return history;
}

const newStates = (size: number): States => ({
  stage: new Uint32Array(size),
  amount: new Float64Array(size),
  closeDay: new Int32Array(size),
  category: new Uint8Array(size),
});

const CATEGORY_CODES: ReadonlyMap<string, number> = new Map(CATEGORIES.map((word, code) => [word, code]));

function readStates(
  into: States,
  stages: Dictionary,
  columns: Record<string, HeldColumn>,
  own: Uint32Array,
  places: Uint32Array,
): void {
  codesInto(into.stage, stages, columns['stage'], own, places);
  numbersInto(into.amount, columns['amount'], Number.NaN, own, places);
  const { closeDate, category } = columns;
  for (let i = 0; i < own.length; i += 1) {
    const row = own[i] ?? 0;
    const isKnown = closeDate?.kind === 'day' && !isAbsent(closeDate.absent, row);
    into.closeDay[places[i] ?? 0] = isKnown ? (closeDate.values[row] ?? NO_DAY) : NO_DAY;
  }
  if (category?.kind !== 'dict') return;
  const codes = Uint8Array.from(category.words, (word) => CATEGORY_CODES.get(word) ?? 0);
  for (let i = 0; i < own.length; i += 1) {
    const row = own[i] ?? 0;
    into.category[places[i] ?? 0] = isAbsent(category.absent, row) ? 0 : (codes[category.values[row] ?? 0] ?? 0);
  }
}
