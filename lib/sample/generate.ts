import { DAY_MS, dayNumber, type Day } from '@/lib/calendar/days';

import { makeActivities } from './activities';
import { sampleDeal, workHour } from './deal';
import { opportunityRows } from './deal-rows';
import { makeId } from './ids';
import { BUYING_ROLES, PRODUCTS } from './names';
import type { OrgTables, Row } from './org-tables';
import { makePeople } from './people';
import { makeQuotas } from './quotas';
import { seeded } from './random';
import { orgRows, periodRows, stageRows } from './settings';

const HISTORY_DAYS = 730;

export interface SampleOptions {
  /** Number of opportunities: 12, 200 (10 reps × 20), 2,000, 20,000 or any other. */
  size: number;
  seed?: number;
  /** "Today" of the org. */
  asOf: Day;
  /** A mixed EUR, PLN and USD org. */
  currencies?: boolean;
}

/** A whole sample org. The same options give the same org, byte for byte; nothing in it is evidence about real selling. */
export function generateOrg({ size, seed = 1, asOf, currencies = false }: SampleOptions): OrgTables {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`The size of an org is a whole number of deals from 1, not ${size}.`);
  const random = seeded(seed);
  const until = dayNumber(asOf) * DAY_MS + 8 * 3_600_000;
  const since = new Date(until - HISTORY_DAYS * DAY_MS).toISOString();
  const people = makePeople(random, size, since);
  const ownerEffects = new Map(people.repIds.map((id) => [id, 0.54 * random.normal()]));
  const tables: OrgTables['tables'] = {
    Organization: orgRows(),
    User: people.users,
    UserRole: people.roles,
    Account: people.accounts,
    Contact: [...people.contacts.values()].flat(),
    Opportunity: [],
    OpportunityContactRole: [],
    OpportunityHistory: [],
    OpportunityFieldHistory: [],
    OpportunityStage: stageRows(),
    RecordType: [],
    Task: [],
    Event: [],
    ForecastingQuota: [],
    Period: periodRows(asOf),
    FiscalYearSettings: [],
    CurrencyType: currencies
      ? [
          {
            Id: makeId('01L', 1),
            IsoCode: 'EUR',
            ConversionRate: 1,
            DecimalPlaces: 2,
            IsActive: true,
            IsCorporate: true,
          },
          {
            Id: makeId('01L', 2),
            IsoCode: 'PLN',
            ConversionRate: 4.25,
            DecimalPlaces: 2,
            IsActive: true,
            IsCorporate: false,
          },
          {
            Id: makeId('01L', 3),
            IsoCode: 'USD',
            ConversionRate: 1.1,
            DecimalPlaces: 2,
            IsActive: true,
            IsCorporate: false,
          },
        ]
      : [],
    DatedConversionRate: [],
    // Worked out by whoever serves the org: it follows the deals.
    ForecastingItem: [],
  };

  for (let index = 0; index < size; index += 1) {
    const account = random.chance(0.05) ? undefined : random.pick(people.accounts);
    const ownerId = people.repIds[index % people.repIds.length] ?? people.headId;
    // More recent deals than old ones, so that some two in five are open today.
    const createdAt = Math.min(
      workHour(random, until - DAY_MS * (1 + HISTORY_DAYS * random.next() ** 2.6)),
      until - 3_600_000,
    );
    const deal = sampleDeal(random, createdAt, until, ownerEffects.get(ownerId) ?? 0);
    if (index === 1 && deal.steps.length > 0) for (const step of deal.steps) step.amount = null;
    const id = makeId('006', index + 1);
    const team = account ? (people.contacts.get(account.Id) ?? []) : [];
    const roles = buyingTeam(id, team, tables.OpportunityContactRole.length);
    tables.OpportunityContactRole.push(...roles);
    const { tasks, events } = makeActivities(random, {
      id,
      ownerId,
      deal,
      until,
      contactIds: roles.map((role) => String(role['ContactId'])),
    });
    for (const task of tasks) tables.Task.push({ Id: makeId('00T', tables.Task.length + 1), ...task });
    for (const event of events) tables.Event.push({ Id: makeId('00U', tables.Event.length + 1), ...event });
    const name = `${account ? String(account['Name']) : 'Unassigned'} – ${random.pick(PRODUCTS)}${random.chance(0.3) ? ` ${random.int(2, 9)}` : ''}`;
    const currency = currencies ? (['EUR', 'EUR', 'PLN', 'USD'] as const)[index % 4] : undefined;
    const rows = opportunityRows(random, {
      id,
      name,
      ownerId,
      accountId: account?.Id ?? null,
      deal,
      until,
      asOf,
      tasks,
      events,
      reps: people.repIds,
      firstHistory: tables.OpportunityHistory.length,
      firstFieldHistory: tables.OpportunityFieldHistory.length,
      ...(currency === undefined ? {} : { currency }),
    });
    tables.Opportunity.push(rows.opportunity);
    tables.OpportunityHistory.push(...rows.history);
    tables.OpportunityFieldHistory.push(...rows.fieldHistory);
  }
  tables.ForecastingQuota = makeQuotas(random, asOf, people.repIds, tables.Opportunity);
  return {
    orgId: makeId('00D', 990_000 + seed),
    defaultUserId: people.headId,
    asOf,
    tables,
    notes: ['Every record is generated. Nothing here is evidence about real selling.'],
  };

  /** Most deals know three to ten people, some one, a few none. */
  function buyingTeam(opportunityId: string, team: readonly Row[], first: number): Row[] {
    const wanted = random.chance(0.08) ? 0 : random.chance(0.2) ? 1 : random.int(2, 10);
    const withDecider = random.chance(0.65);
    return team.slice(0, wanted).map((contact, index) => ({
      Id: makeId('00K', first + index + 1),
      OpportunityId: opportunityId,
      ContactId: contact.Id,
      Role: index === 0 && withDecider ? 'Decision Maker' : (BUYING_ROLES[2 + ((index + first) % 4)] ?? 'Other'),
      IsPrimary: index === 0,
      CreatedDate: since,
      SystemModstamp: since,
    }));
  }
}
