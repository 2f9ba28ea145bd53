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
        'silence/silent-record.test.tsx',
        'views/definitions.test.tsx',
        'silence/silent-forecast.test.tsx',
        'scoring/learn.test.ts',
        'views/agree.test.tsx',
        'conformance/salesforce-faults.test.ts',
        'silence/silent-changes.test.tsx',
        'silence/silent-process.test.tsx',
        'backtest/worlds.test.ts',
        'silence/silent-list.test.tsx',
        'sync/learnt.test.ts',
        'silence/silent-now.test.tsx',
        'engine/recompute.test.ts',
        'storage/damage.test.ts',
        'scoring/refit.test.ts',
        'views/now-keys.test.tsx',
        'sample/company.test.ts',
        'backtest/map-table.test.ts',
        'silence/silent-plan.test.tsx',
        'sync/learn-score.test.ts',
        'background/whose.test.ts',
        'explore/explore.test.ts',
        'silence/silent-popup.test.tsx',
        'views/forecast.test.tsx',
        'dom/open-team.test.ts',
        'scoring/past-quarters.test.ts',
        'background/syncer.test.ts',
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
