import { readdirSync, readFileSync } from 'node:fs';

/** Numbers of the processes in which the pages, frames and workers of extensions run in the browser of a profile. Linux alone tells of them. */
export const extensionProcesses = (profile: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--extension-process') && isOf(id, profile);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);

/** Whether a process belongs to the browser of a profile: one of those it descends from names it. */
function isOf(id: string, profile: string): boolean {
  for (let at = id; at !== '0' && at !== '1';) {
    if (readFileSync(`/proc/${at}/cmdline`, 'utf8').includes(profile)) return true;
    at = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${at}/status`, 'utf8'))?.[1] ?? '0';
  }
  return false;
}
