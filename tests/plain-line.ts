import { appendFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

import type { Reporter, TestModule } from 'vitest/node';

/** What a run leaves for whoever started it, a line of JSON. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  files: readonly FileTime[];
  failures: readonly string[];
}

/** How long a test file took, ms: its own tests and hooks, and what came before them: its modules and its environment. */
export interface FileTime {
  file: string;
  tests: number;
  before: number;
}

/** One plain closing line for readers that do not know Vitest: `5 passed, 0 failed`. */
export default class PlainLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      failed += module.errors().length; // The file itself did not load, or left something behind.
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
    }
    const failures = [
      ...modules.flatMap(failuresOf),
      ...errors.map((error) => `outside any test: ${firstLine(error)}${whereOf(error)}`),
    ];
    const tally: Tally = { passed, failed, skipped, files: modules.map(timeOf), failures };
    const path = process.env['PIPELENS_TALLY'];
    if (path) appendFileSync(path, `${JSON.stringify(tally)}\n`);
    process.on('exit', () =>
      console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`),
    );
  }
}

function timeOf(module: TestModule): FileTime {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic();
  return {
    file: module.relativeModuleId,
    tests: duration,
    before: environmentSetupDuration + prepareDuration + collectDuration + setupDuration,
  };
}

const firstLine = (error: unknown): string =>
  String((error as { message?: unknown } | undefined)?.message ?? error).split('\n')[0] ?? '';

/** Which file ran when something failed that no test waited for, and the calls that it came from. */
function whereOf(error: unknown): string {
  const { stack, VITEST_TEST_PATH: file } = (error ?? {}) as { stack?: string; VITEST_TEST_PATH?: string };
  const calls = (stack ?? '').split('\n').slice(1, 4);
  return ` (while ${file ?? 'no file'} ran; ${calls.map((call) => call.trim()).join(', ')})`;
}

const WIDEST = 600;
/** Why a test failed: the first line, and of two things that differ the lines that do. */
function whyOf(error: unknown): string {
  const { diff } = (error ?? {}) as { diff?: string };
  const differing = (diff === undefined ? '' : stripVTControlCharacters(diff))
    .split('\n')
    .filter((line) => /^[-+] (?!Expected|Received)/.test(line))
    .map((line) => line.replaceAll(/\s+/g, ' '));
  return [firstLine(error), ...differing].join(' ').slice(0, WIDEST);
}

/** A line for each failed test of a file, or for the file itself: where, which, and why. */
function failuresOf(module: TestModule): string[] {
  const { relativeModuleId: file } = module;
  const whole = module.errors().map((error) => `${file}: ${firstLine(error)}`);
  const single = [...module.children.allTests('failed')].map(
    (test) => `${file} > ${test.fullName}: ${whyOf(test.result().errors?.[0])}`,
  );
  return [...whole, ...single];
}
