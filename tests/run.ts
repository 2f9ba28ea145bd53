import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { findFirefox, requireBrowser } from './browser/find';
import { DEAR } from './dear';
import { LONG_ONLY, ON_BOTH_STORES } from './long-only';
import type { FileTime, Tally } from './plain-line';
import { timeTable } from './times';

/**
 * `npm test [-- PATH …] [-- --quick]`: every check of the project in one go; each static check counts as one test. Ends with a plain
 * `N passed, N failed`, after a table of what took how long. `--quick` leaves out the builds, the browser and the test files that take longest
 * (`dear.ts`); with paths only those test files run.
 */
const { values, positionals: paths } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });

type Command = [name: string, command: string];
const PREPARE: Command = ['project files of WXT', 'wxt prepare'];
/** These read the sources alone, so they run side by side. */
const CHECKS: Command[] = [
  ['types', 'tsc --noEmit && tsc -p lib/tsconfig.pure.json'],
  ['lint', 'oxlint --deny-warnings'],
  ['format', 'oxfmt --check'],
  ['unused code', 'knip'],
  ['code that only tests use', 'knip --config tests/shipped.knip.json --include files,exports'],
  [
    'lock file names no registry host',
    "node -e \"process.exit(/\\\"resolved\\\"/.test(require('fs').readFileSync('package-lock.json','utf8'))?1:0)\"",
  ],
];
const CHROME: Command = ['build', 'wxt build'];
const BUILDS: Command[] = [
  ['build', 'wxt build && wxt build -b edge && wxt build -b firefox'],
  ['in-page development server builds', 'vite build --config lib/dev/vite.crx.config.ts --logLevel error'],
];
const UNIT: Command = ['unit and DOM', 'vitest run --config tests/vitest.config.ts'];
const FIREFOX_BUILD: Command = ['build for Firefox', 'wxt build -b firefox'];
const FIREFOX: Command = ['in Firefox', 'vitest run --config tests/firefox/vitest.config.ts'];
const ON_SQLITE: Command = ['end to end on SQLite', 'STORE=SQLite vitest run --config tests/e2e/vitest.config.ts'];
const BROWSER: Command = ['end to end', 'vitest run --config tests/e2e/vitest.config.ts'];

const folder = mkdtempSync(join(tmpdir(), 'pipelens-tests-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const tally = join(folder, 'tally.jsonl');
let [passed, failed, skipped] = [0, 0, 0];
const parts: { name: string; ms: number }[] = [];
const files: FileTime[] = [];
const failures: string[] = [];

async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const started = Date.now();
  try {
    return await work();
  } finally {
    parts.push({ name, ms: Date.now() - started });
  }
}

/** Runs a command. Its words come at once, or all together at its end where others run beside it. */
function run([name, command]: Command, isBeside = false): Promise<boolean> {
  const started = Date.now();
  if (!isBeside) console.log(`\n── ${name}`);
  return new Promise((done) => {
    const child = spawn(command, {
      shell: true,
      stdio: isBeside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, CI: '1', PIPELENS_TALLY: tally },
    });
    const words: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part: Buffer) => words.push(part.toString()));
    child.on('close', (status) => {
      if (isBeside) console.log(`\n── ${name}\n${words.join('').trimEnd()}`);
      console.log(
        `── ${name}: ${status === 0 ? 'ok' : `failed (exit ${status})`}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
      done(status === 0);
    });
  });
}

function count(isOk: boolean, name: string): void {
  if (isOk) return void (passed += 1);
  failed += 1;
  failures.push(name);
}

async function runSuite([name, command]: Command): Promise<void> {
  const before = failed;
  const isOk = await timed(name, () => run([name, command]));
  const lines = existsSync(tally) ? readFileSync(tally, 'utf8').trim().split('\n').filter(Boolean) : [];
  rmSync(tally, { force: true });
  let ran = 0;
  for (const line of lines) {
    // Safe: our own reporter wrote it.
    const counts = JSON.parse(line) as Tally;
    files.push(...counts.files);
    failures.push(...counts.failures);
    passed += counts.passed;
    failed += counts.failed;
    skipped += counts.skipped;
    ran += counts.passed + counts.failed;
  }
  // A suite that ran nothing, or that fell over outside its tests, is a failure whatever it counted.
  if ((ran === 0 || !isOk) && failed === before) count(false, name);
}

async function runFirefox(command: Command): Promise<void> {
  if (findFirefox()) return runSuite(command);
  console.log(
    `\n── ${command[0]}: skipped, no Firefox is installed. Install it (Debian: apt-get install firefox-esr), or set FIREFOX_PATH.`,
  );
  skipped += 1;
}

const isFirefoxes = (path: string): boolean => path.includes('tests/firefox');
const isBrowsers = (path: string): boolean => path.includes('e2e') && !isFirefoxes(path);
const only = ([name, command]: Command, files: readonly string[]): Command => [
  name,
  `${command} ${files.map((file) => JSON.stringify(file)).join(' ')}`,
];
if (paths.length > 0) {
  const [inBrowser, inFirefox] = [paths.filter(isBrowsers), paths.filter(isFirefoxes)];
  const plain = paths.filter((path) => !inBrowser.includes(path) && !inFirefox.includes(path));
  if (plain.length > 0) await runSuite(only(UNIT, plain));
  if (inBrowser.length > 0) {
    process.env['CHROME_PATH'] = requireBrowser(console.log);
    if (await run(CHROME)) await runSuite(only(BROWSER, inBrowser));
    else count(false, CHROME[0]);
  }
  if (inFirefox.length > 0) {
    if (await run(FIREFOX_BUILD)) await runFirefox(only(FIREFOX, inFirefox));
    else count(false, FIREFOX_BUILD[0]);
  }
} else {
  if (!(await run(PREPARE))) count(false, PREPARE[0]);
  const checked = await timed('static checks', () => Promise.all(CHECKS.map((check) => run(check, true))));
  for (const [index, [name]] of CHECKS.entries()) count(checked[index] === true, name);
  if (!values.quick) for (const build of BUILDS) count(await timed(build[0], () => run(build)), build[0]);
  if (values.quick) process.env['QUICK'] = '1';
  await runSuite(UNIT);
  if (!values.quick) {
    process.env['CHROME_PATH'] = requireBrowser(console.log);
    await runSuite(BROWSER);
    if (process.env['LONG']) await runSuite(only(ON_SQLITE, ON_BOTH_STORES));
    await runFirefox(FIREFOX);
  }
}
console.log(['', ...timeTable(parts, files)].join('\n'));
if (values.quick)
  console.log(
    `\nLeft out: builds, browser tests and the ${DEAR.length} test files that take longest (tests/dear.ts). npm test runs all.`,
  );
else if (paths.length === 0 && !process.env['LONG'])
  console.log(
    `\nLeft out: ${Object.keys(LONG_ONLY).length} test files (tests/long-only.ts). npm run test:long runs all.`,
  );
// Again at the very end, where whoever sees only the last lines finds them.
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
