import { defineConfig } from 'oxlint';

/** The pure folders, each of which may import those before it. */
const PURE = ['calendar', 'deal', 'log', 'figures', 'forecast', 'process', 'answers'].map((name) => `lib/${name}`);

/** Which project folders each folder may import; everything absent is forbidden. lib/README.md draws the same table. */
export const layers: Record<string, string[]> = {
  ...Object.fromEntries(PURE.map((folder, at) => [folder, PURE.slice(0, at)])),
  'lib/columns': ['lib/calendar', 'lib/deal', 'lib/log'],
  'lib/crm': ['lib/calendar', 'lib/deal'],
  'lib/files': ['lib/calendar', 'lib/deal'],
  'lib/scoring': ['lib/calendar', 'lib/deal', 'lib/log', 'lib/figures', 'lib/forecast', 'lib/columns', 'lib/answers'],
  'lib/storage': ['lib/calendar', 'lib/deal', 'lib/log', 'lib/figures', 'lib/forecast', 'lib/columns'],
  'lib/sync': [...PURE, 'lib/columns', 'lib/scoring', 'lib/crm', 'lib/storage'],
  'lib/messaging': ['lib/calendar', 'lib/deal', 'lib/forecast', 'lib/answers'],
  'lib/engine': [...PURE, 'lib/columns', 'lib/scoring', 'lib/storage', 'lib/sync', 'lib/messaging'],
  'lib/background': [
    'lib/calendar',
    'lib/deal',
    'lib/answers',
    'lib/crm',
    'lib/files',
    'lib/storage',
    'lib/sync',
    'lib/messaging',
    'lib/engine',
    'lib/page',
    'lib/i18n',
  ],
  'lib/page': ['lib/calendar', 'lib/deal', 'lib/crm', 'lib/messaging'],
  'lib/store': [
    'lib/calendar',
    'lib/deal',
    'lib/figures',
    'lib/forecast',
    'lib/answers',
    'lib/columns',
    'lib/messaging',
  ],
  'lib/sample': ['lib/calendar', 'lib/deal'],
  'lib/trial': ['lib/calendar', 'lib/deal', 'lib/crm', 'lib/sample', 'lib/storage'],
  'lib/i18n': ['lib/deal'],
  'lib/warehouse': [...PURE, 'lib/i18n'],
  'lib/sheets': [...PURE, 'lib/i18n'],
  components: [...PURE, 'lib/files', 'lib/sheets', 'lib/store', 'lib/i18n'],
  'components/ui': [],
};

/** Packages with exactly one owner. */
export const owners: Record<string, string> = {
  dexie: 'lib/storage',
  'chart.js': 'components/charts',
  zustand: 'lib/store',
  'react-dom': 'entrypoints',
  'intl-messageformat': 'lib/i18n',
  papaparse: 'lib/files',
  'hyparquet-writer': 'lib/warehouse',
  'write-excel-file': 'lib/sheets',
  '@tanstack/react-virtual': 'components/ui',
};

const foreignPackages = (folder: string): string[] =>
  Object.entries(owners)
    .filter(([, owner]) => !`${owner}/`.startsWith(`${folder}/`))
    .flatMap(([name]) => [name, `${name}/**`]);

export default defineConfig({
  plugins: ['typescript', 'react', 'import', 'unicorn', 'jsx-a11y', 'promise', 'vitest'],
  categories: { correctness: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['.output', '.wxt', 'tests/org/pages/modules'],
  rules: {
    // Cycles through types too: what knows each other is one thing, whatever the compiler leaves of it.
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-explicit-any': 'error',
    // Objects here are closures over their state: no method uses `this`, so taking one off its object is safe.
    'typescript/unbound-method': 'off',
    // Live regions and groups keep the element that their content asks for.
    'jsx-a11y/prefer-tag-over-role': 'off',
    // A claim about many records names the record; some claims hold only of some records.
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/no-conditional-expect': 'off',
    'vitest/expect-expect': [
      'error',
      { assertFunctionNames: ['expect', 'expectBadges', 'expectSame', 'expectGone', 'expectPastOnly', 'expectTypeOf'] },
    ],
  },
  overrides: Object.entries(layers).map(([folder, allowed]) => ({
    files: [`${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@/**', ...[folder, ...allowed].flatMap((path) => [`!@/${path}`, `!@/${path}/**`])],
              message: `${folder} may import only ${[folder, ...allowed].join(', ')}.`,
            },
            {
              group: ['../**/lib/**', '../**/components/**', '../**/entrypoints/**'],
              message: 'Cross-folder imports use the @/ alias.',
            },
            { group: foreignPackages(folder), message: 'Another folder owns this package.' },
          ],
        },
      ],
    },
  })),
});
