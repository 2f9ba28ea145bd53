import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, test, vi } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { carried, derived, type Former, goesOn, perWord } from '@/lib/calendar/derived';
import { generateOrg } from '@/lib/sample/generate';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { putScore } from '@/lib/storage/stored-score';

import { contextOf } from '../explore/context';

test('what is derived is made once for a revision and day, and anew for another revision, another day and another way of making it', async () => {
  const { facts } = contextOf(generateOrg({ size: 12, asOf: '2026-11-24' as Day }), '2026-11-24' as Day);
  const db = new PipelensDatabase('derived');
  await putProfile(db, facts.profile);
  const cache = createFactsCache(db);
  const now = Date.UTC(2026, 10, 24, 10);
  const make = vi.fn<(of: object) => object>(() => ({}));
  const first = (await cache(now))!;
  const made = derived(first, make);
  expect(derived((await cache(now + 1000))!, make)).toBe(made);
  expect(make).toHaveBeenCalledTimes(1);
  expect(make).toHaveBeenCalledWith(first);
  expect(derived(first, () => ({}))).not.toBe(made);
  await putScore(db, {});
  const second = derived((await cache(now + 2000))!, make);
  expect(second).not.toBe(made);
  expect(derived((await cache(now + 86_400_000))!, make)).not.toBe(second);
  expect(make).toHaveBeenCalledTimes(3);
});

test('undefined is something that was made, too', () => {
  const make = vi.fn<() => undefined>(() => undefined);
  const of = {};
  derived(of, make);
  derived(of, make);
  expect(make).toHaveBeenCalledTimes(1);
});

test('what is carried on gets what it was before with the deals that differ; after a step in which nobody asked it begins anew', () => {
  const make = vi.fn<(of: { n: number }, former?: Former<number>) => number>(
    (of, former) => (former?.value ?? 0) * 10 + of.n,
  );
  const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((n) => ({ n }));
  expect(carried(a!, make)).toBe(1);
  goesOn(b!, a!, new Set(['x']));
  expect(carried(b!, make)).toBe(12);
  expect(carried(b!, make)).toBe(12);
  expect(make).toHaveBeenLastCalledWith(b, { value: 1, changed: new Set(['x']) });
  goesOn(c!, b!, new Set());
  expect(carried(c!, make)).toBe(123);
  goesOn(d!, c!, new Set());
  goesOn(e!, d!, new Set());
  expect(carried(e!, make)).toBe(5);
  expect(make).toHaveBeenCalledTimes(4);
});

test('what was made of something that nobody holds any more is let go, also where it was carried on', async () => {
  setFlagsFromString('--expose-gc');
  // Safe: the flag makes it a function.
  const gc = runInNewContext('gc') as () => void;
  const make = (): object => ({ much: new Uint8Array(1000) });
  const on = (_of: object, former?: Former<object>): object => ({ seen: former?.changed.size });
  let old: object | undefined = {};
  const [refs, next] = [[new WeakRef(old), new WeakRef(derived(old, make)), new WeakRef(carried(old, on))], {}];
  goesOn(next, old, new Set(['x']));
  expect(carried(next, on)).toEqual({ seen: 1 });
  old = undefined;
  await new Promise((done) => setTimeout(done, 10));
  gc();
  expect(refs.map((ref) => ref.deref())).toEqual([undefined, undefined, undefined]);
});

test('a function of a word is asked once a word', () => {
  const make = vi.fn<(word: string) => number | undefined>((word) => word.length || undefined);
  const of = perWord(make);
  expect([of('a'), of('bb'), of('a'), of(''), of('')]).toEqual([1, 2, 1, undefined, undefined]);
  expect(make).toHaveBeenCalledTimes(3);
});

const LAYERS = [
  'calendar',
  'deal',
  'log',
  'figures',
  'forecast',
  'process',
  'answers',
  'columns',
  'scoring',
  'files',
  'sync',
  'sample',
];
/** Something of a module that can be written: a `let`, a map or set that is not read-only, anything that is held weakly. */
const MEMORY = [
  /^(?:export )?let\b/,
  /^(?:export )?(?:const|var) [^=]*= new (?:WeakMap|WeakSet|WeakRef)\b/,
  /^(?:export )?(?:const|var) (?![^=]*: Readonly(?:Map|Set)<)[^=]*= new (?:Map|Set)\b/,
  /^(?:export )?(?:const|var) [\w$]+(?:: (?!readonly )[^=]*\[\])? = \[\];/,
];

test('no module of the pure layers keeps anything between two calls but the one that is for it', () => {
  const found = LAYERS.flatMap((layer) =>
    readdirSync(join('lib', layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && join(layer, name) !== join('calendar', 'derived.ts'))
      .flatMap((name) =>
        readFileSync(join('lib', layer, name), 'utf8')
          .split('\n')
          .flatMap((line, at) => (MEMORY.some((each) => each.test(line)) ? [`${layer}/${name}:${at + 1}`] : [])),
      ),
  );
  expect(found).toEqual([]);
});

test('the rule sees what it is about', () => {
  const bad = [
    'let last = 0;',
    'export let last = 0;',
    'const held = new WeakMap<A, B>();',
    'const a: Map<string, B> = new Map();',
    'const a = new Set(words);',
    'const all: string[] = [];',
  ];
  const good = [
    '  let last = 0;',
    'const A: ReadonlySet<B> = new Set([]);',
    'export const A: ReadonlyMap<string, B> = new Map(',
    "const A = ['b'];",
  ];
  expect(bad.filter((line) => !MEMORY.some((each) => each.test(line)))).toEqual([]);
  expect(good.filter((line) => MEMORY.some((each) => each.test(line)))).toEqual([]);
});
