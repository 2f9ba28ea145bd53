import { createHash } from 'node:crypto';
import { readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { bundlePages, packageFolder } from './bundle';

const FOLDER = import.meta.dirname;
const OUTPUT = join(FOLDER, '..', '..', '..', '.output', 'org-pages');
/** What the bundle is made of besides the sources. */
const PACKAGES = ['lwc', 'lightning-base-components', '@salesforce-ux/design-system'];

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of PACKAGES) {
    const text = await readFile(join(packageFolder(name), 'package.json'), 'utf8');
    const { version } = JSON.parse(text) as { version: string }; // every published package has one
    hash.update(`${name}@${version}\n`);
  }
  const sources = (await readdir(join(FOLDER, 'modules'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [join(FOLDER, 'bundle.ts'), join(FOLDER, 'icon-subset.ts'), ...sources].sort()) {
    hash.update(`${relative(FOLDER, file).replaceAll('\\', '/')}\n`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 12);
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Builds the Lightning pages once for each state of their sources and returns the folder to serve, named by the hash of
 * that state. A build is made aside and renamed into place, so that two processes at once, or one that is stopped
 * half way, never leave a broken folder.
 */
export async function buildPages(): Promise<string> {
  const target = join(OUTPUT, await sourceHash());
  if (await exists(target)) return target;
  const aside = `${target}.${process.pid}.tmp`;
  await bundlePages(join(FOLDER, 'modules'), aside);
  try {
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
  return target;
}

if (process.argv[1] === import.meta.filename) {
  process.stdout.write(`${await buildPages()}\n`);
}
