import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { pageRows } from './page';
import { productRows } from './product';
import { pullRows } from './pull';
import type { BenchRow } from './row';
import { scoringRows } from './scoring';
import { storageRows } from './storage';

/** `npm run bench -- [--json FILE]`: every figure with a baseline of the same run. Machines differ: read the ratios. */
const { values } = parseArgs({ options: { json: { type: 'string' } } });
const built = spawnSync('wxt', ['build'], { stdio: 'ignore', shell: process.platform === 'win32' });
if (built.status !== 0) throw new Error('The extension did not build: run npm run build to see why.');

const rows: BenchRow[] = [
  ...(await pageRows()),
  ...(await storageRows()),
  ...(await productRows()),
  ...(await pullRows()),
  ...(await scoringRows()),
];
for (const { name, value, unit, baseline, ratio, target, pass } of rows) {
  console.log(
    `${pass ? 'reached    ' : 'not reached'}  ${name}: ${value} ${unit} (baseline ${baseline}, ${ratio}×; target ${target})`,
  );
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
