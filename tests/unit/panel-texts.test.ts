import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { en } from '@/lib/i18n/locales/en';
import { firstEn } from '@/lib/i18n/locales/en/first';

const ROOT = resolve(import.meta.dirname, '../..');
const HOLE = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;

/** The modules that the panel has before anything is loaded at a press, with their source. */
function modules(): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    if (found.has(path) || path.includes('/i18n/locales/')) return;
    const source = readFileSync(path, 'utf8');
    found.set(path, source);
    for (const [, name = ''] of source.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)'/gm)) {
      const base = name.startsWith('@/')
        ? join(ROOT, name.slice(2))
        : name.startsWith('.')
          ? join(dirname(path), name)
          : '';
      const file = ['.ts', '.tsx', '/index.ts'].map((end) => base + end).find((each) => existsSync(each));
      if (file !== undefined) visit(file);
    }
  };
  visit(join(ROOT, 'entrypoints/panel/main.tsx'));
  return found;
}

/** The keys that a source names: whole, or with holes, for which anything may stand. */
function named(source: string): string[] {
  const keys = Object.keys(en);
  return [...source.matchAll(/'([a-z]\w*\.[\w.]+)'|`([a-z]\w*\.(?:[\w.]|\$\{(?:[^{}]|\{[^{}]*\})*\})+)`/gi)].flatMap(
    ([, whole, holed]) => {
      if (whole !== undefined) return whole in en ? [whole] : [];
      const like = new RegExp(`^${(holed ?? '').replaceAll('.', '\\.').replaceAll(HOLE, '.+')}$`);
      return keys.filter((key) => like.test(key));
    },
  );
}

test('the first texts are those that the panel names before anything is loaded at a press, and no others', () => {
  const wanted = new Set([...modules().values()].flatMap(named));
  expect(Object.keys(firstEn).filter((key) => !wanted.has(key))).toEqual([]);
  expect([...wanted].filter((key) => !(key in firstEn))).toEqual([]);
});

test('what the panel loads later waits for all texts', () => {
  const later = [...modules()].flatMap(([path, source]) =>
    path.endsWith('lib/i18n/index.ts')
      ? []
      : [...source.matchAll(/\bimport\('(?!@\/lib\/i18n\/)[^']+'\)(,\s*loadTexts\(\),?\s*\])?/g)],
  );
  expect(later.length).toBeGreaterThan(2);
  expect(later.filter(([, isWaiting]) => isWaiting === undefined).map(([text]) => text)).toEqual([]);
});
