/** Median; the mean of the middle two of an even number. Undefined for none. */
export const median = (values: ArrayLike<number>): number | undefined => quantile(values, 0.5);

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). Undefined for none. */
export function quantile(values: ArrayLike<number>, share: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? 0;
  return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? low) - low);
}
