import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { parquetOf } from '@/lib/warehouse/parquet';
import type { WarehouseTable } from '@/lib/warehouse/warehouse-table';

type SqlRow = Record<string, unknown>;

/** A database in memory, that lets go of its files when it is closed. */
export interface Duck {
  run(sql: string): Promise<void>;
  all(sql: string): Promise<SqlRow[]>;
  close(): void;
}

/** DuckDB over the Parquet files of some tables, each a view of the table's name. */
export async function duckOf(tables: readonly WarehouseTable[]): Promise<Duck> {
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-duck-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const table of tables) {
    const file = join(folder, `${table.name}.parquet`);
    writeFileSync(file, new Uint8Array(parquetOf(table)));
    await connection.run(`CREATE VIEW ${table.name} AS SELECT * FROM read_parquet('${file}')`);
  }
  return {
    async run(sql) {
      await connection.run(sql);
    },
    async all(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
