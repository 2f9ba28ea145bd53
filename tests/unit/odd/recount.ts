import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import type { OrgView } from '@/tests/org/live-org';

/** What a table's columns are; what the org does not say is null. */
const COLUMNS = {
  Opportunity: {
    Id: 'VARCHAR',
    OwnerId: 'VARCHAR',
    StageName: 'VARCHAR',
    Amount: 'DOUBLE',
    CurrencyIsoCode: 'VARCHAR',
    CloseDate: 'DATE',
    ForecastCategory: 'VARCHAR',
    IsClosed: 'BOOLEAN',
    IsWon: 'BOOLEAN',
    CreatedDate: 'TIMESTAMP',
  },
  OpportunityHistory: {
    Id: 'VARCHAR',
    OpportunityId: 'VARCHAR',
    StageName: 'VARCHAR',
    Amount: 'DOUBLE',
    CurrencyIsoCode: 'VARCHAR',
    CloseDate: 'DATE',
    ForecastCategory: 'VARCHAR',
    CreatedDate: 'TIMESTAMP',
  },
  OpportunityStage: { ApiName: 'VARCHAR', IsClosed: 'BOOLEAN', IsWon: 'BOOLEAN' },
  CurrencyType: { IsoCode: 'VARCHAR', ConversionRate: 'DOUBLE', IsCorporate: 'BOOLEAN' },
  DatedConversionRate: { IsoCode: 'VARCHAR', ConversionRate: 'DOUBLE', StartDate: 'DATE', NextStartDate: 'DATE' },
} as const;

export interface Counted {
  amount: number;
  count: number;
  ids: string[];
}

interface Asked {
  start: string;
  end: string;
  digits: number;
}
interface Database {
  all(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** The rows that a user sees, in a database of their own. */
const rowsOf = (org: OrgView): Promise<Database> =>
  database(
    Object.entries(COLUMNS).map(([name, columns]) => ({
      name,
      columns,
      // Safe: the names are those written above.
      rows: org.has(name as 'Opportunity') ? org.rows(name as 'Opportunity') : [],
    })),
  );

interface Given {
  name: string;
  columns: Readonly<Record<string, string>>;
  rows: readonly Readonly<Record<string, unknown>>[];
}

/** Tables in a database of their own. */
export async function database(tables: readonly Given[]): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-recount-'));
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  for (const { name, columns, rows } of tables) {
    const file = join(folder, `${name}.json`);
    const text = rows.map((row) => Object.fromEntries(Object.keys(columns).map((key) => [key, row[key] ?? null])));
    writeFileSync(file, JSON.stringify(text));
    const types = Object.entries(columns).map(([key, type]) => `${key}: '${type}'`);
    await db.run(
      `CREATE TABLE ${name} AS SELECT * FROM read_json('${file}', format = 'array', columns = {${types.join(', ')}})`,
    );
  }
  return {
    all: async (sql) => (await db.runAndReadAll(sql)).getRowObjectsJS(),
    close() {
      db.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Each figure's deals and their sum; an amount is worth what its currency was on the close date, else what it is at present. */
async function counted<Name extends string>(
  db: Database,
  states: string,
  where: Record<Name, string>,
  { digits }: Pick<Asked, 'digits'>,
): Promise<Record<Name, Counted>> {
  const found: Partial<Record<Name, Counted>> = {};
  for (const name in where) {
    const rows = await db.all(`WITH state AS (${states})
      SELECT state.Id, CASE
          WHEN state.CurrencyIsoCode IS NULL OR own.IsoCode IS NULL OR state.CurrencyIsoCode = own.IsoCode THEN Amount
          ELSE Amount / COALESCE(dated.ConversionRate, rate.ConversionRate)
        END AS money
      FROM state
      LEFT JOIN (SELECT IsoCode FROM CurrencyType WHERE IsCorporate) own ON true
      LEFT JOIN CurrencyType rate ON rate.IsoCode = state.CurrencyIsoCode
      LEFT JOIN DatedConversionRate dated
        ON dated.IsoCode = state.CurrencyIsoCode AND CloseDate >= dated.StartDate AND CloseDate < dated.NextStartDate
      WHERE ${where[name]} ORDER BY state.Id`);
    const scale = 10 ** digits;
    const units = rows.reduce((sum, { money }) => sum + Math.round(Number(money ?? 0) * scale), 0);
    found[name] = { amount: units / scale, count: rows.length, ids: rows.map(({ Id }) => String(Id)) };
  }
  // Safe: one for each name.
  return found as Record<Name, Counted>;
}

const insideOf = ({ start, end }: Asked): string => `CloseDate BETWEEN DATE '${start}' AND DATE '${end}'`;
const openIn = (asked: Asked): string =>
  `NOT IsClosed AND COALESCE(ForecastCategory, '') <> 'Omitted' AND ${insideOf(asked)}`;

/** The figures of a quarter by SQL over the rows that a user sees: nothing of the product's, but the days of the quarter. */
export async function recount(org: OrgView, asked: Asked & { today: string }) {
  const db = await rowsOf(org);
  const isIn = openIn(asked);
  const found = await counted(
    db,
    'SELECT * FROM Opportunity',
    {
      openPipeline: isIn,
      closedWon: `IsClosed AND IsWon AND ${insideOf(asked)}`,
      commit: `${isIn} AND ForecastCategory = 'Forecast'`,
      bestCase: `${isIn} AND ForecastCategory IN ('BestCase', 'MostLikely')`,
      overdue: `NOT IsClosed AND CloseDate < DATE '${asked.today}'`,
      listed: 'true',
    },
    asked,
  );
  db.close();
  return found;
}

/** The same of a past instant: each deal as its last row of history until then has it, those that have one. */
export async function recountThen(org: OrgView, asked: Asked & { at: string }) {
  const db = await rowsOf(org);
  const states = `SELECT h.* EXCLUDE (Id), h.OpportunityId AS Id, COALESCE(s.IsClosed, false) AS IsClosed, s.IsWon
    FROM OpportunityHistory h LEFT JOIN OpportunityStage s ON s.ApiName = h.StageName
    JOIN Opportunity o ON o.Id = h.OpportunityId
    WHERE h.CreatedDate <= TIMESTAMP '${asked.at}'
    QUALIFY row_number() OVER (PARTITION BY h.OpportunityId ORDER BY h.CreatedDate DESC, h.Id DESC) = 1`;
  const found = await counted(
    db,
    states,
    { openPipeline: openIn(asked), closedWon: `IsClosed AND IsWon AND ${insideOf(asked)}` },
    asked,
  );
  db.close();
  return found;
}
