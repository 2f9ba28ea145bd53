import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { PATCHES, without } from '@/tests/mutations/patches';

/* `npm run test:mutations` takes the defences away and runs their tests. This is the quick part of it: that each can still be taken away. */

test('at least thirty defences have a test that fails without them', () => {
  expect(PATCHES.length).toBeGreaterThanOrEqual(30);
  expect(new Set(PATCHES.map(({ defence }) => defence)).size).toBe(PATCHES.length);
});

test.each(PATCHES)('$defence: can be taken away, and names a test that exists', (patch) => {
  const before = readFileSync(patch.file, 'utf8');
  expect(without(patch, before)).not.toBe(before);
  expect(existsSync(patch.test), patch.test).toBe(true);
  expect(readFileSync(patch.test, 'utf8')).toContain(patch.named);
});

test('a defence whose text has changed is told of with its file and that text', () => {
  const [patch] = PATCHES;
  if (!patch) throw new Error('No patches.');
  expect(() => without(patch, 'another text')).toThrow(`${patch.file} has this 0 times`);
});
