import { NO_DAY, type PipelineLog } from '@/lib/domain/log';

import type { Coder } from './coder';
import { assembleLog, type LogSettings } from './log';
import { categoryCode, logCoders, type OwnerChange, rawDeals, type RawStates, rawVersions } from './log-input';
import { type PackedColumn, valueAt } from './pack';
import type { Chunk, ColumnTable } from './table';

/** The event log straight from the packed tables: codes are mapped chunk by chunk, and no row is built. */
export function logOfTables(
  tables: {
    opportunity: ColumnTable<'opportunity'>;
    version: ColumnTable<'version'>;
    fieldChange: ColumnTable<'fieldChange'>;
  },
  settings: LogSettings & { goneAt?: ReadonlyMap<string, number> },
): PipelineLog {
  const coders = logCoders();
  const deals = rawDeals(tables.opportunity.size);
  const place = new Map<string, number>();
  const byWord = recoder();
  let size = 0;
  tables.opportunity.each((chunk, row) => {
    const at = size;
    size += 1;
    const id = textAt(chunk, 'id', row);
    place.set(id, at);
    deals.ids[at] = id;
    deals.createdAt[at] = numberAt(chunk, 'createdAt', row);
    deals.modifiedAt[at] = numberAt(chunk, 'modifiedAt', row);
    deals.isClosed[at] = boolAt(chunk, 'isClosed', row);
    deals.isWon[at] = boolAt(chunk, 'isWon', row);
    deals.owner[at] = byWord(chunk, 'ownerId', row, coders.owner);
    deals.account[at] = byWord(chunk, 'accountId', row, coders.account);
    deals.type[at] = byWord(chunk, 'type', row, coders.type);
    deals.source[at] = byWord(chunk, 'source', row, coders.source);
    deals.recordType[at] = byWord(chunk, 'recordTypeId', row, coders.recordType);
    deals.currency[at] = byWord(chunk, 'currency', row, coders.currency);
    deals.goneAt[at] = settings.goneAt?.get(id) ?? Infinity;
    stateAt(deals, at, chunk, row);
  });

  const versions = rawVersions(tables.version.size);
  const dealOf = recoder((word) => place.get(word));
  let held = 0;
  tables.version.each((chunk, row) => {
    const deal = dealOf(chunk, 'opportunityId', row);
    if (deal < 0) return;
    versions.deal[held] = deal;
    versions.from[held] = numberAt(chunk, 'from', row);
    stateAt(versions, held, chunk, row);
    held += 1;
  });

  const ownerChanges: OwnerChange[] = [];
  tables.fieldChange.each((chunk, row) => {
    if (textAt(chunk, 'field', row) !== 'Owner') return;
    const deal = dealOf(chunk, 'opportunityId', row);
    const to = textAt(chunk, 'to', row);
    if (deal < 0 || to === '') return;
    const from = coders.owner.code(textAt(chunk, 'from', row));
    ownerChanges.push({ deal, at: numberAt(chunk, 'at', row), from, to: coders.owner.code(to) });
  });
  return assembleLog({ coders, deals, versions: { ...versions, size: held }, ownerChanges }, settings);

  function stateAt(into: RawStates, at: number, chunk: Chunk, row: number): void {
    into.stage[at] = byWord(chunk, 'stage', row, coders.stage);
    into.amount[at] = numberAt(chunk, 'amount', row);
    const day = column(chunk, 'closeDate');
    into.closeDay[at] = day?.kind === 'day' && !isAbsent(day, row) ? (day.values[row] ?? NO_DAY) : NO_DAY;
    into.category[at] = byCategory(chunk, 'category', row);
  }
}

const column = (chunk: Chunk, field: string): PackedColumn | undefined =>
  chunk.hot.columns[field] ?? chunk.cold?.columns[field];
const isAbsent = ({ absent }: PackedColumn, row: number): boolean =>
  absent !== undefined && (((absent[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

function numberAt(chunk: Chunk, field: string, row: number): number {
  const found = column(chunk, field);
  return found?.kind === 'number' && !isAbsent(found, row) ? (found.values[row] ?? Number.NaN) : Number.NaN;
}
function boolAt(chunk: Chunk, field: string, row: number): number {
  const found = column(chunk, field);
  return found?.kind === 'bool' ? (found.values[row] ?? 0) : 0;
}
function textAt(chunk: Chunk, field: string, row: number): string {
  const found = column(chunk, field);
  const value = found && valueAt(found, row);
  return typeof value === 'string' ? value : '';
}

const byCategory = recoder((word) => categoryCode(word));

/** Codes of one chunk's own dictionary as codes of another: each word is looked up once a chunk. −1 where it has none. */
function recoder(
  find?: (word: string) => number | undefined,
): (chunk: Chunk, field: string, row: number, into?: Coder) => number {
  const known = new WeakMap<PackedColumn, Int32Array>();
  return (chunk, field, row, into) => {
    const found = column(chunk, field);
    if (found?.kind !== 'dict' || isAbsent(found, row)) return find ? (find('') ?? -1) : 0;
    let codes = known.get(found);
    if (!codes) {
      codes = Int32Array.from(found.words, (word) => (find ? (find(word) ?? -1) : (into?.code(word) ?? 0)));
      known.set(found, codes);
    }
    return codes[found.values[row] ?? 0] ?? -1;
  };
}
