import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { unexplained } from '../store/linter';

test(
  'Mozilla’s linter finds no error in the package, and no warning that is not explained to the store',
  { timeout: 180_000 },
  async () => expect(await unexplained('.output/firefox-mv3')).toEqual([]),
);

test('a package that breaks a rule is found out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-linted-'));
  try {
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'One', version: 'one' }));
    writeFileSync(join(folder, 'more.js'), 'document.body.innerHTML = location.hash; eval(location.search);');
    const found = await unexplained(folder);
    expect(found.filter((line) => line.startsWith('error '))).not.toEqual([]);
    expect(found).toContain('UNSAFE_VAR_ASSIGNMENT in more.js: found 1 times, explained 0');
    expect(found).toContain('DANGEROUS_EVAL in more.js: found 1 times, explained 0');
    // What is explained and gone is told too.
    expect(found).toContain('UNSAFE_VAR_ASSIGNMENT in crm.js: found 0 times, explained 2');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
