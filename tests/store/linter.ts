import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

interface Found {
  code: string;
  message: string;
  file?: string;
}
type Report = Record<'errors' | 'notices' | 'warnings', Found[]>;

const lint = (folder: string): Promise<Report> =>
  new Promise((done, fail) => {
    const command = ['addons-linter', folder, '--output', 'json'];
    execFile('npx', command, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout) => {
      // It ends with 1 where it has found an error, and says which all the same.
      if (stdout.startsWith('{')) done(JSON.parse(stdout) as Report);
      else fail(error ?? new Error(stdout));
    });
  });

/** `chunks/client-CxpV5CKF.js` is the same file in the next build under another name. */
const steady = (file = ''): string => file.replace(/^(chunks\/.+)-[\w-]{8}\.js$/, '$1');

/** What the texts for the stores explain: code and file, with how often. */
function explained(): Map<string, number> {
  const rows = readFileSync(resolve(root, 'store/linter.md'), 'utf8').matchAll(/^\| `(\w+)` \| `(.+?)` \| (\d+) \|/gm);
  return new Map([...rows].map(([, code, file, times]) => [`${code} in ${file}`, Number(times)]));
}

/**
 * What Mozilla's linter finds in a built folder and `store/linter.md` does not explain, one line each; and what is explained there and not
 * found. Throws where the linter did not run.
 */
export async function unexplained(folder: string): Promise<string[]> {
  const { errors, notices, warnings } = await lint(folder);
  const times = new Map<string, number>();
  for (const { code, file } of [...notices, ...warnings]) {
    const name = `${code} in ${steady(file)}`;
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const known = explained();
  return [
    ...errors.map(({ code, message, file }) => `error ${code} in ${file ?? 'the package'}: ${message}`),
    ...[...new Set([...times.keys(), ...known.keys()])]
      .filter((name) => times.get(name) !== known.get(name))
      .map((name) => `${name}: found ${times.get(name) ?? 0} times, explained ${known.get(name) ?? 0}`),
  ];
}
