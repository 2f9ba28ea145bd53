import { dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { minorPerMajor } from '@/lib/deal/money';
import type { Positions, VersionIndex } from '@/lib/log/positions';

import { type CurrencySettings, ratesByDay } from './price';

/** Amounts of versions as the CRM has them, with the codes of their currencies. */
export interface ToldAmounts {
  starts: Positions<VersionIndex>;
  from: Float64Array;
  /** Major units; NaN where there is none. */
  told: Float64Array;
  currency: Uint32Array;
}

/** Parts of a minor unit, so that no binary fraction tells two equal amounts apart. */
const PARTS = 1e4;

/**
 * `constantAmount` of the log, in minor units of each deal's first currency. From one currency to another goes the rate of the day on which
 * it was told in that one; what comes to the same there, to its last unit, has not moved. Without a rate it is NaN.
 * Where no rate is dated every version is priced alike already.
 */
export function constantAmounts(
  { starts, from, told, currency }: ToldAmounts,
  { profile, currencies, timeZone }: { profile: CurrencySettings; currencies: readonly string[]; timeZone: string },
): Float64Array {
  const rateOn = ratesByDay(profile, currencies);
  const unitsOf = (code: number): number => minorPerMajor(currencies[code] || profile.currency);
  const found = new Float64Array(starts.at(-1) ?? 0).fill(Number.NaN);
  for (let deal = 0; deal + 1 < starts.length; deal += 1) {
    // The last version that could be priced, and what one major unit of its currency is.
    let [known, scale] = [-1, 0];
    for (let version = starts[deal] ?? 0; version < (starts[deal + 1] ?? 0); version += 1) {
      const [own, code] = [told[version] ?? Number.NaN, currency[version] ?? 0];
      if (Number.isNaN(own)) continue;
      const was = currency[known] ?? code;
      if (known < 0) scale = unitsOf(code);
      if (was !== code) {
        const day = dayNumberAt(instant(from[version] ?? 0), timeZone);
        const [before, after] = [rateOn(was, day), rateOn(code, day)];
        if (before === undefined || after === undefined) continue;
        const same = Math.round((told[known] ?? 0) * (after / before) * unitsOf(code));
        const isSame = same !== 0 && same === Math.round(own * unitsOf(code));
        scale = isSame ? (found[known] ?? 0) / own : (scale * before) / after;
      }
      found[version] = Math.round(own * scale * PARTS) / PARTS;
      known = version;
    }
  }
  return found;
}
