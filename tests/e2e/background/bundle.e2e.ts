import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

import { expect, test } from 'vitest';

const BUILT = '.output/chrome-mv3';
const read = (file: string): string => readFileSync(`${BUILT}/${file}`, 'utf8');
// Safe: the build wrote it as a manifest.
const manifest = JSON.parse(read('manifest.json')) as chrome.runtime.ManifestV3;

test('the script in the CRM page is at most 4 KB and carries no library', () => {
  expect(statSync(`${BUILT}/crm.js`).size).toBeLessThanOrEqual(4096);
  expect(read('crm.js')).not.toMatch(/react|dexie|chart\.js|IndexedDB/i);
});

test.each(['crm.js', 'frame.js', 'reader.js'])('%s can make no network request of its own', (file) => {
  expect(read(file)).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/);
});

test('the script in the CRM page loads files of the extension’s own alone, and only when they are wanted', () => {
  const loaded = [...read('crm.js').matchAll(/import\(([^)]*\))/g)].map(([, from]) => from);
  expect(loaded.map((from) => /^\w+\.getURL\(`(frame|reader)\.js`\)$/.exec(from ?? '')?.[1])).toStrictEqual([
    'frame',
    'reader',
  ]);
  for (const file of ['frame.js', 'reader.js']) expect(read(file)).not.toMatch(/\bimport\b/);
});

test('the permissions are these and no others', () => {
  expect(manifest.permissions?.toSorted()).toEqual([
    'alarms',
    'cookies',
    'idle',
    'notifications',
    'scripting',
    'sidePanel',
    'storage',
    'unlimitedStorage',
  ]);
  expect(manifest.optional_permissions).toEqual(['identity']);
  expect(manifest.host_permissions?.every((host) => /^https:\/\/\*\.(lightning|my)\./.test(host))).toBe(true);
  expect(manifest).not.toHaveProperty('externally_connectable');
  expect(manifest.web_accessible_resources).toMatchObject([
    { resources: ['panel.html', 'frame.js', 'reader.js'], use_dynamic_url: true },
  ]);
});

test('the id is made of the key in the manifest, so that it is the same on every computer', () => {
  // Chromium's rule: the first 128 bits of the key's SHA-256, each half byte as a letter from a to p.
  const key = Buffer.from((manifest as { key?: string }).key ?? '', 'base64');
  const digits = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const id = digits.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
  expect(id).toBe('nlembjhgigkihoinjnpfdieaikbhlgof');
  expect(createPublicKey({ key, format: 'der', type: 'spki' }).asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test('pages of the extension may call the CRM’s hosts and nobody else, and run no code but their own', () => {
  const policy = manifest.content_security_policy?.extension_pages ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types engine");
  const connect = /connect-src ([^;]+)/.exec(policy)?.[1]?.split(' ') ?? [];
  expect(
    connect.every(
      (host) => host === "'self'" || /^https:\/\/\*\.my\.(salesforce\.(com|mil)|sfcrmproducts\.cn)$/.test(host),
    ),
  ).toBe(true);
});
