import { resolve } from 'node:path';

import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

import { longestFirst } from './longest-first.ts';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  plugins: [WxtVitest({ root })],
  test: {
    reporters: ['default', resolve(import.meta.dirname, 'plain-line.ts')],
    // Processes, not threads: some tests set the time zone, which a process alone can change.
    pool: 'forks',
    // Left to itself vitest leaves one core free: on two cores, half of what there is.
    maxWorkers: '100%',
    sequence: {
      sequencer: longestFirst([
        'scoring/anchors.test.ts',
        'sync/sync.test.ts',
        'odd/odd-orgs.test.ts',
        'sync/learnt.test.ts',
        'conformance/salesforce-faults.test.ts',
        'views/definitions.test.tsx',
        'explore/explore.test.ts',
        'backtest/worlds.test.ts',
        'scoring/checkup.test.ts',
        'views/forecast.test.tsx',
        'sync/learn-score.test.ts',
        'backtest/map-log.test.ts',
        'sample/company.test.ts',
        'odd/surfaces.test.ts',
        'backtest/map-input.test.ts',
        'views/agree.test.tsx',
        'background/syncer.test.ts',
        'background/whose.test.ts',
        'scoring/learn.test.ts',
      ]),
    },
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          restoreMocks: true,
          testTimeout: process.env['LONG'] ? 300_000 : 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          include: ['tests/dom/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: [resolve(import.meta.dirname, 'named.ts')],
          restoreMocks: true,
          testTimeout: 30_000,
        },
      },
    ],
  },
});
