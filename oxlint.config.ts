import { defineConfig } from 'oxlint';

/** Which project folders each folder may import; everything absent is forbidden. The README draws the same table. */
const layers: Record<string, string[]> = {
  'lib/domain': [],
  'lib/columns': ['lib/domain'],
  'lib/crm': ['lib/domain'],
  'lib/scoring': ['lib/domain', 'lib/columns'],
  'lib/storage': ['lib/domain', 'lib/columns'],
  'lib/sync': ['lib/domain', 'lib/columns', 'lib/scoring', 'lib/crm', 'lib/storage'],
  'lib/messaging': ['lib/domain'],
  'lib/engine': ['lib/domain', 'lib/columns', 'lib/scoring', 'lib/storage', 'lib/sync', 'lib/messaging'],
  'lib/page': ['lib/domain', 'lib/crm', 'lib/messaging'],
  'lib/store': ['lib/domain', 'lib/columns', 'lib/messaging'],
  'lib/sample': ['lib/domain'],
  'lib/i18n': [],
  components: ['lib/domain', 'lib/store', 'lib/i18n'],
  'components/ui': [],
};

/** Packages with exactly one owner. */
const owners: Record<string, string> = {
  dexie: 'lib/storage',
  'chart.js': 'components/charts',
  zustand: 'lib/store',
  'react-dom': 'entrypoints',
  'intl-messageformat': 'lib/i18n',
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
    'import/no-cycle': 'error',
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
      { assertFunctionNames: ['expect', 'expectBadges', 'expectSame', 'expectGone', 'expectPastOnly'] },
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
