import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { answerRows } from './answers';
import { computeRows } from './compute';
import { deltaRows } from './delta';
import { logRows } from './log';
import { memoryRows } from './memory';
import { pageRows } from './page';
import { productRows } from './product';
import { pullRows } from './pull';
import { type BenchRow, measureAll } from './row';
import { scoringRows } from './scoring';
import { sliderRows } from './slider';
import { storageRows } from './storage';
import { tabRows } from './tabs';
import { updateRows } from './updates';
import { warehouseRows } from './warehouse';

/**
 * `npm run bench -- [--json FILE] [--only P6,P8]`: every figure with a baseline of the same run. Machines differ: read the
 * ratios. `--only` runs the parts that hold these lines, and prints these alone.
 */
const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const only = values.only?.split(',').map((name) => name.trim());
const wants = (name: string): boolean => !only || only.includes(name);

interface Part {
  lines: readonly string[];
  rows: () => AsyncIterable<BenchRow> | Promise<BenchRow[]>;
  needsBuild?: true;
}
const parts: Part[] = [
  { lines: ['P10', 'P15'], rows: pageRows, needsBuild: true },
  { lines: ['P1', 'P2', 'P3', 'P4', 'P5', 'P18', 'P19', 'P20'], rows: storageRows },
  { lines: ['log'], rows: logRows },
  { lines: ['delta'], rows: deltaRows },
  { lines: ['answers'], rows: answerRows },
  { lines: ['P6', 'P7', 'P8', 'P9'], rows: () => computeRows(wants) },
  { lines: ['P11', 'P12', 'P21'], rows: productRows, needsBuild: true },
  { lines: ['P18', 'pull'], rows: pullRows, needsBuild: true },
  { lines: ['slider'], rows: sliderRows, needsBuild: true },
  { lines: ['tabs'], rows: tabRows, needsBuild: true },
  { lines: ['memory'], rows: () => memoryRows(), needsBuild: true },
  { lines: ['updates'], rows: updateRows, needsBuild: true },
  { lines: ['fit', 'score', 'model'], rows: scoringRows },
  { lines: ['warehouse'], rows: warehouseRows },
];
const known = parts.flatMap(({ lines }) => lines);
for (const name of only ?? [])
  if (!known.includes(name)) throw new RangeError(`--only knows ${known.join(', ')}, not ${name}.`);
const chosen = parts.filter(({ lines }) => lines.some(wants));
if (chosen.some(({ needsBuild }) => needsBuild)) {
  const built = spawnSync('wxt', ['build'], { stdio: 'ignore', shell: process.platform === 'win32' });
  if (built.status !== 0) throw new Error('The extension did not build: run npm run build to see why.');
}

/** Lines of a part that were not asked for. */
const isWanted = ({ name }: BenchRow): boolean => {
  const line = /^P\d+/.exec(name)?.[0];
  return !only || line === undefined || wants(line);
};
const strays: string[] = [];
// A page that goes away may leave a promise behind that nobody waits for: it must not take the rest along.
process.on('unhandledRejection', (error) => strays.push(error instanceof Error ? error.message : String(error)));
let told = 0;
const { failed } = await measureAll(chosen, (soFar, broken) => {
  for (; told < soFar.length; told += 1) {
    const found = soFar[told];
    if (!found || !isWanted(found)) continue;
    const { entry, name, value, unit, baseline, ratio, target, pass } = found;
    console.log(
      `${pass ? 'reached    ' : 'not reached'}  [${entry}]  ${name}: ${value} ${unit} (baseline ${baseline}, ${ratio}×; target ${target})`,
    );
  }
  // Whatever happens next, what was measured is there.
  if (values.json) writeFileSync(values.json, `${JSON.stringify([...soFar.filter(isWanted), ...broken], null, 2)}\n`);
});
for (const { lines, reason } of failed) console.log(`failed       ${lines.join(', ')}: ${reason}`);
for (const words of strays) console.log(`left behind  ${words.split('\n')[0] ?? ''}`);
if (failed.length > 0 || strays.length > 0) process.exitCode = 1;
