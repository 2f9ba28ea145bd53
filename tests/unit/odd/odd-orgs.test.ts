import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Queries } from '@/lib/answers/queries';
import { addDays, type Day } from '@/lib/calendar/days';
import * as odd from '@/lib/sample/odd';
import type { Row } from '@/lib/sample/org-tables';
import { type LiveOrg, PAGE_HOST } from '@/tests/org/org';

import { AS_OF, type OddOrg, type Read, read, shown } from './read';

const ORGS: Record<string, OddOrg> = {
  'on the US west coast': { odd: [odd.usWestCoast] },
  'with Salesforce’s own period labels': { odd: [odd.salesforceLabels] },
  'with custom years of 52 and 53 weeks': { odd: [odd.weeks53] },
  'whose year begins in July': { odd: [odd.julyStart] },
  'with quotas by type of deal': { odd: [odd.quotasByType] },
  'with two forecasts and a team target': { odd: [odd.forecastTypes, odd.managerQuotas] },
  'with quotas of quarters and of their months': { odd: [odd.monthsAndQuarters] },
  'with a ladder for renewals': { odd: [odd.recordTypes] },
  'with dated rates and a deal that changed its currency': { odd: [odd.datedCurrencies] },
  'without field history': { odd: [odd.noHistory], edition: { fieldHistory: false } },
  'without activities': { odd: [odd.noActivities], edition: { activities: false } },
  'with private sharing and hidden parents': {
    odd: [],
    prepare(org) {
      org.sharing = 'private';
      for (const account of org.rows('Account').slice(0, 5)) org.unshared.add(account.Id);
    },
  },
  'that hides amounts': { odd: [], prepare: (org) => void org.hidden.add('Opportunity.Amount') },
  'of person accounts': { odd: [odd.personAccounts] },
  'read by a manager of one region, who sees every deal': {
    odd: [],
    size: 240,
    reader: (org) => {
      const [head] = org.rows('User').filter((user) => user['ManagerId'] === null);
      return org.rows('User').find((user) => user['ManagerId'] === head?.Id)?.Id ?? '';
    },
  },
  'in its first month': { odd: [odd.firstMonth] },
  'without a deal': { odd: [odd.noDeals] },
  'with fourteen people on a deal': { odd: [odd.fourteenPeople] },
  'with names of every kind': { odd: [odd.longNames] },
  'odd in many ways at once': {
    odd: [odd.usWestCoast, odd.julyStart, odd.salesforceLabels, odd.forecastTypes, odd.recordTypes, odd.longNames],
  },
};

const opened = new Map<string, Promise<Read>>();
/** Each org is read once: no question changes it. */
function ask(name: string): Promise<Read> {
  const given = ORGS[name];
  if (!given) throw new Error(`No org ${name}.`);
  const found = opened.get(name) ?? read(given);
  opened.set(name, found);
  return found;
}
afterAll(async () => void (await Promise.all([...opened.values()].map(async (each) => (await each).close()))));

/** Every number of an answer is one, and every name has letters. */
function expectWhole(value: unknown, path: string): void {
  if (typeof value === 'number') expect(Number.isNaN(value), path).toBe(false);
  else if (Array.isArray(value)) for (const [at, each] of value.entries()) expectWhole(each, `${path}[${at}]`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      // The total of a table is named by the screen.
      if (/[nN]ame$/.test(key) && typeof each === 'string' && !path.endsWith('.total'))
        expect(each.trim(), `${path}.${key}`).not.toBe('');
      expectWhole(each, `${path}.${key}`);
    }
}

/** Movements that take from the pipeline. */
const LESS = new Set<string>(['decreased', 'won', 'lost', 'pushedOut', 'pulledOut', 'scopeOut', 'omitted', 'deleted']);

/** Orgs with little to go by, and the oddest: leaders' questions are asked in these, in the long form in all. */
const FEW: ReadonlySet<string> = new Set([
  'without a deal',
  'in its first month',
  'with custom years of 52 and 53 weeks',
  'odd in many ways at once',
]);
const leaders = async (queries: Queries): Promise<object> => ({
  accuracy: await queries.accuracy({}),
  people: await queries.people({}),
  review: await queries.review({}),
  six: await queries.six({}),
  credit: await queries.credit({}),
  families: await queries.families({}),
  quality: await queries.dataQuality({}),
  month: await queries.monthlyReview({}),
  agenda: await queries.agenda({}),
  rehearsal: await queries.rehearsal({ lost: [] }),
  choices: await queries.choices({}),
  marks: await queries.marks({}),
});

/** Whoever owns them: without a lens it is the reader’s own team. */
const EVERYONE = Object.assign({ figure: 'listed' as const }, { lens: { scope: { kind: 'all' } } });

const isOpen = (row: Row): boolean => row['IsClosed'] === false;

describe.each(Object.keys(ORGS))('an org %s', (name) => {
  let it: Read;
  beforeAll(async () => void (it = await ask(name)), 60_000);

  test('is read whole, and answers each surface in numbers and names', async () => {
    const { org, queries } = it;
    const { rows } = shown(await queries.deals(EVERYONE));
    expect(rows.map(({ id }) => id).toSorted()).toEqual(
      org
        .rows('Opportunity')
        .map(({ Id }) => Id)
        .toSorted(),
    );
    const open = org.rows('Opportunity').filter(isOpen);
    const ids = open.map(({ Id }) => Id);
    for (const recordId of ids.slice(0, 5)) {
      const answer = await queries.record({ host: '', recordId });
      expect(answer.view, recordId).toBeDefined();
      expectWhole(answer, 'record');
    }
    expectWhole(await queries.list({ host: PAGE_HOST, ids }), 'list');
    for (const [question, answer] of Object.entries({
      deals: await queries.deals({ figure: 'needsAttention' }),
      forecast: await queries.forecast({}),
      focus: await queries.focus({}),
      plan: await queries.plan({ lost: [] }),
      team: await queries.team({}),
      past: await queries.team({ on: '2026-11-10' as Day }),
      process: await queries.process({}),
      stages: await queries.stages({}),
      ...(FEW.has(name) || process.env['LONG'] ? await leaders(queries) : {}),
      changes: await queries.changes({ span: 'any' }),
      year: await queries.changes({ span: 'year' }),
    }))
      expectWhole(answer, question);
  }, 60_000);

  test('adds up: what moved, who owns it, where it stands', async () => {
    const { queries } = it;
    for (const span of ['quarter', 'year', 'any'] as const) {
      const changes = shown(await queries.changes({ span, from: '2026-11-02' as Day }));
      expect(changes.unexplainedMinor).toBe(0);
      const moved = changes.movements.reduce(
        (sum, { name, amount }) => sum + (LESS.has(name) ? -1 : 1) * Math.round(amount * 100),
        0,
      );
      expect(Math.round(changes.start.amount * 100) + moved).toBe(Math.round(changes.end.amount * 100));
    }
    const team = shown(await queries.team({}));
    const sum = (pick: (row: (typeof team.rows)[number]) => number): number =>
      team.rows.reduce((total, row) => total + Math.round(pick(row) * 100), 0);
    expect(sum(({ won }) => won)).toBe(Math.round(team.total.won * 100));
    expect(sum(({ open }) => open)).toBe(Math.round(team.total.open * 100));
    expect(sum(({ openCount }) => openCount)).toBe(team.total.openCount * 100);
    const bars = await queries.stages({});
    expect(bars.reduce((all, { count }) => all + count, 0)).toBe(team.total.openCount);
    expect(bars.reduce((all, { amount }) => all + Math.round(amount * 100), 0)).toBe(Math.round(team.total.open * 100));
    const forecast = shown(await queries.forecast({}));
    const own = team.rows.find(({ userId }) => userId === forecast.userId) ?? team.total;
    expect([team.total.won, own.won]).toContain(forecast.won.amount);
  });
});

describe('what is odd', () => {
  const quotaOf = (org: LiveOrg, start: string, wanted: (row: Row) => boolean): number =>
    org
      .rows('ForecastingQuota')
      .filter((row) => row['StartDate'] === start && wanted(row))
      .reduce((sum, row) => sum + Number(row['QuotaAmount']), 0);

  test('on the west coast people work from 8 to 17 by their own clock', async () => {
    const { org } = await ask('on the US west coast');
    for (const row of org.rows('OpportunityHistory')) {
      const hour = new Intl.DateTimeFormat('en-US', {
        timeZone: 'America/Los_Angeles',
        hour: 'numeric',
        hourCycle: 'h23',
      });
      const at = Number(hour.format(Date.parse(String(row['CreatedDate']))));
      expect(at >= 8 && at <= 17).toBe(true);
    }
  });

  test('a year by Salesforce’s own labels is the year, not a quarter', async () => {
    const { queries } = await ask('with Salesforce’s own period labels');
    expect(shown(await queries.changes({ span: 'year' })).period).toMatchObject({
      start: '2026-01-01',
      end: '2026-12-31',
    });
    expect(shown(await queries.forecast({})).period).toMatchObject({ start: '2026-10-01', label: 'FQ4 FY 2026' });
  });

  test('the year of 53 weeks has 371 days, and quarters are the org’s own', async () => {
    const { org, queries } = await ask('with custom years of 52 and 53 weeks');
    const days = (row: Row): number =>
      (Date.parse(String(row['EndDate'])) - Date.parse(String(row['StartDate']))) / 86_400_000 + 1;
    const lengths = org.rows('FiscalYearSettings').map((row) => [row['Name'], days(row)]);
    // Retail calendars have their 53rd week in fiscal 2023: 29 January 2023 to 3 February 2024.
    expect(lengths).toContainEqual(['2023', 371]);
    expect(lengths).toContainEqual(['2024', 364]);
    expect(org.rows('FiscalYearSettings').find((row) => row['Name'] === '2023')).toMatchObject({
      StartDate: '2023-01-29',
      EndDate: '2024-02-03',
    });
    // 1 February 2026 and 39 weeks: the fourth quarter begins on 1 November.
    expect(shown(await queries.forecast({})).period).toMatchObject({ start: '2026-11-01', end: '2027-01-30' });
  });

  test('a year that begins in July ends in June, and is named after that', async () => {
    const { queries } = await ask('whose year begins in July');
    const { period } = shown(await queries.changes({ span: 'year' }));
    expect(period).toMatchObject({ start: '2026-07-01', end: '2027-06-30' });
    expect(period?.label).toMatch(/27/);
  });

  test('the quota of two forecasts is that of one, and the team’s target no addend', async () => {
    const { org, queries } = await ask('with two forecasts and a team target');
    const [revenue] = org.rows('ForecastingType');
    const head = String(org.rows('User')[0]?.Id);
    const isRevenue = (row: Row): boolean => row['ForecastingTypeId'] === revenue?.Id;
    const target = quotaOf(org, '2026-10-01', (row) => isRevenue(row) && row['QuotaOwnerId'] === head);
    const reps = quotaOf(org, '2026-10-01', (row) => isRevenue(row) && row['QuotaOwnerId'] !== head);
    expect(target).toBe(Math.round(reps * 0.9));
    expect(shown(await queries.team({})).total.quota).toBe(target);
    expect(shown(await queries.plan({ lost: [] })).quota).toBe(target);
  });

  test('a quota that stands for a quarter and for its months counts once, and that is said', async () => {
    const { org, queries } = await ask('with quotas of quarters and of their months');
    const quarters = org.rows('Period').filter((row) => row['Type'] === 'Quarter');
    const ids = new Set(quarters.map(({ Id }) => Id));
    const whole = quotaOf(org, '2026-10-01', (row) => ids.has(String(row['PeriodId'])));
    expect(quotaOf(org, '2026-10-01', () => true)).toBeGreaterThan(whole);
    const { quota, quotas } = shown(await queries.forecast({}));
    expect(quota).toBe(whole);
    expect(quotas.doubts.otherSpans).toBeGreaterThan(0);
    expect(shown(await queries.team({})).total.quota).toBe(whole);
    expect(shown(await queries.plan({ lost: [] })).quota).toBe(whole);
  });

  test('a renewal stands on its own ladder of three open stages', async () => {
    const { org, queries } = await ask('with a ladder for renewals');
    const renewal = org.rows('RecordType').find((row) => row['Name'] === 'Renewal');
    const deal = org.rows('Opportunity').find((row) => isOpen(row) && row['RecordTypeId'] === renewal?.Id);
    const { view } = await queries.record({ host: '', recordId: String(deal?.Id) });
    expect(view?.stage.path.map(({ name }) => name)).toEqual([
      'Qualification',
      'Proposal/Price Quote',
      'Negotiation/Review',
    ]);
  });

  test('1,500,000 yen that are 10,000 dollars since never moved', async () => {
    const { org, queries } = await ask('with dated rates and a deal that changed its currency');
    const yen = org.rows('OpportunityHistory').filter((row) => row['CurrencyIsoCode'] === 'JPY');
    const id = String(yen[0]?.['OpportunityId']);
    const last = org.rows('OpportunityHistory').findLast((row) => row['OpportunityId'] === id);
    const change = String(last?.['CreatedDate']).slice(0, 10);
    const from = new Date(Date.parse(`${change}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as Day;
    for (const movement of ['increased', 'decreased'] as const) {
      const moved = shown(await queries.moved({ span: 'any', from, to: AS_OF, movement }));
      expect(moved.rows.map((row) => row.id)).not.toContain(id);
    }
  });

  test('what is hidden is absent, and deals of hidden accounts are there', async () => {
    const { org, queries } = await ask('with private sharing and hidden parents');
    const hidden = org.rows('Opportunity').filter((row) => org.unshared.has(String(row['AccountId'])));
    expect(hidden.length).toBeGreaterThan(0);
    const { rows } = shown(await queries.deals({ figure: 'listed' }));
    for (const { Id } of hidden) expect(rows.map(({ id }) => id)).toContain(Id);
    for (const { Id } of hidden.slice(0, 3))
      expect(JSON.stringify(await queries.record({ host: '', recordId: Id }))).not.toContain('undefined');
  });

  test('amounts that are hidden are absent then as now, so that nothing moved them, and every surface says so', async () => {
    const { queries } = await ask('that hides amounts');
    const { start, end, movements, freshness } = shown(
      await queries.changes({ span: 'quarter', from: addDays(AS_OF, -40), to: AS_OF }),
    );
    expect([start.amount, end.amount]).toEqual([0, 0]);
    expect([start.unpriced, end.unpriced]).toEqual([start.count, end.count]);
    expect(start.count).toBeGreaterThan(0);
    expect(JSON.stringify(movements)).not.toMatch(/"amount":-?[1-9]/);
    expect(freshness.hidesAmounts).toBe(true);
    const plain = shown(await (await ask('of person accounts')).queries.team({}));
    expect(plain.freshness.hidesAmounts).toBeUndefined();
  });

  test('a manager’s chart and lists are of the people below, as the figures above them are', async () => {
    const { org, queries } = await ask('read by a manager of one region, who sees every deal');
    const team = shown(await queries.team({}));
    const people = new Set(team.rows.map(({ userId }) => userId));
    const open = shown(await queries.deals({ figure: 'openPipeline' }));
    expect(people.size).toBeLessThan(org.rows('User').length);
    expect(open.rows.every(({ ownerId = '' }) => people.has(ownerId))).toBe(true);
    expect([open.total.count, open.total.amount]).toEqual([team.total.openCount, team.total.open]);
    expect(shown(await queries.deals({ figure: 'closedWon' })).total.amount).toBe(team.total.won);
    expect(shown(await queries.deals({ figure: 'needsAttention' })).total.count).toBe(team.total.needsAttention);
    const [one] = team.rows;
    const lens = { scope: { kind: 'person' as const, userId: one?.userId ?? '' } };
    // A surface adds its lens to whatever it asks.
    const through = Object.assign({ figure: 'openPipeline' as const }, { lens });
    expect(shown(await queries.deals(through)).total.count).toBe(one?.openCount);
    const asked: { on?: Day; lens: unknown } = { lens };
    const bars = await queries.stages(asked);
    expect(bars.reduce((all, { count }) => all + count, 0)).toBe(one?.openCount);
  });

  test('where amounts are hidden there is a quota, and neither a gap to it nor a chance of it', async () => {
    const { org, queries } = await ask('that hides amounts');
    const popup = shown(await queries.forecast({}));
    const plan = shown(await queries.plan({ lost: [] }));
    const team = shown(await queries.team({}));
    expect(popup.quota).toBeGreaterThan(0);
    expect([popup.outlook, plan.outlook, team.total.outlook]).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ isFirm: false, hidesAmounts: true })),
    );
    const chances = [popup.outlook.reachesQuota, plan.reachesQuota, team.total.outlook?.reachesQuota];
    expect([...chances, popup.outlook.pacing, popup.gap, team.total.gap, team.total.coverage]).toEqual(
      Array.from({ length: 7 }),
    );
    for (const row of team.rows)
      expect([row.gap, row.coverage, row.outlook?.reachesQuota]).toEqual(Array.from({ length: 3 }));
    const six = shown(await queries.six({}));
    expect([six.gap, six.reachesQuota]).toEqual([undefined, undefined]);
    for (const { Id } of org.rows('Opportunity').filter(isOpen).slice(0, 5))
      expect((await queries.record({ host: '', recordId: Id })).view?.outlook?.quarter).toBeUndefined();
  });

  test('without activities nobody is said to be silent for a number of days that is none', async () => {
    const { org, queries } = await ask('without activities');
    expect([org.rows('Task'), org.rows('Event')]).toEqual([[], []]);
    for (const { Id } of org.rows('Opportunity').filter(isOpen).slice(0, 8)) {
      const { view } = await queries.record({ host: '', recordId: Id });
      expect(JSON.stringify(view)).not.toContain('noActivity');
      expect(JSON.stringify(view)).not.toContain('"lastActivity');
    }
  });

  test('the first month has no quota, no past quarter and few deals, all of them young', async () => {
    const { org, queries } = await ask('in its first month');
    expect(org.rows('Opportunity').length).toBeLessThan(10);
    for (const row of org.rows('Opportunity')) expect(String(row['CreatedDate']) >= '2026-10-25').toBe(true);
    expect(shown(await queries.forecast({})).quota).toBeUndefined();
  });

  test('a name of 120 letters, one of emoji and one from right to left come as they are', async () => {
    const { org, queries } = await ask('with names of every kind');
    const { rows } = shown(await queries.deals({ figure: 'listed' }));
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    for (const deal of org.rows('Opportunity')) expect(names.get(deal.Id)).toBe(deal['Name']);
    expect([...names.values()]).toEqual(
      expect.arrayContaining(['L'.repeat(120), '🚀 Ångström 👩‍💻', 'شركة النور للتجارة']),
    );
  });

  test('fourteen people on a deal are fourteen on its record, each once, and no single thread', async () => {
    const { org, queries } = await ask('with fourteen people on a deal');
    for (const { Id } of org.rows('Opportunity').filter(isOpen).slice(0, 5)) {
      const { view } = await queries.record({ host: '', recordId: Id });
      expect(new Set(view?.people.map(({ contactId }) => contactId)).size).toBe(14);
      expect(view?.people.every(({ name }) => (name ?? '') !== '')).toBe(true);
      expect(view?.verdict.reasons.map(({ signal }) => signal)).not.toContain('singleThreaded');
    }
  });

  test('without field history each past owner is an assumption, counted on the screen that shows it', async () => {
    const { org, queries } = await ask('without field history');
    expect(org.rows('OpportunityFieldHistory')).toEqual([]);
    const on = '2026-08-14' as Day;
    const past = shown(await queries.team({ on })).past;
    const [open, won] = await Promise.all(
      (['openPipeline', 'closedWon'] as const).map(async (figure) => shown(await queries.deals({ figure, on })).rows),
    );
    expect((open?.length ?? 0) + (won?.length ?? 0)).toBeGreaterThan(3);
    expect(past?.doubts.ownerAssumed).toBe((open?.length ?? 0) + (won?.length ?? 0));
    expect(shown(await queries.team({})).past).toBeUndefined();
    // The same day in an org that tracks owners has none.
    const tracked = await ask('on the US west coast');
    const since =
      tracked.org
        .rows('OpportunityFieldHistory')
        .map((row) => String(row['CreatedDate']))
        .toSorted()[0] ?? '';
    expect(since < on).toBe(true);
    expect(shown(await tracked.queries.team({ on })).past?.doubts.ownerAssumed).toBe(0);
  });

  test('the account of a person has that person’s name wherever accounts are named', async () => {
    const { org, queries } = await ask('of person accounts');
    const names = new Map(org.rows('Account').map((row) => [row.Id, String(row['Name'])]));
    const people = new Set(org.rows('Contact').map((row) => String(row['Name'])));
    const { rows } = shown(await queries.deals({ figure: 'listed' }));
    const found = new Map(rows.map(({ id, accountName }) => [id, accountName]));
    let persons = 0;
    for (const deal of org.rows('Opportunity')) {
      const name = names.get(String(deal['AccountId']));
      expect(found.get(deal.Id)).toBe(name);
      if (name !== undefined && people.has(name)) persons += 1;
    }
    expect(persons).toBeGreaterThan(5);
    const deal = org
      .rows('Opportunity')
      .find((row) => isOpen(row) && people.has(names.get(String(row['AccountId'])) ?? ''));
    const { view } = await queries.record({ host: '', recordId: String(deal?.Id) });
    expect(view?.opportunity.accountName).toBe(names.get(String(deal?.['AccountId'])));
  });
});
