import type { Patch } from './patch';
import { WHAT_IS_KEPT } from './what-is-kept';
import { WHAT_IS_SENT } from './what-is-sent';
import { WHAT_IS_SHOWN } from './what-is-shown';
import { WHO_ASKS } from './who-asks';

/** Every defence that `npm run test:mutations` takes away, one at a time. */
export const PATCHES: readonly Patch[] = [...WHO_ASKS, ...WHAT_IS_SENT, ...WHAT_IS_KEPT, ...WHAT_IS_SHOWN];

/** The tests that a patch names, by their whole names: a `%s` stands for whatever a table put there. */
export const namedTests = ({ named }: Patch): RegExp =>
  new RegExp(named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%[sdij]/g, '.*'));

/** The file's text without the defence. Throws where the text that makes it is not there exactly once. */
export function without({ file, find, instead }: Patch, text: string): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`${file} has this ${times} times, not once:\n${find}`);
  return text.replace(find, () => instead);
}
