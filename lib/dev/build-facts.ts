import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made of: with the same of these, and the same browser, it is the same byte for byte. */
const SOURCES = '{components,entrypoints,lib,public}/**/*.{ts,tsx,css,html,json,png}';
const FILES = ['package-lock.json', 'package.json', 'wxt.config.ts'];

/** The first 16 digits of the SHA-256 of all sources, each under its path. */
export function sourcesDigest(root: string): string {
  const hash = createHash('sha256');
  const paths = [...globSync(SOURCES, { cwd: root }), ...FILES].map((path) => path.replaceAll('\\', '/')).toSorted();
  for (const path of paths) {
    const text = readFileSync(join(root, path));
    hash.update(`${path}\0${text.length}\0`);
    hash.update(text);
  }
  return hash.digest('hex').slice(0, 16);
}

interface Package {
  name: string;
  version: string;
  license?: string;
}

/** The folder of the package that a module is in, inside the folder of packages; undefined for modules of our own. */
const packageOf = (moduleId: string): string | undefined =>
  /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId.replaceAll('\\', '/'))?.[1];

/** Names, versions and licence texts of the packages that modules come from, as one text. */
export function licencesOf(moduleIds: Iterable<string>): string {
  const folders = [...new Set([...moduleIds].flatMap((id) => packageOf(id) ?? []))];
  const texts = folders.flatMap((folder): [string, string][] => {
    if (!existsSync(join(folder, 'package.json'))) return [];
    // Safe: npm wrote it.
    const {
      name,
      version,
      license = 'no licence named',
    } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
    return [[name, `${name} ${version}: ${license}${text}`]];
  });
  const parts = texts.toSorted(([a], [b]) => a.localeCompare(b, 'en')).map(([, text]) => text);
  return `${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
