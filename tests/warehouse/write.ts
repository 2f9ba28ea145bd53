import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { OrgFacts } from '@/lib/forecast/facts';
import type { FigureAsked } from '@/lib/warehouse/asked-tables';
import { projectFiles } from '@/lib/warehouse/files';
import { parquetOf } from '@/lib/warehouse/parquet';
import { warehouseTables } from '@/lib/warehouse/warehouse';

/** Writes a warehouse into a folder and says what it wrote. */
export function writeWarehouse(
  out: string,
  facts: OrgFacts,
  asked: readonly FigureAsked[],
): { file: string; bytes: number }[] {
  const written: { file: string; bytes: number }[] = [];
  const put = (name: string, content: string | Uint8Array): void => {
    const file = join(resolve(out), name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    written.push({ file, bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength });
  };
  const tables = warehouseTables(facts, asked);
  for (const table of tables) put(`data/${table.name}.parquet`, new Uint8Array(parquetOf(table)));
  for (const [name, text] of projectFiles(tables)) put(name, text);
  return written;
}
