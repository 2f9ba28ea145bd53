import { expect, test } from 'vitest';

import { registryFigures } from '@/lib/answers/export/figure-registry';
import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { ownersOf } from '@/lib/answers/leading/course';
import { familiesView } from '@/lib/answers/leading/families';
import { sixView } from '@/lib/answers/leading/six-view';
import { planView } from '@/lib/answers/plan-view';
import { processView } from '@/lib/answers/process/process';
import { teamView } from '@/lib/answers/team';
import { minorPerMajor } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { type RuleName, RULES } from '@/lib/figures/rules';
import type { OrgFacts } from '@/lib/forecast/facts';
import { viewsSql } from '@/lib/warehouse/sql/catalogue';
import { standard } from '@/lib/warehouse/sql/dialect';
import { warehouseTables } from '@/lib/warehouse/warehouse';

import { duckOf } from './duck';
import { earlyOrg, ORG_NAMES } from './orgs';

/** What the answers of the screens give under the names of the registry, of the leader's present quarter; money in whole units. */
function onScreens(facts: OrgFacts): [surface: string, RuleName, number | undefined][] {
  const six = sixView(facts);
  const { total } = teamView(facts);
  const plan = planView(facts, { lost: [] });
  const families = familiesView(facts);
  const process = processView(facts, {});
  const categories = new Map<string, number>(six.categories.map(({ category, amount }) => [category, amount]));
  const outlooks = Object.entries({ questions: six.outlook, plan: plan.outlook, now: total.outlook });
  return [
    ['questions', 'weightedPipeline', six.weighted],
    ['questions', 'expectedFromOpen', six.expected],
    ['questions', 'pipelineNeededByChance', six.course.build.needed],
    ['questions', 'pipelineCreated', six.course.build.created],
    ['questions', 'openPipeline', six.open.amount],
    ['questions', 'closedWon', six.won],
    ['questions', 'quota', six.quota],
    ['questions', 'gapToQuota', six.gap],
    ['questions', 'gapToForecast', six.toForecast],
    ['questions', 'commit', categories.get('commit')],
    ['questions', 'bestCase', (categories.get('bestCase') ?? 0) + (categories.get('mostLikely') ?? 0)],
    ['families', 'openPipeline', families.open.total.amount],
    ['families', 'closedWon', families.won.total.amount],
    ['plan', 'closedWon', plan.won],
    ['plan', 'quota', plan.quota],
    // Shown while there is one.
    ['plan', 'gapToQuota', plan.gap || undefined],
    ['plan', 'pReachQuota', plan.reachesQuota],
    ['now', 'closedWon', total.won],
    ['now', 'openPipeline', total.open],
    ['now', 'overdue', total.overdue],
    ['now', 'quota', total.quota],
    ['now', 'gapToQuota', total.gap],
    ...outlooks.flatMap(([surface, given]): [string, RuleName, number | undefined][] => [
      [surface, 'p10', given?.p10],
      [surface, 'p50', given?.p50],
      [surface, 'p90', given?.p90],
      [surface, 'pReachQuota', given?.reachesQuota],
      [surface, 'pacing', given?.pacing],
      [surface, 'expectedFromOpen', given?.open],
      [surface, 'newBusiness', given?.notYetCreated],
    ]),
    ['process', 'winRateCount', process.winRateCount],
    ['process', 'winRateAmount', process.winRateAmount],
    ['process', 'winRateCohort', process.winRateCohort],
    ['process', 'cycleDays', process.cycleDays],
    ['process', 'velocity', process.velocity],
    ['process', 'leakage', process.leaked.amount],
    ['process', 'zombies', process.zombies.count],
    ['process', 'recycle', process.recycle.count],
  ];
}

test.each(ORG_NAMES)('a name of the registry has one value on screens, in exports and in SQL: %s', async (name) => {
  const facts = earlyOrg(name);
  const { userId, currency } = facts.profile;
  const { now, today, log } = facts;
  const ownerIds = ownersOf(facts).userIds;
  const asked = {
    id: 'own',
    at: now,
    today,
    since: now,
    scopeId: ownerIds ? (userId ?? '') : 'everyone',
    kind: 'quarter' as const,
  };
  const question = measureQuestion(facts, { at: now, today, kind: 'quarter', ownerIds, random: randomStream(1) });
  const exported = new Map(
    registryFigures(facts, question, measure(log, question)).map(({ id, of, value }) => [`${id} ${of ?? ''}`, value]),
  );
  const duck = await duckOf(warehouseTables(facts, [asked]));
  await duck.run(viewsSql(standard));
  const sql = (await duck.all('SELECT figure_id, part, value FROM figures')) as {
    figure_id: RuleName;
    part: string | null;
    value: number | null;
  }[];
  duck.close();
  const unlike: unknown[] = [];
  const compare = (surface: string, key: string, said: number, value: unknown, within: number): void => {
    if (value === 'met') return;
    if (typeof value !== 'number' || Math.abs(said - value) > within * Math.max(1, Math.abs(value)))
      unlike.push([surface, key, said, value]);
  };
  for (const { figure_id: id, part, value } of sql) {
    const key = `${id} ${part ?? ''}`;
    // What moved is asked since another day; a booked share is a check of the pace, and has no value in the list.
    if (value !== null && !RULES[id].id.startsWith('G3') && id !== 'cumShare')
      compare('sql', key, value, exported.get(key), 1e-9);
  }
  const shown = onScreens(facts).filter(([, , value]) => value !== undefined);
  for (const [surface, id, value = Number.NaN] of shown) {
    const isMoney = RULES[id].unit.startsWith('money');
    const units = isMoney ? value * minorPerMajor(currency) : value;
    compare(surface, id, units, exported.get(`${id} `), isMoney ? 1e-6 : 1e-9);
  }
  expect(unlike).toEqual([]);
  expect(new Set(shown.map(([, id]) => id)).size).toBeGreaterThan(20);
  expect(sql.length).toBeGreaterThan(30);
  const [weighted, expected] = ['weightedPipeline ', 'expectedFromOpen '].map((key) => Number(exported.get(key)));
  expect(Math.abs(weighted! / expected! - 1)).toBeGreaterThan(0.02);
});
