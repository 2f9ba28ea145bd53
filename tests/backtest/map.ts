import { basename, dirname, resolve } from 'node:path';

import { currenciesOf } from '@/lib/files/currencies';
import { headerUnit } from '@/lib/files/header';
import { t } from '@/lib/i18n';

import { type MappedColumns, mappedColumns, type Say, tally } from './map-columns';
import { MapError } from './map-error';
import { mappedLog } from './map-log';
import { readColumns } from './map-read';
import { type Mapping, namedColumns, readMapping } from './map-shape';
import { mappedTable } from './map-table';
import type { BacktestRow } from './row';

import '../english';

/** Any CSV or event log, as a small file describes it (lib/scoring/README.md); `say` is told what a person should know of the set. */
export function mapped(path: string, say: Say = console.log): BacktestRow[] {
  const mapping = readMapping(path);
  const named = namedColumns(mapping);
  const delimiter = mapping.delimiter === '\\t' || mapping.delimiter === 'tab' ? '\t' : mapping.delimiter;
  const file = readColumns(resolve(dirname(path), mapping.file), new Set(named), delimiter);
  const about: Say = (text) => say(`${mapping.name}: ${text}`);
  for (const note of file.notes) about(`${basename(mapping.file)} ${note}.`);
  const absent = named.filter((name) => !file.names.includes(name));
  if (file.size === 0) throw new MapError(`${mapping.file} has no row below its header.`);
  if (absent.length > 0)
    throw new MapError(
      `${mapping.file} has no column ${absent.map((name) => `“${name}”`).join(', ')}. It has ${file.names.length}: ` +
        `${file.names.slice(0, 60).join(', ')}${file.names.length > 60 ? ', …' : ''}. Names are compared letter by letter` +
        `${file.names.length === 1 ? '; with one column alone, "delimiter" is probably another' : ''}.`,
    );
  const columns = mappedColumns(file, mapping, about);
  refuseSeveral(columns, mapping);
  tellUnit(mapping, about);
  const { id, event, time } = mapping;
  return event === undefined || id === undefined || time === undefined
    ? mappedTable(columns, mapping, about)
    : mappedLog(columns, { ...mapping, id, event, time }, about);
}

/** Amounts whose currencies stand in a column of their own are added no more than those that carry them. */
function refuseSeveral(columns: MappedColumns, { amount, currency }: Mapping): void {
  if (amount === undefined || currency === undefined) return;
  const written = columns.words(currency).filter((word) => word !== '');
  if (new Set(written.map((word) => word.toUpperCase())).size > 1)
    throw new MapError(t('files.currency.several', { column: amount, currencies: tally(written) }));
}

/** What is no money is added up as none, and what is not written out gives sums that are not. */
function tellUnit({ amount = '' }: Mapping, say: Say): void {
  const { isNoMoney, isScaled } = headerUnit(amount, (text) => currenciesOf(text).length > 0);
  if (isNoMoney) throw new MapError(t('files.noMoney', { text: amount }));
  if (isScaled) say(`“${amount}” says that amounts are in thousands or millions, or the like: so are all sums.`);
}
