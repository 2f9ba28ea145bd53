import { makeId } from '@/lib/sample/made-ids';
import * as odd from '@/lib/sample/odd';
import type { OrgTables, Row } from '@/lib/sample/org-tables';

import type { OddOrg } from './read';

type Tables = OrgTables['tables'];
const altered = (alter: (tables: Tables, headId: string) => void): OddOrg => ({ odd: [{ alter }] });
const set = (settings: NonNullable<odd.Odd['settings']>): OddOrg => ({ odd: [{ settings }] });
const isOpen = (row: Row): boolean => row['IsClosed'] === false;
/** Every nth of some rows. */
const some = (rows: readonly Row[], step: number, first = 0): Row[] =>
  rows.filter((_, index) => index % step === first % step);
/** What a record says, its history says too. */
const inHistory = (tables: Tables, ...fields: string[]): void => {
  const deals = new Map(tables.Opportunity.map((deal) => [deal.Id, deal]));
  for (const row of tables.OpportunityHistory)
    for (const field of fields) row[field] = deals.get(String(row['OpportunityId']))?.[field] ?? null;
};
const stepsOf = (tables: Tables): Map<string, Row[]> =>
  Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));

/** Gives the org several currencies, the first of them its own; deals and their history by turns in each. */
const currencies =
  (list: readonly (readonly [iso: string, rate: number, isActive?: boolean])[], dated: readonly Row[] = []) =>
  (tables: Tables): void => {
    tables.CurrencyType = list.map(([IsoCode, ConversionRate, IsActive = true], index) => ({
      Id: makeId('01L', index + 1),
      IsoCode,
      ConversionRate,
      DecimalPlaces: 2,
      IsActive,
      IsCorporate: index === 0,
    }));
    tables.DatedConversionRate = [...dated];
    const own = list[0]?.[0] ?? '';
    const byDeal = new Map(tables.Opportunity.map((deal, index) => [deal.Id, list[index % list.length]?.[0] ?? own]));
    for (const deal of tables.Opportunity) deal['CurrencyIsoCode'] = byDeal.get(deal.Id) ?? own;
    for (const row of tables.OpportunityHistory)
      row['CurrencyIsoCode'] = byDeal.get(String(row['OpportunityId'])) ?? own;
    for (const row of tables.ForecastingQuota) row['CurrencyIsoCode'] = own;
    for (const user of tables.User) user['DefaultCurrencyIsoCode'] = own;
  };
const rate = (IsoCode: string, ConversionRate: number, StartDate: string, NextStartDate: string, at: number): Row => ({
  Id: makeId('04w', at),
  IsoCode,
  ConversionRate,
  StartDate,
  NextStartDate,
});

/**
 * The old year's rows end with a last one, which makes its quarter as many months long as are said; new years and quarters follow from the
 * day after. Quotas begin with the quarters that there are.
 */
function yearMoved(tables: Tables, lastDay: string, months = 1): void {
  const on = (month: number, days = 0): string => new Date(Date.UTC(2026, month, 1 + days)).toISOString().slice(0, 10);
  const next = Number(lastDay.slice(5, 7));
  const row = (at: number, Type: string, number: number, StartDate: string, EndDate: string): Row => ({
    Id: makeId('026', 900 + at),
    Type,
    Number: number,
    StartDate,
    EndDate,
    FullyQualifiedLabel: `${Type} ${number} from ${StartDate}`,
    IsForecastPeriod: Type === 'Quarter',
    FiscalYearSettingsId: makeId('022', 900 + Math.floor(at / 10)),
  });
  const first = on(next - months);
  const kept = tables.Period.filter(({ EndDate }) => String(EndDate) < first);
  const years = [0, 1].flatMap((year) => [
    row(10 + 10 * year, 'Year', 2026 + year, on(next + 12 * year), on(next + 12 * year + 12, -1)),
    ...[0, 1, 2, 3].map((part) => {
      const from = next + 12 * year + 3 * part;
      return row(11 + 10 * year + part, 'Quarter', part + 1, on(from), on(from + 3, -1));
    }),
  ]);
  tables.Period = [...kept, row(0, 'Year', 2025, first, lastDay), row(1, 'Quarter', 5, first, lastDay), ...years];
  tables.FiscalYearSettings = [];
  const starts = tables.Period.filter(({ Type }) => Type === 'Quarter').map(({ StartDate }) => String(StartDate));
  for (const quota of tables.ForecastingQuota)
    quota['StartDate'] = starts.findLast((start) => start <= `${String(quota['StartDate']).slice(0, 8)}28`) ?? null;
}

/** Ways in which an org may be that nobody here made. Each is tried alone, and with others. */
export const HOSTILE: Record<string, OddOrg> = {
  'in Apia': set({ zone: 'Pacific/Apia', locale: 'en_NZ' }),
  'in Kathmandu': set({ zone: 'Asia/Kathmandu' }),
  'on the Marquesas': set({ zone: 'Pacific/Marquesas', fiscalYearStartMonth: 10, fiscalYearNamedByStart: false }),
  'in Arabic': set({ locale: 'ar_SA', zone: 'Asia/Riyadh', currency: 'SAR' }),
  'in Persian': set({ locale: 'fa_IR', zone: 'Asia/Tehran' }),
  'in Thai': set({ locale: 'th_TH', zone: 'Asia/Bangkok', currency: 'THB' }),
  'in yen': set({ currency: 'JPY', locale: 'ja_JP', zone: 'Asia/Tokyo' }),
  'in dinars': set({ currency: 'KWD', locale: 'en_KW', zone: 'Asia/Kuwait' }),
  'with years of 53 weeks': { odd: [odd.weeks53] },
  'with Salesforce’s labels from July': { odd: [odd.salesforceLabels, odd.julyStart] },
  'with managers’ quotas and two forecasts': { odd: [odd.managerQuotas, odd.forecastTypes] },
  'with ladders': { odd: [odd.recordTypes] },
  'whose record type is retired': altered((tables) => {
    odd.recordTypes.alter?.(tables, '');
    const [first] = tables.RecordType;
    if (first) first['IsActive'] = false;
  }),
  'whose record types are deleted': altered((tables) => {
    odd.recordTypes.alter?.(tables, '');
    tables.RecordType = tables.RecordType.slice(0, 1);
  }),
  'with a retired stage in which deals stand': altered((tables) => {
    for (const stage of some(tables.OpportunityStage, 3, 1)) stage['IsActive'] = false;
  }),
  'with a stage that is no more': altered((tables) => {
    const name = String(tables.Opportunity.find(isOpen)?.['StageName']);
    tables.OpportunityStage = tables.OpportunityStage.filter((stage) => stage['ApiName'] !== name);
  }),
  'with two stages of one label': altered((tables) => {
    const [one, two] = tables.OpportunityStage;
    if (one && two) two['MasterLabel'] = one['MasterLabel'] ?? null;
  }),
  'with a stage that is won at 60 % and omitted': altered((tables) => {
    for (const stage of tables.OpportunityStage)
      if (stage['IsWon'] === true) Object.assign(stage, { DefaultProbability: 60, ForecastCategory: 'Omitted' });
    for (const deal of tables.Opportunity)
      if (deal['IsWon'] === true) Object.assign(deal, { Probability: 60, ForecastCategory: 'Omitted' });
  }),
  'whose fields’ history is that of amounts': altered((tables) => {
    tables.OpportunityFieldHistory = tables.OpportunityFieldHistory.filter((row) => row['Field'] === 'Amount');
  }),
  'whose history has one instant': altered((tables) => {
    for (const rows of stepsOf(tables).values())
      for (const row of rows) row['CreatedDate'] = rows[0]?.['CreatedDate'] ?? null;
  }),
  'whose history has whole days': altered((tables) => {
    for (const row of tables.OpportunityHistory)
      row['CreatedDate'] = `${String(row['CreatedDate']).slice(0, 10)}T00:00:00.000Z`;
  }),
  'that came by a migration': altered((tables) => {
    for (const row of tables.OpportunityHistory)
      if (String(row['CreatedDate']) < '2026-03-01') row['CreatedDate'] = '2026-03-01T09:00:00.000Z';
  }),
  'whose deals were created after their history': altered((tables) => {
    for (const deal of some(tables.Opportunity, 4)) deal['CreatedDate'] = '2026-11-01T09:00:00.000Z';
  }),
  'with close dates of 1700 and 4000': altered((tables) => {
    for (const deal of some(tables.Opportunity.filter(isOpen), 5)) deal['CloseDate'] = '1700-01-01';
    for (const deal of some(tables.Opportunity.filter(isOpen), 5, 1)) deal['CloseDate'] = '4000-12-31';
    inHistory(tables, 'CloseDate');
  }),
  'with close dates on the edges of the quarter': altered((tables) => {
    const edges = ['2026-09-30', '2026-10-01', '2026-12-31', '2027-01-01', '2026-11-23', '2026-11-24', '2026-11-25'];
    for (const [index, deal] of tables.Opportunity.entries()) deal['CloseDate'] = edges[index % edges.length] ?? null;
    inHistory(tables, 'CloseDate');
  }),
  'with amounts of every kind': altered((tables) => {
    const amounts = [null, 0, -2500.5, 0.01, 1234.565, 999_999_999_999.99, 1e-3, 33.335];
    for (const [index, deal] of tables.Opportunity.entries()) deal['Amount'] = amounts[index % amounts.length] ?? null;
    inHistory(tables, 'Amount');
  }),
  'with categories of none': altered((tables) => {
    for (const deal of some(tables.Opportunity, 3)) deal['ForecastCategory'] = null;
    for (const deal of some(tables.Opportunity, 3, 1)) deal['ForecastCategory'] = 'MostLikely';
    inHistory(tables, 'ForecastCategory');
  }),
  'with owners who left': altered((tables, headId) => {
    for (const user of tables.User) if (user.Id !== headId) user['IsActive'] = false;
  }),
  'with owners nobody sees': altered((tables, headId) => {
    const kept = tables.User.filter((user, index) => user.Id === headId || index % 2 === 0);
    tables.User = kept;
  }),
  'with deals of a queue and of nobody': altered((tables) => {
    for (const deal of some(tables.Opportunity, 6)) deal['OwnerId'] = makeId('00G', 1);
    for (const deal of some(tables.Opportunity, 6, 1)) deal['OwnerId'] = null;
  }),
  'read from Kiritimati, far from its own Honolulu': {
    odd: [
      {
        settings: { zone: 'Pacific/Honolulu', currency: 'USD', locale: 'en_US' },
        alter(tables) {
          for (const user of tables.User) user['TimeZoneSidKey'] = 'Pacific/Kiritimati';
        },
      },
    ],
  },
  'read from Honolulu, far from its own Kiritimati': {
    odd: [
      {
        settings: { zone: 'Pacific/Kiritimati' },
        alter(tables) {
          for (const user of tables.User) user['TimeZoneSidKey'] = 'Pacific/Honolulu';
        },
      },
    ],
  },
  'with two people of one name': altered((tables) => {
    for (const user of tables.User) user['Name'] = 'Kim Lee';
  }),
  'with a ring of managers and roles': altered((tables) => {
    const [first] = tables.UserRole;
    const last = tables.UserRole.at(-1);
    if (first && last) first['ParentRoleId'] = last.Id;
    for (const [index, user] of tables.User.entries())
      user['ManagerId'] = tables.User[(index + 1) % tables.User.length]?.Id ?? null;
  }),
  'without roles and managers': altered((tables) => {
    tables.UserRole = [];
    for (const user of tables.User) Object.assign(user, { UserRoleId: null, ManagerId: null });
  }),
  'with private accounts and hidden parents': {
    odd: [],
    prepare(org) {
      org.sharing = 'private';
      for (const account of org.rows('Account')) org.unshared.add(account.Id);
    },
  },
  'of people': { odd: [odd.personAccounts] },
  'with names of every kind': { odd: [odd.longNames] },
  'with a retired currency': altered(
    currencies([
      ['EUR', 1],
      ['HRK', 7.5345, false],
      ['USD', 1.1],
    ]),
  ),
  'with yen of its own and others': altered(
    currencies([
      ['JPY', 1],
      ['USD', 0.0067],
      ['KWD', 0.00205],
    ]),
  ),
  'with dated rates and a gap': altered(
    currencies(
      [
        ['USD', 1],
        ['EUR', 0.9],
        ['GBP', 0.8],
      ],
      [
        rate('USD', 1, '1990-01-01', '9999-12-31', 1),
        rate('EUR', 0.5, '1990-01-01', '2026-10-15', 2),
        rate('EUR', 0.95, '2026-11-15', '9999-12-31', 3),
        rate('GBP', 0.7, '1990-01-01', '2026-11-24', 4),
        rate('GBP', 0.75, '2026-11-24', '9999-12-31', 5),
      ],
    ),
  ),
  'with a corporate rate that is not one': altered(
    currencies([
      ['CHF', 1.25],
      ['EUR', 1.1],
    ]),
  ),
  'with a currency without a rate': altered((tables) => {
    currencies([
      ['USD', 1],
      ['EUR', 0.9],
    ])(tables);
    for (const deal of some(tables.Opportunity, 7)) deal['CurrencyIsoCode'] = 'XTS';
    inHistory(tables, 'CurrencyIsoCode');
  }),
  'with quotas of every kind': altered((tables) => {
    for (const [index, row] of tables.ForecastingQuota.entries()) {
      if (index % 5 === 0) row['QuotaAmount'] = null;
      if (index % 5 === 1) row['StartDate'] = `${String(row['StartDate']).slice(0, 8)}17`;
      if (index % 5 === 2) row['QuotaAmount'] = -1;
    }
  }),
  'with periods that overlap and leave days out': altered((tables) => {
    for (const [index, row] of tables.Period.entries())
      if (row['Type'] === 'Quarter' && String(row['EndDate']) < '2026-09-30')
        row['EndDate'] = index % 2 === 0 ? `${String(row['EndDate']).slice(0, 8)}15` : (row['EndDate'] ?? null);
  }),
  'whose year moved by a month, with a quarter of one month between': altered((tables) =>
    yearMoved(tables, '2026-01-31'),
  ),
  'whose year moved by two months, with a quarter of five': altered((tables) => yearMoved(tables, '2026-02-28', 5)),
  'without periods': altered((tables) => {
    tables.Period = [];
    tables.FiscalYearSettings = [];
  }),
  'without field history': { odd: [odd.noHistory], edition: { fieldHistory: false } },
  'without activities': { odd: [odd.noActivities], edition: { activities: false } },
  'without forecasts': { odd: [], edition: { forecasts: false } },
};
