import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import type { Patch } from './patch';
import { namedTests, PATCHES, without } from './patches';

/**
 * `npm run test:mutations [-- WORDS]`: takes each defence away in a copy of the project and runs the test that must then fail; first all of
 * them as they are, where they must pass. With words only the defences and files that contain them. Prints a table; the exit code is 1
 * where a defence could go unnoticed.
 */
const root = resolve(import.meta.dirname, '../..');
const words = process.argv.slice(2).join(' ').toLowerCase();
const patches = PATCHES.filter(({ defence, file }) => `${defence} ${file}`.toLowerCase().includes(words));
const LEFT_OUT = new Set(['node_modules', '.git', '.output', 'tests/e2e']);

/** Each test's whole name and whether it passed; undefined where the files could not be run at all. */
type Ran = { name: string; isPassed: boolean }[] | undefined;

const folders: string[] = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A copy of the project whose packages are the project's own. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-mutation-'));
  folders.push(folder);
  cpSync(root, folder, { recursive: true, filter: (from) => !LEFT_OUT.has(relative(root, from)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

function vitest(folder: string, files: readonly string[], named?: RegExp): Promise<Ran> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--reporter=json',
      `--outputFile=${report}`,
      ...(named ? ['-t', named.source] : []),
      ...files,
    ],
    { cwd: folder, stdio: 'ignore', env: { ...process.env, CI: '1' } },
  );
  return new Promise((done) => {
    child.on('close', () => {
      if (!existsSync(report)) return done(undefined);
      // Safe: vitest's own JSON reporter wrote it.
      const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
        testResults: { assertionResults: { fullName: string; status: string }[] }[];
      };
      const ran = testResults.flatMap(({ assertionResults }) => assertionResults);
      return done(
        ran
          .filter(({ status }) => status === 'passed' || status === 'failed')
          .map(({ fullName, status }) => ({ name: fullName, isPassed: status === 'passed' })),
      );
    });
  });
}

/** `noticed`, or why the test of a defence proves nothing. */
async function verdictOn(patch: Patch, folder: string, asIs: Ran): Promise<string> {
  const named = namedTests(patch);
  const own = asIs?.filter(({ name }) => named.test(name)) ?? [];
  if (own.length === 0) return 'NO SUCH TEST';
  if (own.some(({ isPassed }) => !isPassed)) return 'FAILS WITHOUT THE CHANGE';
  const path = join(folder, patch.file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, without(patch, before));
  const ran = await vitest(folder, [patch.test], named);
  writeFileSync(path, before);
  const meant = ran?.filter(({ name }) => named.test(name)) ?? [];
  if (meant.length === 0) return 'NOTHING RAN';
  return meant.some(({ isPassed }) => !isPassed) ? 'noticed' : 'UNNOTICED';
}

const started = Date.now();
const first = copy();
const asIs = await vitest(first, [...new Set(patches.map(({ test }) => test))]);
const verdicts = new Map<Patch, string>();
const waiting = [...patches];
await Promise.all(
  Array.from({ length: Math.min(availableParallelism(), patches.length) }, async (_, at) => {
    const folder = at === 0 ? first : copy();
    for (let patch = waiting.shift(); patch; patch = waiting.shift()) {
      verdicts.set(patch, await verdictOn(patch, folder, asIs));
      console.log(`${verdicts.get(patch)}: ${patch.defence}`);
    }
  }),
);

console.log('\n| defence | taken away in | test | result |\n|---|---|---|---|');
for (const patch of patches)
  console.log(`| ${patch.defence} | ${patch.file} | ${patch.test} | ${verdicts.get(patch)} |`);
const unnoticed = patches.filter((patch) => verdicts.get(patch) !== 'noticed').length;
console.log(
  `\n${patches.length} defences, ${patches.length - unnoticed} noticed, ${unnoticed} not, ${Math.round((Date.now() - started) / 1000)} s`,
);
process.exitCode = unnoticed > 0 || patches.length === 0 ? 1 : 0;
