import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { afterAll, describe, expect, test } from 'vitest';

import type { Report } from '@/tests/demo/report';
import { removeTemporary, temporaryFolder } from '@/tests/temporary';

const DATA = resolve(process.env['PIPELENS_DATA'] ?? '../shared/data');
const has = (file: string): boolean => {
  const isThere = existsSync(join(DATA, file));
  if (!isThere)
    console.warn(`${join(DATA, file)} is not there: the demo on it is left out. Set PIPELENS_DATA to its folder.`);
  return isThere;
};

afterAll(removeTemporary);

/** The demo as a person runs it: its one JSON object. */
async function demo(folder: string): Promise<Report> {
  const shots = temporaryFolder();
  const { stdout } = await promisify(execFile)(
    'npx',
    ['tsx', 'tests/demo/demo.ts', '--json', '--data', join(DATA, folder), '--shots', shots],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Report;
}

describe.runIf(has('maven/sales_pipeline.csv'))('the demo on the Maven files', () => {
  test('counts and adds up by stage what the file says', async () => {
    const report = await demo('maven');
    const expected: Report['byStage'] = {};
    for (const line of readFileSync(join(DATA, 'maven/sales_pipeline.csv'), 'utf8').trim().split(/\r?\n/).slice(1)) {
      const fields = line.split(',');
      const own = (expected[fields[4] ?? ''] ??= { count: 0, amount: 0 });
      own.count += 1;
      own.amount += Number(fields[7] ?? 0);
    }
    expect(report.opportunities).toBe(8800);
    expect(report.byStage).toEqual(expected);
  });
});

// The other kind of file, in the long form: how it is read is proved without a browser.
describe.runIf(process.env['LONG'] && has('bpi2012/financial_log.xes.gz'))('the demo on the BPI 2012 log', () => {
  test('counts the log’s cases, and those that its events activate as won', async () => {
    const report = await demo('bpi2012');
    const cases = gunzipSync(readFileSync(join(DATA, 'bpi2012/financial_log.xes.gz')))
      .toString('utf8')
      .split('<trace>')
      .slice(1);
    expect(report.opportunities).toBe(cases.length);
    expect(report.opportunities).toBe(13_087);
    expect(report.byStage['Won']?.count).toBe(cases.filter((each) => each.includes('value="A_ACTIVATED"')).length);
    expect(report.panel.reasons.reduce((sum, { points }) => sum + points, 100)).toBe(report.panel.score);
  });
});
