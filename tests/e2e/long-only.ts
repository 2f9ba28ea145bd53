/**
 * Browser tests of the long form alone, each with what holds the same in `npm test`: a browser is what costs most of it.
 */
export const LONG_ONLY: Readonly<Record<string, string>> = {
  'background/large.e2e.ts':
    'kills and faults: resume.e2e.ts on 200 deals, tests/unit/sync/sync.test.ts with bulk jobs',
  'surfaces/definitions.e2e.ts': 'gallery-keys.e2e.ts and tests/dom/views/definitions.test.tsx',
  'surfaces/learnt.e2e.ts': 'tests/dom/views/learnt.test.tsx, and scoring.e2e.ts where it is learnt',
  'surfaces/surfaces.e2e.ts': 'gallery.e2e.ts, tests/dom/views/drill-contract.test.tsx and tests/unit/looks.test.ts',
};
