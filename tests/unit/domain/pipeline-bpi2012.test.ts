import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { buildLog } from '@/lib/columns/log';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import { addDays, type Day } from '@/lib/domain/days';
import { endOfDay, pipelineAsOf } from '@/lib/domain/pipeline-as-of';
import type { Row } from '@/lib/sample/org-tables';
import { loadData } from '@/tests/org/load';

const FOLDER = join(resolve(process.env['PIPELENS_DATA'] ?? '../shared/data'), 'bpi2012');
const isThere = existsSync(join(FOLDER, 'financial_log.xes.gz'));
if (!isThere)
  console.warn(`${FOLDER} is not there: its test is left out. Set PIPELENS_DATA to the folder of the data sets.`);

const ZONE = 'Europe/Amsterdam';

test.runIf(isThere)(
  'on 13,087 real cases the pipeline of 20 days is that of a recount of the raw history',
  async () => {
    const { tables } = await loadData(FOLDER, '2012-03-14');
    const log = buildLog({
      opportunities: parseRows(PARSERS.opportunity, tables.Opportunity).rows,
      versions: parseRows(PARSERS.version, tables.OpportunityHistory).rows,
      fieldChanges: parseRows(PARSERS.fieldChange, tables.OpportunityFieldHistory).rows,
      stages: new Map(parseRows(PARSERS.stage, tables.OpportunityStage).rows.map((stage) => [stage.name, stage])),
      profile: { currency: 'EUR' },
    });
    expect(log.size).toBe(13_087);
    const closed = new Set(
      tables.OpportunityStage.filter((row) => row['IsClosed'] === true).map((row) => row['ApiName']),
    );
    const days = Array.from({ length: 20 }, (_, step) => addDays('2011-10-05' as Day, step * 8));
    let seen = 0;
    for (const on of days) {
      // Of each deal the last raw row of that day or before; instants in this zone are an hour or two behind UTC midnight.
      const at = endOfDay(on, ZONE);
      const held = new Map<unknown, Row>();
      for (const row of tables.OpportunityHistory) {
        const stamp = Date.parse(String(row['CreatedDate']));
        const before = held.get(row['OpportunityId']);
        const isLater =
          before === undefined ||
          stamp > Date.parse(String(before['CreatedDate'])) ||
          (stamp === Date.parse(String(before['CreatedDate'])) && row.Id > before.Id);
        if (stamp <= at && isLater) held.set(row['OpportunityId'], row);
      }
      const wanted = new Map<string, { amount: number; count: number }>();
      for (const row of held.values()) {
        if (closed.has(row['StageName'] ?? '') || row['ForecastCategory'] === 'Omitted') continue;
        const key = String(row['StageName']);
        const own = wanted.get(key) ?? { amount: 0, count: 0 };
        wanted.set(key, { amount: own.amount + Math.round(Number(row['Amount'] ?? 0) * 100), count: own.count + 1 });
      }
      const found = pipelineAsOf(log, { at, by: 'stage' }).groups;
      expect(new Map(found.map(({ key, amount, count }) => [key, { amount, count }])), on).toEqual(wanted);
      seen += found.length;
    }
    expect(seen).toBeGreaterThan(60);
  },
  60_000,
);
