import { globSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

const files = globSync('{lib,components,entrypoints}/**/*.{ts,tsx}');
const linesWith = (shape: RegExp): string[] =>
  files.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (shape.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );

/** The table of words in lib/README.md, as far as the text of a line shows it. */
describe('one meaning a word', () => {
  test.each([
    ['a subscript', /\w!?\[at(?: [-+>%][^\]]*)?\]/],
    ['a counter', /\bat \+= 1|\bat = 0; at </],
    ['the place of an item in a list', /\(\(?\w+, at\) => .*\bat (?:[-+%>]|===) \d|\[at, \w+\] of .*\.entries\(\)/],
    ['the position of a deal or version', /\bat\??: (?:DealIndex|VersionIndex)\b/],
    ['a list of positions', /\bat: (?:Uint|Int|Float)\d+Array/],
    ['a day', /\bat: Day\b/],
  ])('`at` is an instant, never %s', (_, shape) => {
    expect(linesWith(shape)).toEqual([]);
  });

  test('the depth of a drill is no `level`', () => {
    expect(linesWith(/backTo\b.*\blevel: number/)).toEqual([]);
  });

  test('a way of grouping, a degree and a permission are no `level`', () => {
    expect(linesWith(/\blevels?\b = (?:await|v\.|\[1)|\blevel\??\.(?:looks|deals)\b/)).toEqual([]);
  });

  test('requests to the API are no forecast `calls`', () => {
    expect(linesWith(/\[hour, calls\]/)).toEqual([]);
  });

  test('only the score learns: the CRM is read', () => {
    expect(linesWith(/\blearn\(/).filter((line) => line.startsWith('lib/crm'))).toEqual([]);
  });
});
