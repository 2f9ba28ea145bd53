import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

import { DEAR } from './dear.ts';
import { leftOut } from './long-only.ts';
import { longestFirst } from './longest-first.ts';

const root = resolve(import.meta.dirname, '..');
const english = resolve(import.meta.dirname, 'english.ts');
const fresh = resolve(import.meta.dirname, 'fresh.ts');
const newDatabases = resolve(import.meta.dirname, 'new-databases.ts');
const named = resolve(import.meta.dirname, 'named.ts');
const seeded = resolve(import.meta.dirname, 'seeded.ts');
const nothingLater = resolve(import.meta.dirname, 'nothing-later.ts');

const UNIT = 'tests/unit/**/*.test.ts';
const WALKS = 'tests/dom/silence/*.test.tsx';
/**
 * Unit tests that have a process of their own: of modules that remember who is signed in or what the page said last, one that puts another module in
 * the place of one, and one that fills more than a gigabyte.
 */
const ALONE = [
  'tests/unit/{background,defence,trial}/**/*.test.ts',
  'tests/unit/engine/{long-questions,recompute}.test.ts',
  'tests/unit/panel-{store,walk}.test.ts',
];
/** What `npm run test:quick` leaves out, and what is of the long form alone. */
const LEFT_OUT = [...(process.env['QUICK'] ? DEAR.map((file) => `tests/**/${file}`) : []), ...leftOut()];

const unit = {
  environment: 'node',
  setupFiles: [english, seeded],
  testTimeout: process.env['LONG'] ? 300_000 : 60_000,
};
const dom = {
  environment: 'happy-dom',
  setupFiles: [english, fresh, named, nothingLater, seeded],
  testTimeout: 30_000,
};

export default defineConfig({
  root,
  plugins: [WxtVitest({ root })],
  test: {
    reporters: ['default', resolve(import.meta.dirname, 'plain-line.ts')],
    // Processes, not threads: some tests set the time zone, which a process alone can change.
    pool: 'forks',
    // Most of what tests make dies young: with more room for it a sixth of a processor's time is saved.
    execArgv: ['--max-semi-space-size=64'],
    // A third of what the files take is waiting: three on two cores leave no core idle. Left to itself vitest leaves one free.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    sequence: { sequencer: longestFirst(DEAR), setupFiles: 'list' },
    hookTimeout: 60_000,
    restoreMocks: true,
    projects: [
      // The files of a worker share their modules: to load them anew for each took as long as to run many of them. See `fresh.ts`.
      {
        extends: true,
        test: {
          name: 'unit',
          include: [UNIT],
          exclude: [...ALONE, ...LEFT_OUT],
          isolate: false,
          ...unit,
          setupFiles: [english, newDatabases, fresh, seeded],
        },
      },
      {
        extends: true,
        oxc: { jsx: { development: false } },
        test: {
          name: 'walks',
          include: [WALKS],
          exclude: LEFT_OUT,
          isolate: false,
          ...dom,
          // They go through the same orgs, which are made once.
          env: { NODE_ENV: 'production' },
        },
      },
      { extends: true, test: { name: 'unit alone', include: ALONE, exclude: LEFT_OUT, ...unit } },
      {
        extends: true,
        test: { name: 'dom', include: ['tests/dom/**/*.test.{ts,tsx}'], exclude: [WALKS, ...LEFT_OUT], ...dom },
      },
    ],
  },
});
