import { DAY_MS, dayFromNumber, type Day } from '@/lib/calendar/days';

import { makeActivities } from './activities';
import type { DealLife } from './deal';
import { opportunityRows } from './deal-rows';
import { fileDeals } from './filed';
import { addLineItems } from './line-items';
import { makeId } from './made-ids';
import { BUYING_ROLES, PRODUCTS } from './made-names';
import { makePeople } from './made-people';
import { madeQuotas } from './made-quotas';
import { addSplits } from './made-splits';
import type { Odd } from './odd';
import type { OrgTables, Row } from './org-tables';
import { fiscalRows } from './period-rows';
import { currencyRows, MIX } from './sample-currencies';
import { planOf } from './sample-plan';
import { orgRows, SETTINGS, stageRows } from './sample-settings';
import { WON_STAGE } from './sample-stages';
import { seeded } from './seeded';
import { workClockOf } from './workdays';

export interface SampleOptions {
  /**
   * Below 1,700, about how many deals are open, some 20 a rep: 200 are ten reps, and the 1,500 deals that they have closed in four
   * years. From 1,700 on, for orgs that are to be large, exactly how many deals there are in all, a tenth of them open. There are
   * never fewer deals than the size says.
   */
  size: number;
  seed?: number;
  /** "Today" of the org. */
  asOf: Day;
  /** The instant that it is, ms: in the first hours of `asOf` nothing is stamped later. */
  now?: number;
  /** A mixed EUR, PLN and USD org. */
  currencies?: boolean;
  /** What is unusual about the org, in the order in which it is set up: `[usWestCoast, julyStart, longNames]`. */
  odd?: readonly Odd[];
}

/**
 * A whole sample org: a sales team that has lived for four years up to this morning, with steady births, a rush at quarter ends and quotas
 * made of past quarters. The same options give the same org, byte for byte; nothing in it is evidence about real selling.
 */
export function generateOrg({
  size,
  seed = 1,
  asOf,
  now: given = Infinity,
  currencies = false,
  odd = [],
}: SampleOptions): OrgTables {
  const { years, labels, age, ...own } = setUp(odd);
  const plan = planOf({ size, seed, asOf, ...own, ...(years ? { years } : {}), ...(age === undefined ? {} : { age }) });
  const { random, company, input, settings } = plan;
  const { life, quarters } = input;
  const morning = Date.parse(`${asOf}T08:00:00Z`);
  const now = given > morning - DAY_MS ? Math.min(given, morning) : morning;
  const clock = workClockOf(settings.zone);
  const since = `${dayFromNumber(life.from)}T06:00:00.000Z`;
  const people = makePeople(random, { deals: input.deals, reps: input.reps, since, settings });
  const periods = fiscalRows(
    plan.years.filter(({ span }) => span.from <= life.to + 730),
    labels,
  );
  const tables: OrgTables['tables'] = {
    Organization: orgRows(undefined, settings),
    User: people.users,
    UserRole: people.roles,
    Account: people.accounts,
    Contact: [...people.contacts.values()].flat(),
    Opportunity: [],
    OpportunityContactRole: [],
    OpportunityLineItem: [],
    Product2: [],
    OpportunitySplit: [],
    OpportunitySplitType: [],
    OpportunityHistory: [],
    OpportunityFieldHistory: [],
    OpportunityStage: stageRows(),
    RecordType: [],
    Campaign: [],
    Territory2: [],
    Task: [],
    Event: [],
    EventRelation: [],
    EmailMessage: [],
    ForecastingType: [],
    ForecastingFilter: [],
    ForecastingFilterCondition: [],
    ForecastingQuota: madeQuotas(quarters, company.quotas, people.repIds, input.present),
    Period: periods.periods,
    FiscalYearSettings: periods.settings,
    CurrencyType: currencies ? currencyRows() : [],
    DatedConversionRate: [],
    // Worked out by whoever serves the org: it follows the deals.
    ForecastingItem: [],
    ForecastingFact: [],
  };
  unprice(company.lives);
  if (input.reps >= LARGE_TEAM) overAsk(company.lives, seed);

  for (const [index, life] of company.lives.entries()) {
    const account = random.chance(0.05) ? undefined : random.pick(people.accounts);
    const ownerId = people.repIds[life.deal.owner] ?? people.headId;
    const id = makeId('006', index + 1);
    const team = account ? (people.contacts.get(account.Id) ?? []) : [];
    const roles = buyingTeam(id, life, team, tables.OpportunityContactRole.length);
    tables.OpportunityContactRole.push(...roles);
    const contactIds = roles.map((role) => String(role['ContactId']));
    const { tasks, events } = makeActivities(random, {
      id,
      ownerId,
      life,
      lastDay: input.life.to,
      now,
      clock,
      contactIds,
    });
    for (const task of tasks) tables.Task.push({ Id: makeId('00T', tables.Task.length + 1), ...task });
    for (const event of events) tables.Event.push({ Id: makeId('00U', tables.Event.length + 1), ...event });
    const rows = opportunityRows(random, {
      id,
      name: `${account ? String(account['Name']) : 'Unassigned'} – ${random.pick(PRODUCTS)}${random.chance(0.3) ? ` ${random.int(2, 9)}` : ''}`,
      ownerId,
      accountId: account?.Id ?? null,
      life,
      clock,
      now,
      asOf,
      tasks,
      events,
      reps: people.repIds,
      firstHistory: tables.OpportunityHistory.length,
      firstFieldHistory: tables.OpportunityFieldHistory.length,
      ...(currencies ? { currency: MIX[index % MIX.length] } : {}),
    });
    tables.Opportunity.push(rows.opportunity);
    tables.OpportunityHistory.push(...rows.history);
    tables.OpportunityFieldHistory.push(...rows.fieldHistory);
  }
  fileDeals(tables, seed);
  addLineItems(tables, seed);
  addSplits(tables, seed);
  for (const { alter } of odd) alter?.(tables, people.headId);
  return {
    orgId: makeId('00D', 990_000 + seed),
    defaultUserId: people.headId,
    asOf,
    tables,
    notes: ['Every record is generated. Nothing here is evidence about real selling.'],
  };

  /** Most deals know three to ten people, some one, a few none. They come to be known in the deal's first weeks. */
  function buyingTeam(opportunityId: string, { deal, steps }: DealLife, team: readonly Row[], first: number): Row[] {
    const wanted = random.chance(0.08) ? 0 : random.chance(0.2) ? 1 : random.int(2, 10);
    const withDecider = random.chance(0.65);
    const last = Math.min(input.life.to, deal.stage < WON_STAGE ? Infinity : (steps.at(-1)?.day ?? Infinity));
    return team.slice(0, wanted).map((contact, index) => {
      const day = Math.min(last, deal.createdDay + index * random.int(0, 12));
      const at = new Date(clock.at(random, day) + 60_000).toISOString();
      return {
        Id: makeId('00K', first + index + 1),
        OpportunityId: opportunityId,
        ContactId: contact.Id,
        Role: index === 0 && withDecider ? 'Decision Maker' : (BUYING_ROLES[2 + ((index + first) % 4)] ?? 'Other'),
        IsPrimary: index === 0,
        CreatedDate: at,
        SystemModstamp: at,
      };
    });
  }
}

/** What the oddities say of the org's settings; the last word counts. */
function setUp(odd: readonly Odd[]) {
  const settings = odd.reduce((all, each) => ({ ...all, ...each.settings }), SETTINGS);
  const said = odd.reduce<Odd>((all, each) => ({ ...all, ...each }), {});
  return { settings, years: said.years, age: said.age, labels: said.labels };
}

/** Even the smallest org has an open deal that nobody has priced yet. */
function unprice(lives: readonly DealLife[]): void {
  const open = lives.filter(({ deal }) => deal.stage < WON_STAGE);
  for (const step of (open[1] ?? open[0])?.steps ?? []) step.amount = null;
}

/** In a team of so many one seller truly differs: two deals in three begin a quarter above what is quoted for them later. */
const LARGE_TEAM = 10;
const ASKED_TOO_MUCH = { share: 0.65, times: 1.25 };
const QUOTED_STAGE = 3;

/**
 * The seller with the second most wins, whose share of deals cut on the way is then larger than chance explains. What a deal is worth from its quote
 * on, and how it ends, stays as it was.
 */
function overAsk(lives: readonly DealLife[], seed: number): void {
  const wins = Map.groupBy(
    lives.filter(({ deal }) => deal.stage === WON_STAGE),
    ({ deal }) => deal.owner,
  );
  const [seller] = [...wins].toSorted(([a, one], [b, other]) => other.length - one.length || a - b)[1] ?? [];
  const random = seeded(seed + 2_000_003);
  for (const { deal, steps } of lives) {
    if (deal.owner !== seller || !random.chance(ASKED_TOO_MUCH.share)) continue;
    const quoted = steps.findIndex(({ stage }) => stage >= QUOTED_STAGE);
    if ((steps[quoted]?.stage ?? WON_STAGE) >= WON_STAGE) continue;
    for (const step of steps.slice(0, quoted))
      if (step.amount !== null) step.amount = Math.ceil((step.amount * ASKED_TOO_MUCH.times) / 100) * 100;
  }
}
