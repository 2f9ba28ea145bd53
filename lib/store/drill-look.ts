import type { Queries } from '@/lib/answers/queries';
import type { Waiting } from '@/lib/answers/waiting';
import type { Scope } from '@/lib/deal/team/team-scope';
import { FILTERS, type FilterName, type Lens } from '@/lib/forecast/lens';
import { queriesBy } from '@/lib/messaging/remote-queries';

import { getBackend } from './backend';

/**
 * What the figures are set against: the same day of an earlier quarter, other people, other deals of the same people, or any other slice with
 * whose deals, which of them and which quarter of its own.
 */
export type Compare =
  | { kind: 'quarterBefore' }
  | { kind: 'yearBefore' }
  | { kind: 'scope'; scope: Scope }
  | { kind: 'slice'; filters: NonNullable<Lens['filters']> }
  | { kind: 'look'; lens: Lens };

/** Through what every view is looked at, and what with. */
export interface DrillLook {
  lens?: Lens;
  compare?: Compare;
}

/** The lens of what is compared with; a quarter that is over is set against another at its end. */
export function comparedLens(lens: Lens = {}, compare: Compare): Lens {
  if (compare.kind === 'look') return compare.lens;
  if (compare.kind === 'scope') return { ...lens, scope: compare.scope };
  if (compare.kind === 'slice') {
    const { filters: _own, ...others } = lens;
    return { ...others, ...(Object.keys(compare.filters).length > 0 ? { filters: compare.filters } : {}) };
  }
  const { quarter: from = 0, ...rest } = lens;
  const quarter = from - (compare.kind === 'yearBefore' ? 4 : 1);
  return { ...rest, ...(quarter === 0 ? {} : { quarter }), ...(from === 0 ? { isSameDay: true as const } : {}) };
}

/** The two sides of a comparison the other way round: what is compared with is looked at, and each of its figures opens its own deals. */
export function swapped({ lens = {}, compare }: DrillLook): DrillLook | undefined {
  if (!compare) return undefined;
  const own = comparedLens(lens, compare);
  return {
    ...(isPlain(own) ? {} : { lens: own }),
    compare: compare.kind === 'slice' ? { kind: 'slice', filters: lens.filters ?? {} } : { kind: 'look', lens },
  };
}

/** The same lens with a value of a filter let through, or no more; a filter that lets nothing through is none. */
export function withFilter(lens: Lens = {}, name: FilterName, value: string, isOn: boolean): Lens {
  const others = (lens.filters?.[name] ?? []).filter((each) => each !== value);
  const { [name]: _former, ...rest } = lens.filters ?? {};
  const values = isOn ? [...others, value] : others;
  const filters = { ...rest, ...(values.length > 0 ? { [name]: values } : {}) };
  const { filters: _all, ...own } = lens;
  return { ...own, ...(Object.keys(filters).length > 0 ? { filters } : {}) };
}

export const isPlain = (lens: Lens = {}): boolean => Object.keys(lens).length === 0;

/** The surface's questions as they are asked through a lens, for as long as the signal lets them. */
export const queriesThrough = (lens: Lens | undefined, signal?: AbortSignal): Queries =>
  queriesBy((name, input, waiting) => {
    // Safe: name and input were typed together by whoever asks.
    const ask = getBackend().queries[name] as (value: unknown, by: Waiting) => Promise<unknown>;
    const given = lens && !isPlain(lens) ? { ...(input as object), lens } : input;
    return ask(given, { ...waiting, ...(signal ? { signal } : {}) });
  });

/** A look as it was kept or linked; nothing of what this version does not know. */
export function knownLook(stored: object): DrillLook {
  const lens = 'lens' in stored && typeof stored.lens === 'object' ? lensIn(stored.lens) : undefined;
  const compare = 'compare' in stored && typeof stored.compare === 'object' ? compareIn(stored.compare) : undefined;
  return { ...(lens ? { lens } : {}), ...(compare ? { compare } : {}) };
}

function lensIn(stored: object | null): Lens | undefined {
  const { scope, filters, quarter, isSameDay } = stored as Partial<Record<keyof Lens, unknown>>;
  const own = scopeIn(scope);
  const known = filtersIn(filters);
  const lens: Lens = {
    ...(own ? { scope: own } : {}),
    ...(Object.keys(known).length > 0 ? { filters: known } : {}),
    ...(typeof quarter === 'number' && Number.isInteger(quarter) && quarter !== 0
      ? { quarter, ...(isSameDay === true && quarter < 0 ? { isSameDay } : {}) }
      : {}),
  };
  return isPlain(lens) ? undefined : lens;
}

function filtersIn(stored: unknown): NonNullable<Lens['filters']> {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const values: unknown =
        typeof stored === 'object' && stored !== null && name in stored
          ? (stored as Record<string, unknown>)[name]
          : [];
      const words = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
      return words.length > 0 ? [[name, words] as const] : [];
    }),
  );
}

function scopeIn(stored: unknown): Scope | undefined {
  if (typeof stored !== 'object' || stored === null || !('kind' in stored)) return undefined;
  const { kind } = stored;
  if (kind === 'all' || kind === 'mine') return { kind };
  const userId = 'userId' in stored ? stored.userId : undefined;
  return (kind === 'team' || kind === 'person') && typeof userId === 'string' ? { kind, userId } : undefined;
}

function compareIn(stored: object | null): Compare | undefined {
  if (stored === null || !('kind' in stored)) return undefined;
  if (stored.kind === 'quarterBefore' || stored.kind === 'yearBefore') return { kind: stored.kind };
  if (stored.kind === 'slice' && 'filters' in stored) return { kind: 'slice', filters: filtersIn(stored.filters) };
  if (stored.kind === 'look')
    return {
      kind: 'look',
      lens: ('lens' in stored && typeof stored.lens === 'object' ? lensIn(stored.lens) : undefined) ?? {},
    };
  const scope = stored.kind === 'scope' && 'scope' in stored ? scopeIn(stored.scope) : undefined;
  return scope ? { kind: 'scope', scope } : undefined;
}
