import { beforeAll, describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { LOST, OPEN, versionAt, WON } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { checkup } from '@/lib/scoring/checkup';
import { learn, type Learnt } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';

import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS, type World } from './world';

const WEEKS_AFTER = 26;
const made = () => makeWorld(3000, 21);
const factsOf = ({ log, activities, contactRoles }: World) => dealFacts(log, activities, contactRoles);
let learnt: Learnt;
let fit: number;
beforeAll(() => {
  const world = made();
  fit = world.at - WEEKS_AFTER * 7 * DAY_MS;
  learnt = finish(learn(factsOf(world), { at: fit, ...OPTIONS }));
}, 120_000);
const check = (world: World, at = world.at) => checkup(learnt, factsOf(world), { at, ...OPTIONS });

/** Deals that ended in the half year after the fit of those that were open then. */
function endedAfter({ log, at }: World): number[] {
  return Array.from({ length: log.size }, (_, deal) => dealIndex(deal)).filter((deal) => {
    const [then, now] = [versionAt(log, deal, instant(fit)), versionAt(log, deal, instant(at))];
    return then >= 0 && log.status[then] === OPEN && log.status[now] !== OPEN;
  });
}

describe('half a year after the fit', () => {
  test('an org that goes on as before gives no alarm and hardly a shift, by as many outcomes as there were', () => {
    const world = made();
    const { calibration, alarms } = check(world);
    expect(alarms).toEqual([]);
    expect(calibration.n).toBe(endedAfter(world).length);
    expect(Math.abs(calibration.intercept)).toBeLessThan(0.35);
    expect(Math.abs(calibration.slope - 1)).toBeLessThan(0.3);
  });

  test.each([
    ['won', WON, LOST, 'more', 1],
    ['lost', LOST, WON, 'fewer', -1],
  ] as const)('deals that are suddenly all %s are an alarm, and move the level that way', (_, to, from, side, sign) => {
    const world = made();
    for (const deal of endedAfter(world)) {
      const version = versionAt(world.log, dealIndex(deal), instant(world.at));
      if (world.log.status[version] === from) world.log.status[version] = to;
    }
    const { calibration, alarms } = check(world);
    expect(alarms).toContainEqual(expect.objectContaining({ id: 'resultsDiffer', side }));
    expect(sign * calibration.intercept).toBeGreaterThan(0.3);
  });

  test('a stage that was renamed since is named as unseen', () => {
    const plain = made();
    const stage = [...plain.log.words.stage, 'Proposal sent'];
    const world = { ...plain, log: { ...plain.log, words: { ...plain.log.words, stage } } };
    const renamed = stage.length - 1;
    world.log.from.forEach((from, version) => {
      if (from > fit && world.log.stage[version] === 2) world.log.stage[version] = renamed;
    });
    expect(check(world).alarms).toContainEqual(expect.objectContaining({ id: 'unseenWords', feature: 'stage' }));
  });

  test('nothing later than the day that is asked about changes what it says', () => {
    const day = fit + 60 * DAY_MS;
    const [plain, other] = [made(), made()];
    other.log.from.forEach((from, version) => {
      if (from <= day) return;
      other.log.status[version] = WON;
      other.log.stage[version] = 1;
      other.log.amount[version] = 1;
    });
    expect(check(other, day)).toEqual(check(plain, day));
  });
});

test('within a week of the fit nothing is said', () => {
  expect(check(made(), fit + 6 * DAY_MS)).toEqual({
    calibration: { method: 'none', intercept: 0, slope: 1, n: 0 },
    alarms: [],
  });
});
