import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { defineConfig } from 'vitest/config';

import { leftOut } from '../long-only.ts';
import { longestFirst } from '../longest-first.ts';

const root = resolve(import.meta.dirname, '../..');
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    reporters: ['default', resolve(import.meta.dirname, '../plain-line.ts')],
    include: ['tests/e2e/**/*.e2e.ts'],
    exclude: leftOut(),
    // The files of a worker share what they import, and hold no state of their own in it.
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is to come is waited for as long as a busy machine needs.
    expect: { poll: { timeout: 60_000 } },
    sequence: {
      sequencer: longestFirst([
        'e2e/gallery.e2e.ts',
        'surfaces/learnt.e2e.ts',
        'in-crm/record.e2e.ts',
        'background/quiet.e2e.ts',
        'surfaces/surfaces.e2e.ts',
        'background/large.e2e.ts',
        'background/real.e2e.ts',
        'in-crm/odd-tabs.e2e.ts',
        'in-crm/refusals.e2e.ts',
        'surfaces/roles.e2e.ts',
        'background/connection.e2e.ts',
        'surfaces/scoring.e2e.ts',
        'in-crm/in-page.e2e.ts',
        'background/killed.e2e.ts',
        'background/resume.e2e.ts',
        'in-crm/pages.e2e.ts',
        'in-crm/console.e2e.ts',
      ]),
    },
    // Each file has a browser, an org and ports of its own. Some wait for half of their time: a third one uses it.
    maxWorkers: Math.min(3, Math.ceil(1.5 * availableParallelism())),
  },
});
