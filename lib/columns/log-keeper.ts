import { orgZone, type TableName } from '@/lib/deal/org';
import type { PipelineLog } from '@/lib/log/event-log';
import { carryEntries } from '@/lib/log/stage-entries';

import { addParents, isContinued, newRows } from './changed-deals';
import { statesOf } from './deal-states';
import { type BuiltLog, builtLog, type LogTables, stateSettings } from './log';
import { readDeals, readHistory } from './log-source';
import { spliced } from './splice';
import type { ColumnTable } from './table';
import { readTrackedChanges, TRACKED } from './tracked-changes';

/** What a log is made of: tables in memory, and the settings that states go by. */
export interface KeptTables extends Omit<LogTables, 'opportunity' | 'version' | 'fieldChange'> {
  opportunity: ColumnTable<'opportunity'>;
  version: ColumnTable<'version'>;
  fieldChange: ColumnTable<'fieldChange'>;
}

interface Held extends BuiltLog {
  tables: KeptTables;
  settings: string;
}

/** A log of which more than this part has new states is as soon made anew. */
const MOST_SHARE = 1 / 4;

/**
 * Keeps one log up to date: where tables go on after those that it was last made of, only the deals that the new rows bear on are put
 * in order again. It is made anew where that could touch any deal: other stages, currencies or rates, new chunks in place of known ones, a deal
 * removed, or tracking that reaches further back than was known.
 */
export function logKeeper(): (tables: KeptTables) => PipelineLog {
  let held: Held | undefined;
  return (tables) => {
    const { profile, stages, keptSince = Infinity } = tables;
    const { currency, rates, datedRates } = profile;
    const known = [...stages].map(([name, { isClosed, isWon }]) => [name, isClosed, isWon]);
    const zone = orgZone({ timeZone: 'UTC', ...profile });
    const settings = JSON.stringify([known, currency, rates, datedRates, zone]);
    const updated = held && held.settings === settings ? update(held, tables) : undefined;
    const built = updated ?? builtLog(tables);
    const log = built.log.keptSince === keptSince ? built.log : { ...built.log, keptSince };
    held = { ...built, log, tables, settings };
    return log;
  };
}

/** Undefined where the log must be made anew. */
function update(held: Held, tables: KeptTables): BuiltLog | undefined {
  const { tables: before, words, since } = held;
  const { opportunity, version, fieldChange } = tables;
  const names = ['opportunity', 'version', 'fieldChange'] as const;
  if (!names.every((name) => isContinued(before[name], tables[name]))) return undefined;
  // Positions in the log are places in the index as long as no deal was ever removed.
  const isWhole = ({ index }: ColumnTable<'opportunity'>): boolean => index.size === index.places;
  if (!isWhole(before.opportunity) || !isWhole(opportunity)) return undefined;
  const ids = new Set<string>();
  for (const row of newRows(before.opportunity, opportunity)) ids.add(opportunity.index.idAt(row));
  addParents(ids, before.version, version);
  addParents(ids, before.fieldChange, fieldChange);
  const found = [...ids].map((id) => opportunity.index.place(id)).filter((place) => place >= 0);
  if (found.length === 0) return held;
  if (found.length > opportunity.size * MOST_SHARE) return undefined;
  const places = found.toSorted((a, b) => a - b);
  const deals = readDeals(opportunity, words, Uint32Array.from(places, opportunity.index.rowOf));
  const rowsOf = (table: ColumnTable<'version'> | ColumnTable<'fieldChange'>): Uint32Array =>
    Uint32Array.from(deals.ids.flatMap((id) => table.children.of(id)));
  const history = readHistory(version, deals, words, rowsOf(version));
  const own = readTrackedChanges(fieldChange, deals, words, rowsOf(fieldChange));
  if (TRACKED.some((name) => own.since[name] < since[name]) || hasReplaced(before.fieldChange, fieldChange))
    return undefined;
  const states = statesOf(deals, history, { byDeal: own.byDeal, since }, stateSettings(tables, words));
  const log = spliced(held.log, { places, deals, states }, words);
  carryEntries(held.log, log, places);
  return { words, since, log };
}

/** Whether a change that was known before reads otherwise now, or is gone: tracking may then seem to begin later. */
function hasReplaced<Name extends TableName>(before: ColumnTable<Name>, after: ColumnTable<Name>): boolean {
  for (const row of newRows(before, after)) if (before.index.find(after.index.idAt(row)) >= 0) return true;
  return after.chunks.slice(before.chunks.length).some(({ deletedIds = [] }) => deletedIds.length > 0);
}
