import fc from 'fast-check';
import { expect, test } from 'vitest';

import { wholePoints } from '@/lib/deal/whole-points';

import { RUNS } from '../runs';

test('whole points are each within one of the share, and sum to the whole that is shown', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 8 }), (shares) => {
      const total = Math.round(shares.reduce((sum, each) => sum + each, 0)) + 0;
      const whole = wholePoints(shares, total);
      expect(whole.reduce((sum, each) => sum + each, 0)).toBe(total);
      whole.forEach((each, at) => {
        expect(Number.isInteger(each)).toBe(true);
        expect(Math.abs(each - shares[at]!)).toBeLessThanOrEqual(1);
      });
    }),
    { numRuns: RUNS },
  );
});
