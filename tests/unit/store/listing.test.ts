import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { licencesOf, sourcesDigest } from '@/lib/dev/build-facts';
import { en } from '@/lib/i18n/locales/en';
import config from '@/wxt.config';

const read = (file: string): string => readFileSync(`store/${file}`, 'utf8');

describe.each(['en', 'pl'])('the listing in %s', (language) => {
  const [title = '', summary = '', ...paragraphs] = read(`listing/${language}.md`).trim().split('\n\n');
  test('keeps to what stores allow, and says the same as the manifest', () => {
    expect(title.replace('# ', '').length).toBeLessThanOrEqual(45);
    expect(summary.length).toBeLessThanOrEqual(132);
    const description = paragraphs.join('\n\n');
    expect(description.length).toBeGreaterThanOrEqual(250);
    expect(description.length).toBeLessThanOrEqual(10_000);
  });
});

test('each permission that any package asks for has its reason, and no other is explained', async () => {
  const { manifest } = config;
  if (typeof manifest !== 'function') throw new Error('The manifest is no function.');
  const asked = new Set<string>(['sidePanel']);
  for (const browser of ['chrome', 'edge', 'firefox']) {
    const made = await manifest({ browser, mode: 'production', manifestVersion: 3, command: 'build' });
    for (const name of [...(made.permissions ?? []), ...(made.optional_permissions ?? [])]) asked.add(String(name));
    for (const host of made.optional_host_permissions ?? []) asked.add(host);
  }
  const explained = [...read('permissions.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
  expect(explained.toSorted()).toEqual([...asked].toSorted());
});

test('the note for reviewers names the sample and the buttons as the screens do', () => {
  const note = read('reviewers.md').replaceAll('\n', ' ');
  for (const key of ['sample.try', 'sample.remove', 'popup.team', 'sample.options'] as const)
    expect(note).toContain(`“${en[key]}”`);
});

describe('what a build says of itself', () => {
  /** A folder of sources, in which a path has a text. */
  function sources(files: Record<string, string>): string {
    const root = mkdtempSync(join(tmpdir(), 'pipelens-sources-'));
    for (const folder of ['lib', 'node_modules/a', 'node_modules/@b/c'])
      mkdirSync(join(root, folder), { recursive: true });
    for (const [path, text] of Object.entries({
      'package.json': '{}',
      'package-lock.json': '{}',
      'wxt.config.ts': '',
      ...files,
    }))
      writeFileSync(join(root, path), text);
    return root;
  }
  test('is the same in every folder, and another after any change of a source', () => {
    const roots = [
      sources({ 'lib/a.ts': '1' }),
      sources({ 'lib/a.ts': '1' }),
      sources({ 'lib/a.ts': '2' }),
      sources({ 'lib/b.ts': '1' }),
      sources({ 'lib/a.ts': '1', 'package-lock.json': '{ }' }),
    ];
    const [one, again, ...others] = roots.map(sourcesDigest);
    for (const root of roots) rmSync(root, { recursive: true });
    expect(again).toBe(one);
    expect(new Set([one, ...others]).size).toBe(4);
  });

  test('names each package once that a module is of, with its licence', () => {
    const root = sources({
      'node_modules/a/package.json': '{"name":"a","version":"1.0.0","license":"MIT"}',
      'node_modules/a/LICENSE': 'Do what you like.',
      'node_modules/@b/c/package.json': '{"name":"@b/c","version":"2.0.0"}',
    });
    const text = licencesOf([
      join(root, 'lib/own.ts'),
      join(root, 'node_modules/a/x.js'),
      join(root, 'node_modules/a/y/z.js'),
      `\0${join(root, 'node_modules/@b/c/index.js')}`,
    ]);
    rmSync(root, { recursive: true });
    expect(text).toMatch(/^@b\/c 2\.0\.0: no licence named\n\n-+\n\na 1\.0\.0: MIT\n\nDo what you like\.\n$/);
  });
});
