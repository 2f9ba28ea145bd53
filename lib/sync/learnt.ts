import type { OrgFacts } from '@/lib/forecast/facts';
import type { OrgScore, ScoreSource } from '@/lib/forecast/score';
import { dealIndex } from '@/lib/log/positions';
import { checkup, type Checkup } from '@/lib/scoring/checkup';
import { type DealFacts, knownOfRows, NOTHING_KNOWN } from '@/lib/scoring/deal/deal-facts';
import { METHOD_VERSION } from '@/lib/scoring/fit-rows';
import { type Learnt } from '@/lib/scoring/learn';
import { learntChances, versionOf } from '@/lib/scoring/learnt-chances';
import { rungView } from '@/lib/scoring/score-view';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getScore } from '@/lib/storage/stored-score';

/** The stored score of an org; undefined when there is none, or it was learnt by another method. */
export async function storedScore(db: PipelensDatabase): Promise<Learnt | undefined> {
  // Safe: only this product writes it; the card's version tells whether it is this code's shape.
  const learnt = (await getScore(db)) as Learnt | undefined;
  return learnt?.card.version === METHOD_VERSION ? learnt : undefined;
}

/** The stored score as these facts are looked at with it; undefined where there is none. */
export async function orgScore(db: PipelensDatabase, facts: OrgFacts): Promise<OrgScore | undefined> {
  const learnt = await storedScore(db);
  return learnt && scoreOf(learnt, facts);
}

/** A learnt score as it is asked from some facts. */
export function scoreOf(learnt: Learnt, facts: OrgFacts): OrgScore {
  const options = {
    rankOf: (stage: string) => facts.stages.get(stage)?.order,
    fiscal: facts.profile,
  };
  const known = askedFacts(facts);
  let checked: Checkup | undefined;
  const held = new Map<string, ScoreSource | undefined>();
  const checkedOf = (): Checkup => (checked ??= checkup(learnt, known, { at: facts.now, ...options }));
  return {
    rung: rungView(learnt.card),
    version: versionOf(learnt),
    at: learnt.card.at,
    isForecasting: learnt.card.proof?.forecast.isPassed ?? false,
    alarms: () => checkedOf().alarms,
    calibration: () => checkedOf().calibration,
    chances(question) {
      const key = `${question.at}/${question.end}`;
      if (!held.has(key))
        held.set(key, learntChances(learnt, known, { ...question, ...options, calibration: checkedOf().calibration }));
      return held.get(key);
    },
  };
}

/** What the score looks at, read deal by deal: of the few that it is asked of, nothing is held. */
const askedFacts = (facts: OrgFacts): DealFacts => ({
  log: facts.log,
  of(deal) {
    const found = facts.deal(facts.log.ids[deal] ?? '');
    return found ? knownOfRows(found) : NOTHING_KNOWN;
  },
  nextStepsSince: facts.nextStepsSince,
});

/** The same of all deals, held: for whoever learns, and looks at each of them many times. */
export function dealFactsOf(facts: OrgFacts): DealFacts {
  const asked = askedFacts(facts);
  const known = Array.from({ length: facts.log.size }, (_, deal) => asked.of(dealIndex(deal)));
  return { ...asked, of: (deal) => known[deal] ?? NOTHING_KNOWN };
}
