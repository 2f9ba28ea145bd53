/**
 * Test files of the long form alone, each with what holds the same in `npm test`: they take most of its time, in a browser or in an org that is
 * walked whole. `npm run test:long` runs all, and one that is asked for by its path runs all the same.
 */
export const LONG_ONLY: Readonly<Record<string, string>> = {
  'dom/silence/silent-agenda.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-changes.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-focus.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-forecast.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-people.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-process.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-questions.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'dom/silence/silent-review.test.tsx':
    'tests/dom/silence/silent-record.test.tsx, silent-now.test.tsx and silent-plan.test.tsx, with which it shares its parts; tests/dom/views/failure.test.tsx',
  'unit/scoring/by-lot.test.ts': 'tests/unit/scoring/gate.test.ts and learn.test.ts, with outcomes dealt out at random',
  'unit/leading/monthly-review.test.ts':
    'tests/unit/odd/months-recount.test.ts, tests/unit/leading/few-cases.test.ts and experiment-planted.test.ts',
  'unit/leading/experiment-cycle.test.ts':
    'tests/unit/leading/experiment-planted.test.ts and tests/unit/odd/months-recount.test.ts',
  'unit/storage/carried.test.ts': 'tests/unit/columns/log-keeper.test.ts and tests/unit/sync/kept-record.test.ts',
  'e2e/background/batch-killed.e2e.ts': 'tests/unit/background/batch.test.ts, killed at each of its calls',
  'e2e/background/large.e2e.ts':
    'kills and faults: resume.e2e.ts on 200 deals, tests/unit/sync/sync.test.ts with bulk jobs',
  'e2e/background/quiet.e2e.ts': 'tests/unit/background/presence.test.ts, and syncer.test.ts beside it',
  'e2e/background/real.e2e.ts':
    'tests/unit/org/load.test.ts and maven.test.ts, which read the same files into the same org',
  'e2e/background/soak.e2e.ts': 'tests/e2e/background/at-rest.e2e.ts, and panel-gone.test.ts in tests/dom',
  'e2e/background/store-fails.e2e.ts':
    'tests/unit/storage/open-again.test.ts, disk-words.test.ts and full-disk.test.ts',
  'e2e/in-crm/console.e2e.ts': 'tests/e2e/in-crm/pages.e2e.ts, where a record stands in a console',
  'e2e/in-crm/crm-forecast.e2e.ts':
    'tests/dom/views/crm-difference.test.tsx, tests/dom/quotas.test.tsx and tests/dom/views/forecast.test.tsx',
  'e2e/in-crm/ended-process.e2e.ts': 'tests/dom/panel-gone.test.ts',
  'e2e/in-crm/habits.e2e.ts':
    'alert-month.test.ts, loss-reasons.test.ts and shared-playbook.test.ts in tests/unit/background; follow-up, tasks and publish-playbook in tests/dom/views',
  'e2e/in-crm/kept-aside.e2e.ts': 'tests/dom/kept-aside.test.ts',
  'e2e/in-crm/odd-hands.e2e.ts':
    'tests/e2e/in-crm/edit.e2e.ts, tests/dom/views/edit.test.tsx and tests/unit/background/whose.test.ts',
  'e2e/in-crm/odd-tabs.e2e.ts':
    'tests/e2e/in-crm/pages.e2e.ts and in-page.e2e.ts, tests/e2e/background/connection.e2e.ts, tests/dom/kept-aside.test.ts',
  'e2e/in-crm/private-window.e2e.ts': 'tests/e2e/in-crm/isolation.e2e.ts and tests/firefox/private.e2e.ts',
  'e2e/in-crm/two-orgs.e2e.ts': 'tests/e2e/in-crm/isolation.e2e.ts and tests/unit/background/whose.test.ts',
  'e2e/in-crm/unreadable.e2e.ts': 'tests/unit/storage/damage.test.ts and disk-words.test.ts',
  'e2e/surfaces/changes.e2e.ts': 'tests/dom/views/drill-contract.test.tsx, changes.test.tsx and gallery.e2e.ts',
  'e2e/surfaces/definitions.e2e.ts': 'gallery-keys.e2e.ts and tests/dom/views/definitions.test.tsx',
  'e2e/surfaces/forecast.e2e.ts':
    'tests/dom/views/forecast.test.tsx (an adjustment and a second one), failure.test.tsx (one that is not saved)',
  'e2e/surfaces/glossary.e2e.ts':
    'tests/dom/glossary.test.tsx, tests/dom/views/definitions.test.tsx, and the cells of the glossary in gallery.e2e.ts',
  'e2e/surfaces/learnt.e2e.ts': 'tests/dom/views/learnt.test.tsx, and scoring.e2e.ts where it is learnt',
  'e2e/surfaces/process.e2e.ts':
    'tests/dom/views/process.test.tsx, tests/unit/domain/process-view.test.ts and tests/unit/leading/experiment-planted.test.ts',
  'e2e/surfaces/rule-limits.e2e.ts': 'tests/dom/views/rule-limits.test.tsx, with a reader that lives on beside it',
  'e2e/surfaces/scoring.e2e.ts': 'tests/unit/sync/learn-score.test.ts and tests/dom/views/learnt.test.tsx',
  'e2e/surfaces/surfaces.e2e.ts':
    'gallery.e2e.ts, tests/dom/views/drill-contract.test.tsx and tests/unit/looks.test.ts',
};

/** What a run leaves out, as paths from the root. */
export const leftOut = (): string[] =>
  process.env['LONG']
    ? []
    : Object.keys(LONG_ONLY)
        .filter((file) => !process.argv.some((given) => given.includes(file)))
        .map((file) => `tests/${file}`);

/** What the long form runs a second time, on Chromium's other store; `killed`, `batch-killed` and `wiped` go through both by themselves. */
export const ON_BOTH_STORES: readonly string[] = [
  'tests/e2e/background/engine.e2e.ts',
  'tests/e2e/background/resume.e2e.ts',
  'tests/e2e/background/store-fails.e2e.ts',
  'tests/e2e/background/taken-away.e2e.ts',
  'tests/e2e/background/update.e2e.ts',
  'tests/e2e/background/versions.e2e.ts',
];
