import { CrmError, type RecordBundle } from '@/lib/crm/crm';
import { readOf } from '@/lib/crm/refusal';
import { CHILD_TABLES, type TableName } from '@/lib/deal/org';

import type { Http } from './calls/http';
import { type Part, together } from './calls/together';
import type { LossField } from './describe';
import { PARSERS, parseRows } from './parse';
import type { Prepared } from './prepare';
import { pageOf, partDeleted, soqlOf, withReasons } from './query';
import { quoted } from './soql';
import { type Source, SOURCES } from './sources';

const TABLES = ['opportunity', ...CHILD_TABLES] as const;

interface Wanted {
  table: TableName;
  source: Source;
  soql: string;
}

/** One deal with all that hangs on it, live: five queries ride in one call; the others are about what changes only with the deal itself. */
export async function readRecord(
  http: Http,
  { version, ...known }: Prepared,
  id: string,
  modifiedAt: number | undefined,
): Promise<RecordBundle | undefined> {
  const wanted: Wanted[] = [];
  for (const table of TABLES)
    for (const source of SOURCES[table] as readonly Source[]) {
      const { stamp, dealField = 'Id' } = source;
      const order = stamp ? ` ORDER BY ${stamp}, Id` : '';
      const soql = await soqlOf(source, known, { condition: `${dealField} = ${quoted(id)}`, order });
      if (soql !== undefined) wanted.push({ table, source, soql });
    }
  const ask = (some: readonly Wanted[]): Promise<Part[]> =>
    together(
      http,
      version,
      some.map(({ soql, source }) => ({ soql, all: source.all })),
    );
  const parts = await ask(wanted.slice(0, 5));
  const own = parts[0] && readOf(parts[0].answer, pageOf);
  const [deal] = parseRows(PARSERS.opportunity, own?.is === 'told' ? own.value.records : []).rows;
  const isSame = deal !== undefined && deal.modifiedAt === modifiedAt;
  if (!isSame) parts.push(...(await ask(wanted.slice(5))));
  const { rows, broken } = sorted(wanted.slice(0, parts.length), parts, known.lossField());
  const why = broken.get('opportunity');
  if (why !== undefined)
    throw new CrmError(
      'malformed',
      `Salesforce’s answer about record ${id} cannot be read (${why}). It was not used; what was read before stays.`,
      { fact: { id: 'odd' } },
    );
  // Safe: each source's own parser made the rows for its very table.
  return rows.get('opportunity')?.length === 0 ? undefined : { rows: Object.fromEntries(rows) as RecordBundle['rows'] };
}

/** Rows by table, and why a table could not be read whole: what is held of such a one stays as it is. */
function sorted(
  wanted: readonly Wanted[],
  parts: readonly Part[],
  lossField: LossField | undefined,
): { rows: Map<TableName, unknown[]>; broken: Map<TableName, string> } {
  const rows = new Map<TableName, unknown[]>();
  const broken = new Map<TableName, string>();
  wanted.forEach(({ table, source }, index) => {
    const part = parts[index];
    const page = part && readOf(part.answer, pageOf);
    const kept = page?.is === 'told' ? partDeleted(page.value.records).kept : [];
    const parsed = parseRows(source.parse, withReasons(kept, source, lossField));
    const lost = parsed.rejected.find(({ isKept }) => !isKept);
    rows.set(table, [...(rows.get(table) ?? []), ...parsed.rows]);
    if (page?.is !== 'told') broken.set(table, page?.detail ?? 'no answer');
    else if (lost) broken.set(table, lost.why);
    else if (!page.value.done) broken.set(table, 'more rows than one page holds');
  });
  for (const table of broken.keys()) if (table !== 'opportunity') rows.delete(table);
  return { rows, broken };
}
