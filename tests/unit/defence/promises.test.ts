import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

/** The table of what holds each promise about reliability and trust, as `[line, its tests, what they last showed]`. */
const rows = [...readFileSync('tests/README.md', 'utf8').matchAll(/^\| (T\d+) [^|]*\| ([^|]+) \| (.+) \|$/gm)].map(
  ([, line = '', tests = '', last = '']) => ({ line, tests, last }),
);

test('there is a line for each of the 31, in their order', () =>
  expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 31 }, (_, at) => `T${at + 1}`)));

test.each(rows)('$line names tests that exist, and what they last showed', ({ tests, last }) => {
  const named = [...tests.matchAll(/`(tests\/[^`]+)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(0);
  for (const path of named) expect(existsSync(path), path).toBe(true);
  // Files that no runner takes are no tests.
  for (const path of named.filter((each) => /\.tsx?$/.test(each)))
    expect(readFileSync(path, 'utf8'), path).toMatch(/\b(?:test|describe)(?:\.\w+)?\(/);
  expect(last.trim().length).toBeGreaterThan(3);
});
