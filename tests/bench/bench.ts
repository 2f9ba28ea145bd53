import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { computeRows } from './compute';
import { deltaRows } from './delta';
import { logRows } from './log';
import { pageRows } from './page';
import { productRows } from './product';
import { pullRows } from './pull';
import type { BenchRow } from './row';
import { scoringRows } from './scoring';
import { sliderRows } from './slider';
import { storageRows } from './storage';

/**
 * `npm run bench -- [--json FILE] [--only P6,P8]`: every figure with a baseline of the same run. Machines differ: read the
 * ratios. `--only` runs the parts that hold these lines, and prints these alone.
 */
const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const only = values.only?.split(',').map((name) => name.trim());
const wants = (name: string): boolean => !only || only.includes(name);

interface Part {
  lines: readonly string[];
  rows: () => Promise<BenchRow[]>;
  needsBuild?: true;
}
const parts: Part[] = [
  { lines: ['P10', 'P15'], rows: pageRows, needsBuild: true },
  { lines: ['P1', 'P2', 'P3', 'P4', 'P5', 'P18', 'P19', 'P20'], rows: storageRows },
  { lines: ['log'], rows: logRows },
  { lines: ['delta'], rows: deltaRows },
  { lines: ['P6', 'P7', 'P8', 'P9'], rows: () => computeRows(wants) },
  { lines: ['P11', 'P12', 'P21'], rows: productRows, needsBuild: true },
  { lines: ['P18', 'pull'], rows: pullRows, needsBuild: true },
  { lines: ['slider'], rows: sliderRows, needsBuild: true },
  { lines: ['fit', 'score', 'model'], rows: scoringRows },
];
const known = parts.flatMap(({ lines }) => lines);
for (const name of only ?? [])
  if (!known.includes(name)) throw new RangeError(`--only knows ${known.join(', ')}, not ${name}.`);
const chosen = parts.filter(({ lines }) => lines.some(wants));
if (chosen.some(({ needsBuild }) => needsBuild)) {
  const built = spawnSync('wxt', ['build'], { stdio: 'ignore', shell: process.platform === 'win32' });
  if (built.status !== 0) throw new Error('The extension did not build: run npm run build to see why.');
}

const rows: BenchRow[] = [];
for (const part of chosen) {
  const isWhole = part.lines.every((line) => !/^P\d+$/.test(line) || wants(line));
  for (const found of await part.rows()) {
    const line = /^P\d+/.exec(found.name)?.[0];
    if (!isWhole && line !== undefined && !wants(line)) continue;
    rows.push(found);
    const { name, value, unit, baseline, ratio, target, pass } = found;
    console.log(
      `${pass ? 'reached    ' : 'not reached'}  ${name}: ${value} ${unit} (baseline ${baseline}, ${ratio}×; target ${target})`,
    );
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
