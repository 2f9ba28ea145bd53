import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

import { unexplained } from './linter';
import { storePictures } from './pictures';

/*
 * `npm run zip`: the packages for the stores, the sources that Firefox's reviewers ask for, the texts of the listing and its pictures, all in
 * `.output/store`. Ends only once Mozilla's linter has found nothing in it that is not explained, and the sources, unpacked elsewhere and built
 * there, have given the same package byte for byte.
 */
const root = resolve(import.meta.dirname, '../..');
const store = join(root, '.output/store');
const run = (command: string, args: readonly string[], cwd = root): void =>
  void execFileSync('npx', [command, ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

rmSync(store, { recursive: true, force: true });
mkdirSync(store, { recursive: true });
for (const browser of ['chrome', 'edge', 'firefox']) run('wxt', ['zip', '-b', browser]);
const findings = await unexplained(join(root, '.output/firefox-mv3'));
if (findings.length > 0)
  throw new Error(`Mozilla's linter, and store/linter.md does not say why: ${findings.join('; ')}`);
for (const zip of globSync('.output/*.zip', { cwd: root })) cpSync(join(root, zip), join(store, basename(zip)));
cpSync(join(root, 'store'), store, { recursive: true });
cpSync(join(root, 'public/icon'), join(store, 'icon'), { recursive: true });
run('wxt', ['build']);
await storePictures(join(store, 'pictures'));

const elsewhere = mkdtempSync(join(tmpdir(), 'pipelens-rebuilt-'));
try {
  const sources = globSync('.output/*-sources.zip', { cwd: root })[0];
  if (sources === undefined) throw new Error('There is no package of sources.');
  execFileSync('unzip', ['-q', join(root, sources), '-d', elsewhere]);
  symlinkSync(join(root, 'node_modules'), join(elsewhere, 'node_modules'), 'dir');
  run('wxt', ['build', '-b', 'firefox'], elsewhere);
  const built = (folder: string): string[] =>
    globSync('**/*', { cwd: join(folder, '.output/firefox-mv3'), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '.output/firefox-mv3').length))
      .toSorted();
  const bytes = (folder: string, path: string): Buffer => readFileSync(join(folder, '.output/firefox-mv3', path));
  const [here, there] = [built(root), built(elsewhere)];
  const other = here.filter((path) => !there.includes(path) || !bytes(root, path).equals(bytes(elsewhere, path)));
  if (here.length !== there.length || other.length > 0)
    throw new Error(`Rebuilt from the package of sources, these are not the same: ${other.join(', ')}`);
} finally {
  rmSync(elsewhere, { recursive: true, force: true });
}
console.log(`Packages, sources that rebuild to the same bytes, texts, icons and pictures: ${store}`);
