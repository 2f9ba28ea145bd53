import type { Activity, ContactRole, FieldChange } from '@/lib/deal/opportunity';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { OrgScore, ScoreSource } from '@/lib/forecast/score';
import { idsNow } from '@/lib/log/present';
import { checkup, type Checkup } from '@/lib/scoring/checkup';
import { type DealFacts, dealFacts } from '@/lib/scoring/deal/deal-facts';
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
  let known: DealFacts | undefined;
  let checked: Checkup | undefined;
  const held = new Map<string, ScoreSource | undefined>();
  const knownOf = (): DealFacts => (known ??= dealFactsOf(facts));
  const checkedOf = (): Checkup => (checked ??= checkup(learnt, knownOf(), { at: facts.now, ...options }));
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
        held.set(
          key,
          learntChances(learnt, knownOf(), { ...question, ...options, calibration: checkedOf().calibration }),
        );
      return held.get(key);
    },
  };
}

/** What the score looks at, of everything that is held of an org. */
export function dealFactsOf(facts: OrgFacts): DealFacts {
  const [activities, roles, changes]: [Activity[], ContactRole[], FieldChange[]] = [[], [], []];
  for (const id of idsNow(facts.log)) {
    const deal = facts.deal(id);
    for (const each of deal?.activities ?? []) activities.push(each);
    for (const each of deal?.contactRoles ?? []) roles.push(each);
    for (const each of deal?.fieldChanges ?? []) changes.push(each);
  }
  return dealFacts(facts.log, activities, roles, changes);
}
