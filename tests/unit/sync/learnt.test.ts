import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, test } from 'vitest';

import { listView } from '@/lib/answers/list';
import { recordView } from '@/lib/answers/record-view';
import { type Day } from '@/lib/calendar/days';
import { goesOn } from '@/lib/calendar/derived';
import { later } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { learntSource, verdictOf } from '@/lib/forecast/assess';
import { chancesAt } from '@/lib/forecast/chance/chances-at';
import { dealOutlook } from '@/lib/forecast/deal-outlook';
import type { OrgFacts } from '@/lib/forecast/facts';
import { rungAt } from '@/lib/forecast/ladder';
import { openVersion } from '@/lib/forecast/open-version';
import { engineOf, outlook } from '@/lib/forecast/outlook';
import { snapshotsOf } from '@/lib/forecast/past/snapshots-of';
import { FIRST_DEAL, FIRST_VERSION } from '@/lib/log/positions';
import { generateOrg } from '@/lib/sample/generate';
import { learn, type Learnt } from '@/lib/scoring/learn';
import { learntChances } from '@/lib/scoring/learnt-chances';
import { finish } from '@/lib/scoring/model/steps';
import { PipelensDatabase } from '@/lib/storage/database';
import { putScore } from '@/lib/storage/stored-score';
import { orgScore, scoreOf } from '@/lib/sync/learnt';
import { replayed, replayedBefore } from '@/lib/sync/replayed';
import { contextOf } from '@/tests/explore/context';
import { recordsOf } from '@/tests/explore/facts';
import { dealFacts } from '@/tests/unit/scoring/known-facts';

const TODAY = '2026-11-24' as Day;
let facts: OrgFacts;
/** A smaller org, of which past quarters are replayed. */
const { facts: small } = contextOf(generateOrg({ size: 24, asOf: TODAY }), TODAY);
let learnt: Learnt;
const activitiesOf = (given: OrgFacts) => recordsOf(given).flatMap(({ id }) => given.deal(id)?.activities ?? []);
const rolesOf = (given: OrgFacts) => recordsOf(given).flatMap(({ id }) => given.deal(id)?.contactRoles ?? []);
const changesOf = (given: OrgFacts) => recordsOf(given).flatMap(({ id }) => given.deal(id)?.fieldChanges ?? []);
beforeAll(() => {
  const tables = generateOrg({ size: 80, asOf: TODAY });
  ({ facts } = contextOf(tables, TODAY));
  const known = dealFacts(facts.log, activitiesOf(facts), rolesOf(facts), changesOf(facts));
  const options = { rankOf: (stage: string) => facts.stages.get(stage)?.order, fiscal: facts.profile };
  learnt = finish(learn(known, { at: facts.now, ...options }));
}, 400_000);

/** The score as if its proof had come out on this step: what the proof says of generated deals is no matter here. */
const PASSED = { isPassed: true, quarters: 4, spans: [] };
const onStep = (step: Learnt['card']['rung']['step'], isForecasting = true): Learnt => ({
  ...learnt,
  card: {
    ...learnt.card,
    rung: { step, reason: { id: 'skilled', skill: 0.1, n: 100 } },
    ...(learnt.card.proof ? { proof: { ...learnt.card.proof, forecast: { ...PASSED, isPassed: isForecasting } } } : {}),
  },
});
let number = 0;
async function withScore(score: Learnt | undefined): Promise<OrgFacts> {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  if (score) await putScore(db, score);
  const found = await orgScore(db, facts);
  return { ...facts, ...(found ? { score: found } : {}) };
}

describe('a stored score', () => {
  test.each(['early', 'full'] as const)(
    'on the step "%s" is what the forecast is made of, deal by deal',
    async (step) => {
      const own = await withScore(onStep(step));
      const { chances, deals, period } = engineOf(own);
      expect(chances.method).toBe('learnt');
      const direct = learntChances(
        onStep(step),
        dealFacts(facts.log, activitiesOf(facts), rolesOf(facts), changesOf(facts)),
        {
          at: facts.now,
          end: endOfDay(period.end, facts.log.timeZone),
          rankOf: (stage) => facts.stages.get(stage)?.order,
          fiscal: facts.profile,
        },
      );
      expect(deals.length).toBeGreaterThan(50);
      // Half way between its learnt chance and the rate of its stage, and all moved alike (tests/unit/forecast/mixed-chances.test.ts).
      const rates = engineOf(facts).chances;
      const odds = (p = 0.5): number => Math.log(p / (1 - p));
      const moves = deals.map(
        ({ deal, version, p }) =>
          odds(p) - (odds(direct?.of(deal, version).won) + odds(rates.of(deal, version).won)) / 2,
      );
      expect(Math.max(...moves) - Math.min(...moves)).toBeLessThan(1e-9);
      expect(outlook(own, undefined, 1_000_000)).toMatchObject({
        method: 'learnt',
        finished: { won: learnt.card.won },
      });
    },
  );

  test('reads nothing of deals that have ended: most of an org has, and all that it reads of them would be held', () => {
    const read = new Set<string>();
    const score = scoreOf(onStep('full'), { ...facts, deal: (id) => facts.deal((read.add(id), id)) });
    const source = score.chances({ at: facts.now, end: later(facts.now, 90 * 86_400_000) });
    const open = recordsOf(facts).flatMap(({ id, isClosed }) => (isClosed ? [] : [id]));
    expect(source).toBeDefined();
    expect([...read].toSorted()).toEqual(open.toSorted());
    expect(open.length).toBeLessThan(facts.log.size / 2);
  });

  test('that had not forecast sums better says what a deal’s chance is, and rates of stages forecast the sum', async () => {
    const own = await withScore(onStep('full', false));
    const { chances, deals } = engineOf(own);
    expect(chances.method).toBe('stageRate');
    const [{ deal, version, p } = { deal: FIRST_DEAL, version: FIRST_VERSION, p: 0 }] = deals;
    const record = own.deal(facts.log.ids[deal] ?? '');
    const outlook = record && dealOutlook(own, record);
    expect(outlook?.method).toBe('learnt');
    expect(outlook?.chance).toBeCloseTo(outlook?.score?.chance ?? -1, 12);
    expect(outlook?.chance).not.toBe(p);
    expect(p).toBe(chances.of(deal, version).won);
    const { now = 0, ifWon = 0, ifLost = 0 } = outlook?.quarter ?? {};
    const chance = outlook?.chance ?? 0;
    expect(chance * ifWon + (1 - chance) * ifLost).toBeCloseTo(now, 9);
  });

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
    const chances = chancesAt(own, { at: facts.now, end: later(facts.now, 30 * 86_400_000) });
    for (const { deal, version } of engineOf(own).deals) {
      const { won, lost, low = 1, high = 0 } = chances.of(deal, version);
      expect(won + lost).toBeLessThanOrEqual(1 + 1e-9);
      expect(low).toBeLessThanOrEqual(won);
      expect(high).toBeGreaterThanOrEqual(won);
    }
  });

  test('judges each open deal by its odds against those usual in its stage; rows show the chance, the worst first', async () => {
    const own = await withScore(onStep('full'));
    const list = listView(
      own,
      recordsOf(own)
        .filter(({ isClosed }) => !isClosed)
        .map(({ id }) => id),
    );
    const seen = new Set<string>();
    for (const row of list.rows) {
      const verdict = verdictOf(own, row.id)!;
      const { deal, version } = openVersion(own, row.id)!;
      if (verdict.state === 'new') {
        // Too early to score: no chance is shown of it.
        expect([verdict.method, verdict.learnt, row.chance]).toEqual(['rules', undefined, undefined]);
        continue;
      }
      expect(verdict.method).toBe('learnt');
      expect(row.chance).toBe(learntSource(own)?.of(deal, version).won);
      const { ever, typical } = verdict.learnt!;
      const odds = ever / (1 - ever) / (typical / (1 - typical));
      const byRules = verdictOf(facts, row.id)!.state;
      const slips = ['overdue', 'pushed', 'stalled', 'stageBack', 'noActivity'];
      const isSlipping = verdict.reasons.filter(({ signal }) => slips.includes(signal)).length >= 2;
      // By what its own page shows of the chance.
      const { p = 0, pBefore = p } = recordView(own, row.id)?.outlook?.focus ?? {};
      const hasFallen = pBefore - p >= 0.15;
      const usual = odds < 0.5 ? 'atRisk' : odds < 0.8 || isSlipping || hasFallen ? 'watch' : 'onTrack';
      const expected = byRules === 'stalled' ? byRules : usual;
      expect(row.state).toBe(expected);
      seen.add(row.state);
    }
    expect(seen.size).toBeGreaterThan(2);
    const order = ['atRisk', 'stalled', 'watch', 'onTrack', 'new'];
    const places = list.rows.map(({ state }) => order.indexOf(state));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('is named with its day, and the rates that it is mixed with, in each locked forecast; these alone by their own name', async () => {
    const own = await withScore(onStep('full'));
    expect(new Set(snapshotsOf(own, []).map(({ methodVersion }) => methodVersion))).toEqual(
      new Set([`${learnt.card.version}, ${TODAY}, stageRate 19`]),
    );
    expect(snapshotsOf(await withScore(onStep('band')), [])[0]?.methodVersion).toBe('stageRate 19');
  });

  test('explains an open deal with names, not ids', async () => {
    const own = await withScore(onStep('full'));
    const names = new Set([...facts.users.values()].map(({ name }) => name));
    const labels = new Set([...facts.stages.values()].map(({ label }) => label));
    for (const { id, isClosed } of recordsOf(own)) {
      if (isClosed) continue;
      const { outlook: found } = recordView(own, id)!;
      for (const reason of found!.score!.reasons) {
        if (reason.id === 'owner' && reason.value !== undefined) expect(names).toContain(reason.value);
        if (reason.id === 'stage' || reason.id === 'maxStage') expect(labels).toContain(reason.value);
      }
      expect(found!.score!.chance).toBeCloseTo(found!.chance, 9);
    }
  });
});

describe('without a learnt score', () => {
  test('the step follows from the finished deals, and says what is missing', async () => {
    const own = await withScore(undefined);
    expect(rungAt(own, { won: 19, lost: 300 })).toMatchObject({
      step: 'nothing',
      reason: { id: 'fewDeals', needed: 20 },
    });
    expect(rungAt(own, { won: 20, lost: 39 })).toMatchObject({ step: 'band', reason: { id: 'fewDeals', needed: 40 } });
    expect(rungAt(own, { won: 40, lost: 40 })).toMatchObject({ step: 'band', reason: { id: 'notLearnt' } });
    expect(rungAt(await withScore(onStep('early')), { won: 1, lost: 1 }).step).toBe('early');
  });
});

test('past quarters are replayed by the method in use, kept with its name, and made again when that changes', async () => {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  const byRates = await replayed(db, { ...small });
  expect(new Set(byRates.map(({ method }) => method))).toEqual(new Set(['stageRate']));
  await putScore(db, onStep('full'));
  const score = await orgScore(db, small);
  const own: OrgFacts = { ...small, ...(score ? { score } : {}) };
  const rows = await replayed(db, own);
  expect(rows.length).toBe(byRates.length);
  // The first quarters had too little behind them to learn from.
  expect(rows.at(-1)).toMatchObject({ method: 'learnt', methodVersion: `${learnt.card.version}, stageRate 19` });
  expect(rows.map(({ actual }) => actual)).toEqual(byRates.map(({ actual }) => actual));
  const kept = await db.replays.toArray();
  expect(kept.find(({ id }) => id === `${rows.at(-1)?.start}/${rows.at(-1)?.daysBefore}`)).toMatchObject({
    method: 'learnt',
  });
}, 400_000);

test('news of the CRM while past quarters are replayed starts no second replay', async () => {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  const [before, after] = [{ ...small }, { ...small }];
  const first = replayed(db, before);
  goesOn(after, before, new Set([recordsOf(small)[0]?.id ?? '']));
  expect(replayed(db, after)).toBe(first);
  // Another day is another replay.
  const tomorrow: OrgFacts = { ...small, today: '2026-11-25' as Day };
  goesOn(tomorrow, after, new Set());
  expect(replayed(db, tomorrow)).not.toBe(first);
  await first;
}, 400_000);

test('a replay in another currency, by other rates or of another calendar is another replay', async () => {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  await replayed(db, { ...small });
  expect(await replayedBefore(db, small)).toBeDefined();
  for (const change of [
    { currency: 'JPY' },
    { rates: { EUR: 1, PLN: 5 } },
    { periods: [] },
    { fiscalYearStartMonth: 2 },
  ])
    expect(await replayedBefore(db, { ...small, profile: { ...small.profile, ...change } })).toBeUndefined();
}, 400_000);

test('a replay that failed is tried again', async () => {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  const own = { ...small };
  db.close();
  await expect(replayed(db, own)).rejects.toThrow(/clos/i);
  await db.open();
  expect((await replayed(db, own)).length).toBeGreaterThan(0);
}, 400_000);

test('a past quarter is made anew only where something else is known of it, and then as if nothing had been kept', async () => {
  const db = new PipelensDatabase(`learnt-${(number += 1)}`);
  const told: number[] = [];
  const on = (today: string, log = facts.log): OrgFacts => ({ ...facts, log, today: today as Day });
  const first = await replayed(db, on('2026-11-24'), ({ done, of }) => told.push(done / of));
  expect([told[0], told.at(-1)]).toEqual([0, 1]);
  expect(told).toEqual(told.toSorted((a, b) => a - b));

  // What is kept is marked, to see where it comes back.
  const marked = (await db.meta.where('key').startsWith('replayed/').toArray()).map(({ key, value }) => {
    const { replayed: own, ...rest } = value as { replayed: { rows: object[] } };
    return { key, value: { ...rest, replayed: { ...own, rows: own.rows.map((row) => ({ ...row, commit: -1 })) } } };
  });
  await db.meta.bulkPut(marked);
  const nextDay = await replayed(db, on('2026-11-25'));
  expect(nextDay.map(({ commit }) => commit)).toEqual(first.map(() => -1));

  const quarters = [...new Set(first.map(({ start }) => start))];
  const since = Date.parse(quarters[4] ?? '');
  const place = facts.log.from.findIndex((from) => from > since && from < since + 30 * 86_400_000);
  const corrected = {
    ...facts.log,
    amount: facts.log.amount.map((amount, at) => (at === place ? amount + 5_000_000 : amount)),
  };
  const after = await replayed(db, on('2026-11-26', corrected));
  const anew = await replayed(new PipelensDatabase(`learnt-${(number += 1)}`), on('2026-11-26', corrected));
  const isBefore = ({ start }: { start: string }): boolean => start < (quarters[4] ?? '');
  expect(after.filter(isBefore).map(({ commit }) => commit)).toEqual(first.filter(isBefore).map(() => -1));
  expect(after.filter((row) => !isBefore(row))).toEqual(anew.filter((row) => !isBefore(row)));
}, 400_000);
