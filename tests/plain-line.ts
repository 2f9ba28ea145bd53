import { appendFileSync } from 'node:fs';

import type { Reporter, TestModule } from 'vitest/node';

/** One plain closing line for readers that do not know Vitest: `5 passed, 0 failed`. */
export default class PlainLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      if (module.state() === 'failed' && tests.length === 0) failed += 1; // The file itself did not load.
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
    }
    const tally = process.env['PIPELENS_TALLY'];
    if (tally) appendFileSync(tally, `${JSON.stringify({ passed, failed, skipped })}\n`);
    process.on('exit', () =>
      console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`),
    );
  }
}
