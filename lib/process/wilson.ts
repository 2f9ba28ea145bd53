/** The score interval of a share (Wilson, 1927), 95 %. */
export function wilson(found: number, n: number): { low: number; high: number } {
  const z = 1.959964;
  const share = found / n;
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
}
