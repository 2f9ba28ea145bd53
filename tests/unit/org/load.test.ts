import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { describe, expect, test, vi } from 'vitest';

import { loadData } from '@/tests/org/load';
import { shiftOf } from '@/tests/org/load/common';

const DATA = resolve(process.env['PIPELENS_DATA'] ?? '../shared/data');
const has = (file: string): boolean => {
  const isThere = existsSync(join(DATA, file));
  if (!isThere)
    console.warn(
      `${join(DATA, file)} is not there: its tests are left out. Set PIPELENS_DATA to the folder of the data sets.`,
    );
  return isThere;
};

describe.runIf(has('maven/sales_pipeline.csv'))('the Maven files', () => {
  test('8,800 deals, with the counts and amounts by stage of the file itself', async () => {
    const { tables } = await loadData(join(DATA, 'maven'), '2017-12-31');
    // Counted on the raw lines: stage is the fifth of eight plain fields, the value the last.
    const lines = readFileSync(join(DATA, 'maven/sales_pipeline.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    expect(tables.Opportunity).toHaveLength(8800);
    for (const stage of ['Prospecting', 'Engaging', 'Won', 'Lost']) {
      const rows = tables.Opportunity.filter((row) => row['StageName'] === stage);
      const raw = lines.filter((fields) => fields[4] === stage);
      expect(rows).toHaveLength(raw.length);
      expect(rows.reduce((sum, row) => sum + Number(row['Amount'] ?? 0), 0)).toBe(
        raw.reduce((sum, fields) => sum + Number(fields[7] || 0), 0),
      );
    }
    expect(tables.Opportunity.filter((row) => row['AccountId'] === null)).toHaveLength(1425);
  });

  test('shifted by whole weeks, its last day lies within the last seven', async () => {
    const { tables, asOf } = await loadData(join(DATA, 'maven'));
    const last = tables.OpportunityHistory.reduce(
      (max, row) => (String(row['CreatedDate']) > max ? String(row['CreatedDate']) : max),
      '',
    );
    const days = (Date.parse(`${asOf}T00:00:00Z`) - Date.parse(`${last.slice(0, 10)}T00:00:00Z`)) / 86_400_000;
    expect(days).toBeGreaterThan(0);
    expect(days).toBeLessThanOrEqual(7);
  });
});

test('in the first minute of any weekday, nothing of the data is still to come', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    for (let weekday = 0; weekday < 7; weekday += 1) {
      vi.setSystemTime(Date.UTC(2026, 10, 23 + weekday, 0, 1));
      const { shiftMs } = shiftOf('2017-12-31', undefined);
      const end = Date.UTC(2018, 0, 1) + shiftMs;
      expect(end).toBeLessThan(Date.now());
      expect(Date.now() - end).toBeLessThan(7 * 86_400_000);
    }
  } finally {
    vi.useRealTimers();
  }
});

describe.runIf(has('bpi2012/financial_log.xes.gz'))('the BPI 2012 log', () => {
  test('13,087 cases; won and lost are those of a recount on the raw log', async () => {
    const { tables } = await loadData(join(DATA, 'bpi2012'), '2012-03-14');
    const log = gunzipSync(readFileSync(join(DATA, 'bpi2012/financial_log.xes.gz'))).toString('utf8');
    const traces = log.split('<trace>').slice(1);
    expect(tables.Opportunity).toHaveLength(traces.length);
    let [won, lost] = [0, 0];
    for (const trace of traces) {
      const closing = /value="(?:(A_APPROVED|A_REGISTERED|A_ACTIVATED)|(A_DECLINED|A_CANCELLED))"/.exec(trace);
      if (closing?.[1]) won += 1;
      else if (closing?.[2]) lost += 1;
    }
    expect(tables.Opportunity.filter((row) => row['StageName'] === 'Won')).toHaveLength(won);
    expect(tables.Opportunity.filter((row) => row['StageName'] === 'Lost')).toHaveLength(lost);
    expect(tables.Opportunity).toHaveLength(13_087);
    expect(tables.Opportunity.reduce((sum, row) => sum + Number(row['Amount']), 0)).toBe(
      [...log.matchAll(/key="AMOUNT_REQ" value="(\d+)"/g)].reduce((sum, match) => sum + Number(match[1]), 0),
    );
  });
});

test('a folder with neither says which files are wanted', async () => {
  await expect(loadData('/nowhere')).rejects.toThrow('sales_pipeline.csv');
});
