import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, test } from 'vitest';

const foldersUnder = (folder: string): string[] => [
  folder,
  ...readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap(foldersUnder),
];
const folders = ['lib', 'components', 'entrypoints'].flatMap(foldersUnder);
const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
const files = folders.flatMap(filesOf);

test.each(folders)('%s is no hall: at most 25 files lie flat in it', (folder) => {
  const flat = readdirSync(folder).filter((name) => /\.(?:tsx?|css)$/.test(name));
  expect(flat.length).toBeLessThanOrEqual(25);
});

/** Every language has the same files with the same exports, and a folder's face or an entry point is called by its folder. */
const isOfLanguage = (path: string): boolean => /^lib\/i18n\/(?:definitions|locales)\//.test(path);
const isFace = (path: string): boolean => /^(?:index|main)\.tsx?$/.test(basename(path));

/** Those of a list that stand in it more than once. */
const twice = (all: [name: string, path: string][]): string[] => {
  const known = Map.groupBy(all, ([name]) => name);
  return [...known]
    .flatMap(([name, places]) => (new Set(places.map(([, path]) => path)).size > 1 ? [name] : []))
    .toSorted();
};
const named = files.filter((path) => !isOfLanguage(path));

describe('one name, one thing', () => {
  test('no two files are called the same', () => {
    const all = named.filter((path) => !isFace(path)).map((path): [string, string] => [basename(path), path]);
    expect(twice(all)).toEqual([]);
  });

  test('no two files export the same name', () => {
    const all = named.flatMap((path) =>
      [
        ...readFileSync(path, 'utf8').matchAll(
          /^export (?:async |abstract )?(?:const|let|function\*?|class|interface|type) (\w+)/gm,
        ),
      ].map(([, name = '']): [string, string] => [name, path]),
    );
    expect(twice(all)).toEqual([]);
  });
});
