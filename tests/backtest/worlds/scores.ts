import { DAY_MS } from '@/lib/calendar/days';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { OrgScore, ScoreSource } from '@/lib/forecast/score';
import { featureTable } from '@/lib/scoring/deal/features';
import { landmarksUntil, openRows } from '@/lib/scoring/deal/landmarks';
import { learn, type Learnt } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { dealFactsOf, scoreOf } from '@/lib/sync/learnt';

import { boostedChances, fitBoosted } from '../boosted';
import type { Methods } from './measure';

/** So many days before the end of a quarter a score is learnt: half as often as the product does, for a fit takes seconds. */
const LEARN_DAYS = [90, 30] as const;
const TREE_ROWS = 12_000;

/**
 * The product, whose gates choose; its learnt chances, whatever the gates say; and trees that are no part of it (D-21), each with the
 * rows that were known. All three share their fits.
 */
export const scored: Methods = (facts) => {
  const known = dealFactsOf(facts);
  const { log } = facts;
  const options = { rankOf: (stage: string) => facts.stages.get(stage)?.order, fiscal: facts.profile };
  const fits = new Map<number, Learnt>();
  let former: Learnt | undefined;

  return {
    stageRate: () => undefined,
    product: (asked, end) => scoreOf(learntAt(asked, end), asked),
    learnt: (asked, end) => allowed(learntAt(asked, end), asked),
    trees(asked, end) {
      const score = allowed(learntAt(asked, end), asked);
      const source = score.chances({ at: asked.now, end });
      if (!source) return score;
      const chances = treesAt(asked, (end - asked.now) / DAY_MS);
      const own: ScoreSource = {
        ...source,
        of: (deal) => ({ won: chances.get(deal) ?? 0, lost: 0, n: source.n }),
      };
      return { ...score, chances: () => own };
    },
  };

  function learntAt({ now }: OrgFacts, end: number): Learnt {
    const left = Math.round((end - now) / DAY_MS);
    const days = LEARN_DAYS.findLast((each) => each >= left) ?? 90;
    const at = days >= left ? Math.min(now, end - days * DAY_MS) : now;
    const held = fits.get(at);
    if (held) return held;
    const found = finish(
      learn(known, {
        at,
        ...options,
        hasForecast: former?.card.proof?.forecast.isPassed ?? false,
        former: former?.card.rung.step,
      }),
    );
    fits.set(at, found);
    return (former = found);
  }

  /** Trees for one span of days, learnt from the looks whose days were over. */
  function treesAt(asked: OrgFacts, days: number): Map<number, number> {
    const until = asked.now;
    const all = landmarksUntil(log, until - days * DAY_MS, TREE_ROWS);
    const wins = winsUntil(until);
    const rows = featureTable(known, all, options);
    const y = all.map(({ deal, at }) => {
      const won = wins.get(deal);
      return won !== undefined && won <= at + days * DAY_MS ? 1 : 0;
    });
    const boosted = fitBoosted(rows, y, { order: all.map(({ at }) => at) });
    const open = openRows(log, until);
    const found = boostedChances(boosted, featureTable(known, open, options));
    return new Map(open.map(({ deal }, row) => [deal, found[row] ?? 0]));
  }

  /** When each won deal was won, as known at an instant. */
  function winsUntil(until: number): Map<number, number> {
    const wins = landmarksUntil(log, until).filter(({ isWon, endedAt }) => isWon && endedAt <= until);
    return new Map(wins.map(({ deal, endedAt }) => [deal, endedAt]));
  }
};

/** With its chances asked even where the gates would not. */
function allowed(learnt: Learnt, facts: OrgFacts): OrgScore {
  const rung = { ...learnt.card.rung, step: 'full' as const };
  return { ...scoreOf({ ...learnt, card: { ...learnt.card, rung } }, facts), isForecasting: true };
}
