import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

/** Every file that is shipped, with its text. */
const shipped = ['lib', 'components', 'entrypoints'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|html)$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
);
const users = (pattern: RegExp): string[] => shipped.flatMap(({ path, text }) => (pattern.test(text) ? [path] : []));

test('no code makes markup or code out of text', () => {
  expect(shipped.length).toBeGreaterThan(300);
  expect(users(/dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write/)).toEqual([]);
  expect(users(/\beval\(|new Function\(|setTimeout\(\s*['"`]|srcdoc|javascript:/)).toEqual([]);
});

test('one place makes a worker’s address, under the one policy that the pages allow', () => {
  expect(users(/createPolicy|createScriptURL/)).toEqual(['lib/engine/start.ts']);
});

test('a script in a page of the CRM asks the network for nothing', () => {
  const inPage = shipped.filter(({ path }) => /^(lib\/page|entrypoints\/(crm|frame|reader))/.test(path));
  expect(inPage.length).toBeGreaterThan(8);
  for (const { path, text } of inPage)
    expect(text, path).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/);
});

test('nothing remote is loaded by a page of ours', () => {
  for (const { path, text } of shipped.filter(({ path: name }) => name.endsWith('.html')))
    expect(text, path).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
