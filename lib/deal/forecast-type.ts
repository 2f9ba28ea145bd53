import type { ForecastType } from '@/lib/deal/org';

/** A row that belongs to one of the CRM's forecasts, or to none. */
interface Typed {
  forecastTypeId?: string;
}

/**
 * Which of the CRM's forecasts figures are taken from, of those that some rows belong to. Each keeps quotas and figures of its own
 * for the same people and periods, so that they are alternatives. The person's choice comes first; else an active one that counts the money of
 * opportunities by their close date along the role tree; of several the one with the most rows, then the smallest id. One
 * that counts only some deals stands for all only where a person chose it, or where it is the only one: of several none says more than the
 * others. One that counts pieces is never taken: it has no money. Undefined where no row belongs to any that may be.
 */
export function chooseForecastType(
  rows: readonly Typed[],
  types: readonly ForecastType[] = [],
  wanted?: string,
): string | undefined {
  const counts = new Map<string, number>();
  for (const { forecastTypeId } of rows)
    if (forecastTypeId !== undefined) counts.set(forecastTypeId, (counts.get(forecastTypeId) ?? 0) + 1);
  const known = new Map(types.map((type) => [type.id, type]));
  const isMoney = (id: string): boolean => known.get(id)?.isAmount !== false;
  const found = [...counts.keys()].filter(isMoney);
  if (wanted !== undefined && found.includes(wanted)) return wanted;
  const isPart = (id: string): boolean => known.get(id)?.only !== undefined;
  const whole = found.filter((id) => !isPart(id));
  if (whole.length === 0 && found.length > 1) return undefined;
  const rank = (id: string): number[] => {
    const type = known.get(id);
    // A type that the CRM does not list, among others that it does, is one that is gone.
    if (!type) return [0, 0, 0, counts.get(id) ?? 0];
    return [
      Number(type.isActive),
      Number(type.by === 'opportunity'),
      Number(type.tree === undefined || type.tree === 'role'),
      counts.get(id) ?? 0,
    ];
  };
  return (whole.length > 0 ? whole : found).toSorted((a, b) => compare(rank(b), rank(a)) || (a < b ? -1 : 1))[0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0);
  return 0;
}

/** What a person may choose quotas from, and what was chosen. */
export interface QuotaChoice {
  types: { id: string; label: string }[];
  chosen?: string;
}

/** The active types that count money; undefined where there is but one, and nothing to choose. */
export function quotaChoice(types: readonly ForecastType[], wanted: string | undefined): QuotaChoice | undefined {
  const found = types.filter(({ isActive, isAmount }) => isActive && isAmount).map(({ id, label }) => ({ id, label }));
  if (found.length < 2) return undefined;
  return { types: found, ...(found.some(({ id }) => id === wanted) && wanted !== undefined ? { chosen: wanted } : {}) };
}
