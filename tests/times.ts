import type { FileTime } from './plain-line';

const SLOWEST = 40;
const seconds = (ms: number): string => (ms / 1000).toFixed(1).padStart(7);

/** How long each part of a run took and which files took longest, as lines to print: what grows is seen. */
export function timeTable(parts: readonly { name: string; ms: number }[], files: readonly FileTime[]): string[] {
  const slowest = files
    .toSorted((a, b) => b.tests + b.before - (a.tests + a.before))
    .slice(0, SLOWEST)
    .map(({ file, tests, before }) => `${seconds(tests + before)} ${seconds(before)}  ${file}`);
  return [
    '  seconds  part',
    ...parts.map(({ name, ms }) => `  ${seconds(ms)}  ${name}`),
    `  ${seconds(parts.reduce((sum, { ms }) => sum + ms, 0))}  all`,
    ...(slowest.length > 0 ? ['  seconds  to load  the slowest files', ...slowest.map((line) => `  ${line}`)] : []),
  ];
}
