/** Lower bounds of the amount bands in whole units of the corporate currency; each reaches to, without, the next. */
const BOUNDS = [0, 10_000, 50_000, 100_000, 500_000, 1_000_000] as const;

/** Keys of the bands: '' unpriced, `negative`, then each band's lower bound in whole units of the corporate currency. */
export const BANDS: readonly string[] = ['', 'negative', ...BOUNDS.map(String)];

/** Position in {@link BANDS} of an amount in minor units; NaN is unpriced. */
export function amountBandOf(minor: number): number {
  if (Number.isNaN(minor)) return 0;
  let band = 1;
  for (const bound of BOUNDS) if (minor >= bound * 100) band += 1;
  return band;
}
