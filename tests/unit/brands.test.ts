import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, expectTypeOf, test } from 'vitest';

import { dayAt } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { type Minor, minor, toMajor, toMinor } from '@/lib/deal/money';
import type { Sums } from '@/lib/figures/groups';
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

test('a plain number is no instant: days of it and versions at it are asked with one', () => {
  expectTypeOf<number>().not.toExtend<Instant>();
  expectTypeOf<First<typeof dayAt>[0]>().toEqualTypeOf<Instant>();
  expectTypeOf<First<typeof versionAt>[2]>().toEqualTypeOf<Instant>();
  expect(dayAt(instant(86_400_000))).toBe('1970-01-02');
});

test('a plain number is no money in minor units: what was divided once is not divided again', () => {
  expectTypeOf<number>().not.toExtend<Minor>();
  expectTypeOf<First<typeof toMajor>[0]>().toEqualTypeOf<Minor>();
  expectTypeOf(toMajor).returns.toEqualTypeOf<number>();
  expectTypeOf<Sums['amount']>().toEqualTypeOf<Minor>();
  expect(toMajor(minor(10_004), 'KWD')).toBe(10.004);
  expect(toMinor(10.004, 'KWD')).toBe(10_004);
});

/** Where each brand comes from: the only files that cast to it. */
const CONSTRUCTORS: Record<string, string> = {
  DealIndex: 'lib/log/positions.ts',
  VersionIndex: 'lib/log/positions.ts',
  Instant: 'lib/calendar/instant.ts',
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
