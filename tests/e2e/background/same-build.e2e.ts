import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const BUILT = '.output/chrome-mv3';
/** All that a build reads: neither its own output nor the tests. */
const LEFT_OUT = new Set(['node_modules', '.git', '.output', '.wxt', 'tests']);

/** Each file of a build by its path, with a hash of its bytes. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((path) => statSync(join(folder, path)).isFile())
      .toSorted()
      .map((path) => [
        path,
        createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      ]),
  );

test('built in another folder it is the same, byte for byte, and nothing in it is loaded from elsewhere or made of text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-build-'));
  try {
    cpSync(ROOT, folder, { recursive: true, filter: (from) => !LEFT_OUT.has(relative(ROOT, from)) });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    execFileSync(process.execPath, [join(ROOT, 'node_modules/wxt/bin/wxt.mjs'), 'build'], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const built = filesOf(join(ROOT, BUILT));
    expect(Object.keys(built).length).toBeGreaterThan(20);
    expect(filesOf(join(folder, BUILT))).toEqual(built);
    for (const path of Object.keys(built).filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(join(ROOT, BUILT, path), 'utf8');
      expect(code, path).not.toMatch(/(?<![\w$.])eval\(|new Function\(|importScripts\(|import\(["'`]https?:/);
    }
    for (const path of Object.keys(built).filter((name) => name.endsWith('.html')))
      expect(readFileSync(join(ROOT, BUILT, path), 'utf8'), path).not.toMatch(/(?:src|href)=["']https?:/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
