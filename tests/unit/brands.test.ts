import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, expectTypeOf, test } from 'vitest';

import type { Instant } from '@/lib/calendar/zoned-time';
import type { Minor } from '@/lib/deal/money';
import { lastVersion, stateOf, versionAt } from '@/lib/log/event-log';
import { type DealIndex, dealIndex, type VersionIndex, versionIndex } from '@/lib/log/positions';

type First<Function extends (...given: never[]) => unknown> = Parameters<Function>;

describe('a plain number is no position in the log', () => {
  test('nor is the position of a deal that of a version', () => {
    expectTypeOf<number>().not.toExtend<DealIndex>();
    expectTypeOf<number>().not.toExtend<VersionIndex>();
    expectTypeOf<DealIndex>().not.toExtend<VersionIndex>();
    expectTypeOf<VersionIndex>().not.toExtend<DealIndex>();
  });

  test('what looks a deal or a version up takes its position alone', () => {
    expectTypeOf<First<typeof versionAt>[1]>().toEqualTypeOf<DealIndex>();
    expectTypeOf<First<typeof lastVersion>[1]>().toEqualTypeOf<DealIndex>();
    expectTypeOf<First<typeof stateOf>[1]>().toEqualTypeOf<VersionIndex>();
    expectTypeOf(versionAt).returns.toEqualTypeOf<VersionIndex>();
  });

  test('a position is the number itself', () => {
    expect([dealIndex(3), versionIndex(7)]).toEqual([3, 7]);
  });
});

/** Where each brand comes from: the only files that cast to it. */
const CONSTRUCTORS: Record<string, string> = {
  DealIndex: 'lib/log/positions.ts',
  VersionIndex: 'lib/log/positions.ts',
  Instant: 'lib/calendar/zoned-time.ts',
  Minor: 'lib/deal/money.ts',
};
type Brand = DealIndex | VersionIndex | Instant | Minor;

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `lib/${name.replaceAll('\\', '/')}`);

test.each(Object.entries(CONSTRUCTORS))('%s is cast to in %s alone', (brand, home) => {
  expectTypeOf<number>().not.toExtend<Brand>();
  const casts = files.filter((path) => new RegExp(`\\bas ${brand}\\b`).test(readFileSync(path, 'utf8')));
  expect(casts).toEqual([home]);
});
