import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, test } from 'vitest';

import { endOfDay } from '@/lib/domain/chances';
import { chancesAt } from '@/lib/domain/chances-at';
import { type Day } from '@/lib/domain/days';
import type { OrgFacts } from '@/lib/domain/facts';
import { engineOf, outlook } from '@/lib/domain/outlook';
import { generateOrg } from '@/lib/sample/generate';
import { dealFacts } from '@/lib/scoring/deal-facts';
import { learn, type Learnt } from '@/lib/scoring/learn';
import { learntChances } from '@/lib/scoring/learnt-chances';
import { finish } from '@/lib/scoring/steps';
import { PipelensDatabase } from '@/lib/storage/database';
import { putScore } from '@/lib/storage/score';
import { learntSource } from '@/lib/sync/learnt';
import { replayed } from '@/lib/sync/replayed';
import { contextOf } from '@/tests/explore/context';

const TODAY = '2026-11-24' as Day;
let facts: OrgFacts;
let learnt: Learnt;
const activitiesOf = (given: OrgFacts) => given.opportunities.flatMap(({ id }) => given.deal(id)?.activities ?? []);
const rolesOf = (given: OrgFacts) => given.opportunities.flatMap(({ id }) => given.deal(id)?.contactRoles ?? []);
beforeAll(() => {
  const tables = generateOrg({ size: 900, asOf: TODAY });
  ({ facts } = contextOf(tables, TODAY));
  const known = dealFacts(facts.log, activitiesOf(facts), rolesOf(facts));
  const options = { rankOf: (stage: string) => facts.stages.get(stage)?.order, fiscalYearStartMonth: 1 };
  learnt = finish(learn(known, { at: facts.now, ...options }));
}, 120_000);

/** The score as if its proof had come out on this step: what the proof says of generated deals is no matter here. */
const onStep = (step: Learnt['card']['rung']['step']): Learnt => ({
  ...learnt,
  card: { ...learnt.card, rung: { step, reason: { id: 'skilled', skill: 0.1, n: 100 } } },
});
let number = 0;
async function withScore(score: Learnt | undefined): Promise<OrgFacts> {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  if (score) await putScore(db, score);
  const source = await learntSource(db, facts);
  return { ...facts, ...(source ? { learnt: source } : {}) };
}

describe('a stored score', () => {
  test.each(['early', 'full'] as const)(
    'on the step "%s" is what the forecast is made of, deal by deal',
    async (step) => {
      const own = await withScore(onStep(step));
      const { chances, deals, period } = engineOf(own);
      expect(chances.method).toBe('learnt');
      const direct = learntChances(onStep(step), dealFacts(facts.log, activitiesOf(facts), rolesOf(facts)), {
        at: facts.now,
        end: endOfDay(period.end),
        rankOf: (stage) => facts.stages.get(stage)?.order,
        fiscalYearStartMonth: facts.profile.fiscalYearStartMonth,
      });
      expect(deals.length).toBeGreaterThan(50);
      for (const { deal, version, p } of deals) expect(p).toBe(direct?.of(deal, version).won);
      expect(outlook(own, undefined, 1_000_000)).toMatchObject({
        method: 'learnt',
        finished: { won: learnt.card.won },
      });
    },
  );

  test.each(['nothing', 'band'] as const)(
    'on the step "%s" may not speak: rates by stage stay, and say so',
    async (step) => {
      expect(engineOf(await withScore(onStep(step))).chances.method).toBe('stageRate');
    },
  );

  test('that another method learnt, or none at all, leaves the rates by stage', async () => {
    const old = { ...onStep('full'), card: { ...onStep('full').card, version: 'older' } };
    expect(engineOf(await withScore(old)).chances.method).toBe('stageRate');
    expect(engineOf(await withScore(undefined)).chances.method).toBe('stageRate');
  });

  test('gives chances that add up to no more than one, with a band around each', async () => {
    const own = await withScore(onStep('full'));
    const chances = chancesAt(own, { at: facts.now, end: facts.now + 30 * 86_400_000 });
    for (const { deal, version } of engineOf(own).deals) {
      const { won, lost, low = 1, high = 0 } = chances.of(deal, version);
      expect(won + lost).toBeLessThanOrEqual(1 + 1e-9);
      expect(low).toBeLessThanOrEqual(won);
      expect(high).toBeGreaterThanOrEqual(won);
    }
  });
});

test('past quarters are replayed by the method in use, kept with its name, and made again when that changes', async () => {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  const byRates = await replayed(db, { ...facts });
  expect(new Set(byRates.map(({ method }) => method))).toEqual(new Set(['stageRate']));
  await putScore(db, onStep('full'));
  const source = await learntSource(db, facts);
  const own: OrgFacts = { ...facts, ...(source ? { learnt: source } : {}) };
  const rows = await replayed(db, own);
  expect(rows.length).toBe(byRates.length);
  // The first quarters had too little behind them to learn from.
  expect(rows.at(-1)).toMatchObject({ method: 'learnt', methodVersion: learnt.card.version });
  expect(rows.map(({ actual }) => actual)).toEqual(byRates.map(({ actual }) => actual));
  const kept = await db.replays.toArray();
  expect(kept.find(({ id }) => id === `${rows.at(-1)?.start}/${rows.at(-1)?.daysBefore}`)).toMatchObject({
    method: 'learnt',
  });
}, 120_000);
