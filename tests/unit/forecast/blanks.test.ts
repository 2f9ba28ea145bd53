import { describe, expect, test } from 'vitest';

import { BLANKS, dataQualityView } from '@/lib/answers/process/data-quality';
import { processDeals } from '@/lib/answers/process/process-deals';
import { type Day, dayNumber } from '@/lib/calendar/days';
import { teamOf } from '@/lib/deal/hierarchy';
import { normalStream, randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { scopeForecast } from '@/lib/forecast/outlook';
import { blankCost } from '@/lib/forecast/rehearsal/blanks';
import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';
import { recordsOf } from '@/tests/explore/facts';

const TODAY = '2026-11-20' as Day;
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('what blanks do to the range', () => {
  const SD = 0.3;
  const FUTURES = [0, 4_000_000];
  const next = randomStream(21);
  const normal = normalStream(next);
  const amount = (): number => Math.round(1_000_000 * Math.exp(0.8 * normal()));
  const deals = Array.from({ length: 20 }, () => ({ amount: amount(), p: 0.1 + 0.6 * next() }));
  const likely = Array.from({ length: 12 }, () => 0.5 + 0.4 * next());
  const amounts = Array.from({ length: 80 }, amount);
  const said = blankCost(
    { deals, futures: FUTURES, sd: SD },
    likely.map((p) => amounts.map((each) => ({ amount: each, p }))),
    7,
  );
  /** The range of the forecast itself once the blanks are filled. */
  const widthOf = (filled: readonly number[]): number => {
    const bets = filled.map((each, at) => ({ amount: each, p: likely[at] ?? 0 }));
    const shared = { level: 0, sd: SD, hasMoved: false };
    const { p10, p90 } = periodForecast({ won: 0, deals: [...deals, ...bets], newBusiness: [], shared });
    return p90 - p10;
  };

  test('12 blanks filled with their true values: the range of the forecast is narrower by what was said, within a tenth', () => {
    const alone = blankCost(
      { deals, futures: [], sd: SD },
      likely.map((p) => amounts.map((each) => ({ amount: each, p }))),
      7,
    );
    const draw = (): number => amounts[Math.floor(next() * amounts.length)] ?? 0;
    const widths = Array.from({ length: 400 }, () => widthOf(likely.map(draw)));
    // The range with the blanks, of a million quarters drawn one by one: each with other amounts.
    const centre = (p: number): number => {
      let [low, high] = [-20, 20];
      for (let round = 0; round < 50; round += 1) {
        const middle = (low + high) / 2;
        let [sum, all] = [0, 0];
        for (let z = -6; z <= 6; z += 0.05) {
          const weight = Math.exp((-z * z) / 2);
          sum += weight / (1 + Math.exp(-middle - SD * z));
          all += weight;
        }
        if (sum / all < p) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    };
    const [own, open] = [deals.map(({ p }) => centre(p)), likely.map(centre)];
    const sums = Float64Array.from({ length: 600_000 }, () => {
      const z = SD * normal();
      let sum = 0;
      deals.forEach((deal, at) => (sum += next() < 1 / (1 + Math.exp(-own[at]! - z)) ? deal.amount : 0));
      for (const each of open) sum += next() < 1 / (1 + Math.exp(-each - z)) ? draw() : 0;
      return sum;
    }).sort();
    const width = sums[540_000]! - sums[60_000]!;
    expect(alone.width / width).toBeCloseTo(1, 1.5);
    const narrowed = width - mean(widths);
    expect(narrowed).toBeGreaterThan(0.05 * width);
    expect(Math.abs(alone.narrows - narrowed)).toBeLessThan(0.1 * narrowed);
    // Four in five of the fills lie between what is said to be usual.
    const within =
      widths.filter((each) => width - each >= alone.low && width - each <= alone.high).length / widths.length;
    expect(within).toBeGreaterThan(0.7);
    expect(within).toBeLessThan(0.9);
  });

  test('what they bring on average is added up; nothing unknown costs nothing, and the same seed says the same', () => {
    expect(said.mean / likely.reduce((sum, p) => sum + p * mean(amounts), 0)).toBeCloseTo(1, 1);
    const none = blankCost({ deals, futures: FUTURES, sd: SD }, [], 7);
    expect(none.narrows).toBeCloseTo(0, 6);
    const sure = blankCost(
      { deals, futures: FUTURES, sd: SD },
      likely.map((p) => [{ amount: 500_000, p }]),
      7,
    );
    expect(Math.abs(sure.narrows)).toBeLessThan(1e-6 * sure.width);
  });
});

/** The sample org with the amounts of some of its deals taken out, now and ever. */
function without(seed: number, count: number): { full: OrgFacts; blanked: OrgFacts; ids: string[] } {
  const make = () => generateOrg({ size: 200, seed, asOf: TODAY });
  const { facts: full } = contextOf(make(), TODAY);
  const next = randomStream(seed);
  const ids = scopeForecast(full, teamOf(full, full.profile.userId).userIds, undefined)
    .deals.filter(({ amount, p }) => amount > 0 && p > 0.05)
    .map(({ deal }) => ({ id: full.log.ids[deal] ?? '', at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ id }) => id);
  const tables = make();
  for (const [name, key] of [
    ['Opportunity', 'Id'],
    ['OpportunityHistory', 'OpportunityId'],
  ] as const)
    for (const row of tables.tables[name]) if (ids.includes(String(row[key]))) row['Amount'] = null;
  return { full, blanked: contextOf(tables, TODAY).facts, ids };
}

describe('the data of a team', () => {
  const { full, blanked, ids } = without(3, 12);
  const [before, after] = [dataQualityView(full), dataQualityView(blanked)];
  const field = (view: typeof before, name: (typeof BLANKS)[number]) => view.fields.find((each) => each.field === name);

  test('is counted as a walk through the records counts it, by stage too, and each count opens those deals', () => {
    const owners = teamOf(full, full.profile.userId).userIds;
    const open = recordsOf(full).filter(
      ({ isClosed, category, ownerId = '' }) => !isClosed && category !== 'omitted' && owners.has(ownerId),
    );
    expect(before.of).toBe(open.length);
    const counted = {
      amount: open.filter(({ amount }) => amount === undefined).length,
      closeDate: open.filter(({ closeDate }) => closeDate === undefined).length,
      passed: open.filter(({ closeDate = '9' }) => closeDate < TODAY).length,
      nextStep: open.filter(({ nextStep = '' }) => nextStep === '').length,
      contact: open.filter(({ id }) => full.deal(id)?.contactRoles.length === 0).length,
    };
    for (const name of BLANKS) {
      const own = field(before, name);
      expect(own?.blank, name).toBe(counted[name]);
      expect(own?.stages.reduce((sum, { blank }) => sum + blank, 0)).toBe(counted[name]);
      expect(own?.stages.reduce((sum, { of }) => sum + of, 0)).toBe(open.length);
      expect(processDeals(full, { kind: 'blank', field: name }).rows).toHaveLength(counted[name]);
    }
    const [stage] = field(before, 'nextStep')?.stages.filter(({ blank }) => blank > 0) ?? [];
    expect(processDeals(full, { kind: 'blank', field: 'nextStep', stage: stage?.stage ?? '' }).rows).toHaveLength(
      stage?.blank ?? -1,
    );
    expect(after.fields.find((each) => each.field === 'amount')?.blank).toBe(counted.amount + ids.length);
    expect(after.complete).toBeLessThan(before.complete ?? 0);
  });

  test('fields that the user may not see are not called empty', () => {
    const hidden: OrgFacts = { ...full, profile: { ...full.profile, hiddenFields: ['nextStep', 'closeDate'] } };
    expect(dataQualityView(hidden).fields.map(({ field: name }) => name)).toEqual(['amount', 'contact']);
  });

  test('blank amounts leave money out of the forecast: over some orgs about as much as the true amounts bring', () => {
    const seeds = process.env['LONG'] ? [3, 4, 5, 6] : [3, 4];
    const found = seeds.map((seed) => {
      const org = without(seed, 40);
      const [own, others] = [org.blanked, org.full].map((facts) => field(dataQualityView(facts), 'amount')?.cost);
      const { deals } = scopeForecast(org.full, teamOf(org.full, org.full.profile.userId).userIds, undefined);
      const truth = deals.filter(({ deal }) => org.ids.includes(org.full.log.ids[deal] ?? ''));
      return {
        said: (own?.adds ?? 0) - (others?.adds ?? 0),
        came: truth.reduce((sum, { amount, p }) => sum + amount * p, 0) / 100,
      };
    });
    const [said, came] = [mean(found.map((each) => each.said)), mean(found.map((each) => each.came))];
    expect(said / came).toBeGreaterThan(0.7);
    expect(said / came).toBeLessThan(1.4);
  }, 240_000);

  test('a day of a deal in a stage that few are in is not told by the chances of other stages', () => {
    const seeds = process.env['LONG'] ? [3, 9, 13, 14, 16] : [9, 16];
    for (const seed of seeds) {
      const make = () => generateOrg({ size: 80, seed, asOf: TODAY });
      const next = randomStream(seed + 5);
      const tables = make();
      const lack = new Set(tables.tables.Opportunity.filter(() => next() < 0.3).map(({ Id }) => Id));
      for (const row of tables.tables.Opportunity)
        if (lack.has(row.Id) && String(row['CloseDate']) >= TODAY) row['CloseDate'] = null;
      for (const row of tables.tables.OpportunityHistory)
        if (lack.has(String(row['OpportunityId']))) row['CloseDate'] = null;
      const { facts } = contextOf(tables, TODAY);
      const { width = 0, narrows = 0, adds = 0 } = field(dataQualityView(facts), 'closeDate')?.cost ?? {};
      expect(width).toBeGreaterThan(0);
      // On average the chances are the deals' own: no money comes or goes, and a day moves the range by next to nothing.
      expect(Math.abs(adds)).toBeLessThan(0.01 * width);
      expect(Math.abs(narrows)).toBeLessThan(0.03 * width);
    }
  }, 120_000);

  describe('close dates that were taken out', () => {
    const day = '2026-11-05' as Day;
    const forecastOf = (facts: OrgFacts) =>
      scopeForecast(facts, teamOf(facts, facts.profile.userId).userIds, undefined);
    /** The sample org with and without the dates of a quarter of its deals, of all or of those planned for days to come. */
    function undated(seed: number, of: 'all' | 'toCome') {
      const make = () => generateOrg({ size: 400, seed, asOf: day });
      const [next, tables] = [randomStream(seed), make()];
      const { facts: dated } = contextOf(make(), day);
      const truth = forecastOf(dated);
      const isOut = (version: number): boolean => of === 'all' || (dated.log.closeDay[version] ?? 0) >= dayNumber(day);
      const gone = new Set(
        truth.deals.flatMap(({ deal, version, amount }) =>
          amount > 0 && next() < 0.25 && isOut(version) ? [dated.log.ids[deal] ?? ''] : [],
        ),
      );
      for (const [name, key] of [
        ['Opportunity', 'Id'],
        ['OpportunityHistory', 'OpportunityId'],
      ] as const)
        for (const row of tables.tables[name]) if (gone.has(String(row[key]))) row['CloseDate'] = null;
      for (const row of tables.tables.OpportunityFieldHistory)
        if (gone.has(String(row['OpportunityId'])) && row['Field'] === 'CloseDate')
          Object.assign(row, { OldValue: null, NewValue: null });
      const { facts } = contextOf(tables, day);
      return { dated, truth, facts, blank: forecastOf(facts), gone };
    }

    test('deals are said to bring without them what they bring with them', () => {
      for (const seed of process.env['LONG'] ? [3, 4, 5, 7, 9, 10] : [5]) {
        const { dated, truth, facts, blank, gone } = undated(seed, 'all');
        const won = ({ log }: OrgFacts, { deals }: typeof truth): number =>
          deals.reduce((sum, { deal, p }) => sum + (gone.has(log.ids[deal] ?? '') ? p : 0), 0);
        expect(Math.abs(won(facts, blank) / won(dated, truth) - 1)).toBeLessThan(0.2);
      }
    }, 120_000);

    // Nobody fills in a day that is long gone: of days to come the range narrows by no more than they say of the deals.
    test.runIf(process.env['LONG'])(
      'filling in days to come does on average what was said, within 1 % of the range',
      () => {
        const apart = [3, 4, 5, 7, 9, 10].map((seed) => {
          const { truth, facts, blank } = undated(seed, 'toCome');
          const { width = 0, narrows = 0 } = field(dataQualityView(facts), 'closeDate')?.cost ?? {};
          const came = 1 - (truth.p90 - truth.p10) / (blank.p90 - blank.p10);
          return narrows / width - came;
        });
        expect(Math.abs(mean(apart))).toBeLessThan(0.01);
      },
      240_000,
    );
  });
});
