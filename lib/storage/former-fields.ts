import type { Table } from 'dexie';

import { wordTable } from '@/lib/calendar/word-table';
import { pack, type Packed, unpack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import { spread, squeeze, type Squeezed } from '@/lib/columns/squeeze';

/** Up to version 4 a tracked change was stored under the name that the CRM had for its field; since then under the model's own. */
const FORMER = wordTable<string>({
  Owner: 'ownerId',
  Account: 'accountId',
  RecordType: 'recordTypeId',
  Name: 'name',
  Type: 'type',
  LeadSource: 'source',
  CurrencyIsoCode: 'currency',
  NextStep: 'nextStep',
  StageName: 'stage',
  Amount: 'amount',
  CloseDate: 'closeDate',
  Probability: 'probability',
  ForecastCategory: 'category',
});
/** Of these also the rows with names were stored, beside those with ids. */
const WITH_NAMES: ReadonlySet<string> = new Set(['Account', 'RecordType']);
const isId = (value: unknown): boolean => /^[a-zA-Z0-9]{15}([A-Z0-5]{3})?$/.test(String(value));

/** Stores the field history once more under the model's names of its fields, without the rows that hold names only. */
export async function renameFields(hot: Table<{ table: string; packed: Packed | Squeezed }>): Promise<void> {
  const keys = await hot
    .toCollection()
    .filter(({ table }) => table === 'fieldChange')
    .primaryKeys();
  for (const key of keys) {
    const chunk = await hot.get(key);
    if (!chunk) continue;
    const rows = unpack(spread(chunk.packed)).flatMap((row) => {
      const field = String(row['field']);
      const isNamed = WITH_NAMES.has(field) && !isId(row['to'] ?? row['from']);
      return isNamed ? [] : [{ ...row, field: FORMER[field] ?? field }];
    });
    await hot.put({ ...chunk, packed: squeeze(pack(SCHEMAS.fieldChange, rows)) });
  }
}
