import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { PATCHES } from '@/tests/mutations/patches';

const rows = [...readFileSync('SECURITY.md', 'utf8').matchAll(/^\| .+ \| `(tests\/[^`]+)`: (.+) \|$/gm)].map(
  ([, file = '', named = '']) => ({ file, named }),
);

test('SECURITY.md has a test for each defence', () => expect(rows.length).toBeGreaterThanOrEqual(15));

test.each(rows)('SECURITY.md names a test that exists: $named', ({ file, named }) => {
  expect(existsSync(file), file).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(named);
});

test('files that SECURITY.md names are those in which defences are taken away', () => {
  const known = new Set(PATCHES.map(({ test: file }) => file));
  for (const { file } of rows) expect(known).toContain(file);
});
