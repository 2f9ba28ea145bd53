/**
 * Browser tests of the long form alone, each with what holds the same in `npm test`: a browser is what costs most of it.
 */
export const LONG_ONLY: Readonly<Record<string, string>> = {
  'background/batch-killed.e2e.ts': 'tests/unit/background/batch.test.ts, killed at each of its calls',
  'background/large.e2e.ts':
    'kills and faults: resume.e2e.ts on 200 deals, tests/unit/sync/sync.test.ts with bulk jobs',
  'background/quiet.e2e.ts': 'tests/unit/background/presence.test.ts, and syncer.test.ts beside it',
  'background/real.e2e.ts':
    'tests/unit/org/load.test.ts and maven.test.ts, which read the same files into the same org',
  'background/store-fails.e2e.ts': 'tests/unit/storage/open-again.test.ts, disk-words.test.ts and full-disk.test.ts',
  'in-crm/crm-forecast.e2e.ts':
    'tests/dom/views/crm-difference.test.tsx, tests/dom/quotas.test.tsx and tests/dom/views/forecast.test.tsx',
  'in-crm/habits.e2e.ts':
    'alert-month.test.ts, loss-reasons.test.ts and shared-playbook.test.ts in tests/unit/background; follow-up, tasks and publish-playbook in tests/dom/views',
  'surfaces/changes.e2e.ts': 'tests/dom/views/drill-contract.test.tsx, changes.test.tsx and gallery.e2e.ts',
  'surfaces/definitions.e2e.ts': 'gallery-keys.e2e.ts and tests/dom/views/definitions.test.tsx',
  'surfaces/forecast.e2e.ts':
    'tests/dom/views/forecast.test.tsx (an adjustment and a second one), failure.test.tsx (one that is not saved)',
  'surfaces/glossary.e2e.ts':
    'tests/dom/glossary.test.tsx, tests/dom/views/definitions.test.tsx, and the cells of the glossary in gallery.e2e.ts',
  'surfaces/learnt.e2e.ts': 'tests/dom/views/learnt.test.tsx, and scoring.e2e.ts where it is learnt',
  'surfaces/process.e2e.ts':
    'tests/dom/views/process.test.tsx, tests/unit/domain/process-view.test.ts and tests/unit/leading/experiment-planted.test.ts',
  'surfaces/rule-limits.e2e.ts': 'tests/dom/views/rule-limits.test.tsx, with a reader that lives on beside it',
  'surfaces/surfaces.e2e.ts': 'gallery.e2e.ts, tests/dom/views/drill-contract.test.tsx and tests/unit/looks.test.ts',
};

/** What the long form runs a second time, on Chromium's other store; `killed`, `batch-killed` and `wiped` go through both by themselves. */
export const ON_BOTH_STORES: readonly string[] = [
  'tests/e2e/background/engine.e2e.ts',
  'tests/e2e/background/resume.e2e.ts',
  'tests/e2e/background/store-fails.e2e.ts',
  'tests/e2e/background/taken-away.e2e.ts',
  'tests/e2e/background/update.e2e.ts',
  'tests/e2e/background/versions.e2e.ts',
];
