import { DAY_MS, day, dayNumber, type Day } from '@/lib/calendar/days';
import { makeId } from '@/lib/sample/made-ids';
import { SOBJECT_NAMES, type OrgTables, type Row, type SObjectName } from '@/lib/sample/org-tables';
import { fiscalRows, monthYears } from '@/lib/sample/period-rows';
import { orgRows } from '@/lib/sample/sample-settings';
import { orgToday } from '@/tests/org/today';

/** Whole weeks, the most that leave the data's last day behind today, at most seven days: the org is alive, weekdays stay true, and nothing in it is still to come. */
export function shiftOf(lastDay: string, asOf: string | undefined): { shiftMs: number; today: Day } {
  const today = day(asOf ?? orgToday());
  if (!today) throw new Error(`--as-of takes a day like 2026-11-24, not ${asOf}.`);
  if (asOf !== undefined) return { shiftMs: 0, today };
  const gap = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${lastDay}T00:00:00Z`)) / DAY_MS);
  return { shiftMs: Math.floor((gap - 1) / 7) * 7 * DAY_MS, today };
}

export interface StageDefinition {
  name: string;
  probability: number;
  category: string;
  categoryName: string;
  isClosed: boolean;
  isWon: boolean;
}

export const stageTable = (stages: readonly StageDefinition[]): Row[] =>
  stages.map(({ name, probability, category, categoryName, isClosed, isWon }, index) => ({
    Id: makeId('01J', index + 1),
    ApiName: name,
    MasterLabel: name,
    SortOrder: index + 1,
    IsActive: true,
    IsClosed: isClosed,
    IsWon: isWon,
    DefaultProbability: probability,
    ForecastCategory: category,
    ForecastCategoryName: categoryName,
    Description: null,
  }));

export function emptyTables(name: string, today: Day, currency: string): OrgTables['tables'] {
  // Safe: the entries are the list of all names.
  const tables = Object.fromEntries(SOBJECT_NAMES.map((object) => [object, [] as Row[]])) as Record<SObjectName, Row[]>;
  tables.Organization = orgRows(name).map((row) => ({
    ...row,
    TimeZoneSidKey: 'UTC',
    DefaultCurrencyIsoCode: currency,
  }));
  const near = { from: dayNumber(today) - 730, to: dayNumber(today) + 365 };
  tables.Period = fiscalRows(monthYears(1, true, near)).periods;
  return tables;
}

export const userRow = (
  number: number,
  name: string,
  roleId: string | null,
  managerId: string | null,
  currency: string,
): Row => ({
  Id: makeId('005', number),
  Name: name,
  FirstName: name.split(' ')[0] ?? name,
  LastName: name.split(' ').slice(1).join(' ') || name,
  Email: `user${number}@example.com`,
  Username: `user${number}@example.com.pipelens`,
  IsActive: true,
  UserRoleId: roleId,
  ManagerId: managerId,
  UserType: 'Standard',
  ForecastEnabled: true,
  TimeZoneSidKey: 'UTC',
  LocaleSidKey: 'en_US',
  LanguageLocaleKey: 'en_US',
  DefaultCurrencyIsoCode: currency,
  SystemModstamp: '2026-01-01T00:00:00.000Z',
});

export interface DealState {
  at: number;
  stage: StageDefinition;
  amount: number | null;
  closeDate: string;
}

export interface LoadedDeal {
  number: number;
  name: string;
  ownerId: string | null;
  accountId: string | null;
  /** Oldest first; the last is the record's own state. */
  states: readonly DealState[];
  lastActivity: string | null;
  firstHistory: number;
}

/** The record and its history rows, as Salesforce would hold them. */
export function dealRows({ number, name, ownerId, accountId, states, lastActivity, firstHistory }: LoadedDeal): {
  opportunity: Row;
  history: Row[];
} {
  const [first, last] = [states[0], states.at(-1)];
  if (!first || !last) throw new Error(`Deal ${name} has no state.`);
  const id = makeId('006', number);
  const iso = (at: number): string => new Date(at).toISOString();
  const history = states.map((state, index): Row => {
    const before = states[index - 1];
    return {
      Id: makeId('008', firstHistory + index + 1),
      OpportunityId: id,
      StageName: state.stage.name,
      Amount: state.amount,
      CloseDate: state.closeDate,
      Probability: state.stage.probability,
      ForecastCategory: state.stage.category,
      ExpectedRevenue: null,
      PrevAmount: before?.amount ?? null,
      PrevCloseDate: before?.closeDate ?? null,
      CreatedDate: iso(state.at),
      CreatedById: ownerId,
      SystemModstamp: iso(state.at),
      IsDeleted: false,
    };
  });
  const changes = states.filter((state, index) => index > 0 && state.stage !== states[index - 1]?.stage);
  const stageChange = changes.at(-1);
  const month = (date: string): string => date.slice(0, 7);
  const pushCount = states.filter(
    (state, index) => index > 0 && month(state.closeDate) > month(states[index - 1]?.closeDate ?? '9'),
  ).length;
  return {
    history,
    opportunity: {
      Id: id,
      Name: name,
      AccountId: accountId,
      OwnerId: ownerId,
      StageName: last.stage.name,
      Amount: last.amount,
      CloseDate: last.closeDate,
      Probability: last.stage.probability,
      ForecastCategory: last.stage.category,
      ForecastCategoryName: last.stage.categoryName,
      ExpectedRevenue: null,
      IsClosed: last.stage.isClosed,
      IsWon: last.stage.isWon,
      IsDeleted: false,
      NextStep: null,
      Type: null,
      LeadSource: null,
      Description: null,
      CreatedDate: iso(first.at),
      CreatedById: ownerId,
      LastModifiedDate: iso(last.at),
      LastModifiedById: ownerId,
      SystemModstamp: iso(last.at),
      LastActivityDate: lastActivity,
      LastStageChangeDate: stageChange ? iso(stageChange.at) : null,
      PushCount: pushCount,
      HasOpportunityLineItem: false,
      HasOpenActivity: false,
      HasOverdueTask: false,
      FiscalYear: Number(last.closeDate.slice(0, 4)),
      FiscalQuarter: Math.ceil(Number(last.closeDate.slice(5, 7)) / 3),
      Fiscal: `${last.closeDate.slice(0, 4)} ${Math.ceil(Number(last.closeDate.slice(5, 7)) / 3)}`,
    },
  };
}
