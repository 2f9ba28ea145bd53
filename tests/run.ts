import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { requireBrowser } from './browser/find';

/** Every check of the project in one go; each static check counts as one test. Ends with a plain `N passed, N failed`. */
const CHECKS: [name: string, command: string][] = [
  ['types', 'wxt prepare && tsc --noEmit && tsc -p lib/tsconfig.pure.json'],
  ['lint', 'oxlint --deny-warnings'],
  ['format', 'oxfmt --check'],
  ['unused code', 'knip'],
  [
    'lock file names no registry host',
    "node -e \"process.exit(/\\\"resolved\\\"/.test(require('fs').readFileSync('package-lock.json','utf8'))?1:0)\"",
  ],
  ['build', 'wxt build && wxt build -b edge && wxt build -b firefox'],
  ['in-page development server builds', 'vite build --config lib/dev/vite.crx.config.ts --logLevel error'],
];
const SUITES: [name: string, command: string][] = [
  ['unit and DOM', 'vitest run --config tests/vitest.config.ts'],
  ['end to end', 'vitest run --config tests/e2e/vitest.config.ts'],
];

const folder = mkdtempSync(join(tmpdir(), 'pipelens-tests-'));
const tally = join(folder, 'tally.jsonl');
let [passed, failed, skipped] = [0, 0, 0];

function run(name: string, command: string): boolean {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, {
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, CI: '1', PIPELENS_TALLY: tally },
  });
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : `failed (exit ${status})`}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

for (const [name, command] of CHECKS) {
  if (run(name, command)) passed += 1;
  else failed += 1;
}
process.env['CHROME_PATH'] = requireBrowser(console.log);
for (const [name, command] of SUITES) {
  const before = failed;
  const isOk = run(name, command);
  const lines = existsSync(tally) ? readFileSync(tally, 'utf8').trim().split('\n').filter(Boolean) : [];
  rmSync(tally, { force: true });
  let ran = 0;
  for (const line of lines) {
    // Safe: our own reporter wrote it.
    const counts = JSON.parse(line) as { passed: number; failed: number; skipped: number };
    passed += counts.passed;
    failed += counts.failed;
    skipped += counts.skipped;
    ran += counts.passed + counts.failed;
  }
  // A suite that ran nothing, or that fell over outside its tests, is a failure whatever it counted.
  if ((ran === 0 || !isOk) && failed === before) failed += 1;
}
rmSync(folder, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
