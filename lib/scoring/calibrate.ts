import type { Calibration } from '@/lib/forecast/score';

import { logitOf, platt, sigmoid } from './model/quality';

export const UNCHANGED: Calibration = { method: 'none', intercept: 0, slope: 1, n: 0 };

const LEAST_FRESH = 20;
/** The unchanged level counts for so many outcomes. */
const PSEUDO = 50;
const PLATT_FRESH = 200;
/** Of 250 rows even true chances have slopes from 0.75 to 1.1. */
const Z95 = 1.96;
const [LEAST_SLOPE, MOST_SLOPE] = [0.85, 1.15];

/**
 * Calibration by outcomes that came after the fit (G8.15): from 20 on the intercept, held to 0; both from 200 on, and
 * only when the slope is off by more than chance. Never isotonic: it lost to both at every size measured (D-22). `n` is how many of the rows have ended, all
 * where absent: a deal that is still open says little.
 */
export function calibrate(p: ArrayLike<number>, y: ArrayLike<number>, n = p.length): Calibration {
  if (n < LEAST_FRESH) return { ...UNCHANGED, n };
  if (n >= PLATT_FRESH) {
    const { intercept, slope, slopeError } = platt(p, y);
    const isSure = Math.abs(slope - 1) > Z95 * slopeError;
    if (isSure && (slope < LEAST_SLOPE || slope > MOST_SLOPE)) return { method: 'platt', intercept, slope, n };
  }
  return { method: 'intercept', intercept: shiftOf(p, y), slope: 1, n };
}

/** What is said of a chance: `intercept + slope · logit`. Nought and one stay. */
export const calibrated = ({ intercept, slope }: Calibration, p: number): number =>
  p <= 0 || p >= 1 ? p : sigmoid(intercept + slope * logitOf(p));

/** Most likely shift of all log-odds, with a pull to 0 worth 50 outcomes at the mean chance. */
function shiftOf(p: ArrayLike<number>, y: ArrayLike<number>): number {
  let mean = 0;
  for (let row = 0; row < p.length; row += 1) mean += p[row]! / p.length;
  const pull = PSEUDO * mean * (1 - mean);
  let shift = 0;
  for (let step = 0; step < 50; step += 1) {
    let [slope, curve] = [pull * shift, pull];
    for (let row = 0; row < p.length; row += 1) {
      const q = sigmoid(shift + logitOf(p[row]!));
      slope += q - y[row]!;
      curve += q * (1 - q);
    }
    if (!(curve > 0)) return 0;
    shift -= slope / curve;
    if (Math.abs(slope / curve) < 1e-10) break;
  }
  return shift;
}
