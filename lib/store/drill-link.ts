import type { Frame } from './drill';
import { knownLook, type DrillLook } from './drill-look';

/** A way down as an address can hold it: what each level is about, without its title, which may hold a name, and without where it stood. */
export interface LinkedPlace extends DrillLook {
  tab: string;
  frames: Pick<Frame, 'kind' | 'about'>[];
}

/** The way down as a word for an address. */
export const linkWord = (tab: string, frames: readonly Frame[], look: DrillLook = {}): string =>
  JSON.stringify({
    tab,
    frames: frames.map(({ kind, about }) => ({ kind, about })),
    ...knownLook(look),
  } satisfies LinkedPlace);

/** The place that such a word names, as a stored place is taken up; nothing where it is none. */
export function linkedPlace(
  word: string | null,
): (DrillLook & { tab: string; drills: Record<string, Frame[]> }) | undefined {
  if (word === null) return undefined;
  try {
    const given: unknown = JSON.parse(word);
    if (typeof given !== 'object' || given === null || !('tab' in given) || !('frames' in given)) return undefined;
    const { tab, frames } = given;
    if (typeof tab !== 'string' || !Array.isArray(frames)) return undefined;
    return {
      tab,
      drills: { [tab]: frames.map((frame: object) => ({ ...frame, scroll: 0 }) as Frame) },
      ...knownLook(given),
    };
  } catch {
    return undefined;
  }
}
