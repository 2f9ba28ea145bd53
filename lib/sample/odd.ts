import type { BirthSpan } from './births';
import { makeId } from './made-ids';
import type { OrgTables, Row } from './org-tables';
import { type FiscalYear, type Label, SALESFORCE_LABELS, weekYears } from './period-rows';
import type { Settings } from './sample-settings';
import { STAGES } from './sample-stages';

type Tables = OrgTables['tables'];

/** One way in which an org differs from the usual. Several are combined by naming them in a list. */
export interface Odd {
  settings?: Partial<Settings>;
  /** The org's own fiscal years, and what their periods are called. */
  years?: (span: BirthSpan) => FiscalYear[];
  labels?: { label?: Label; isStandard?: boolean };
  /** How long the company has existed, days. */
  age?: number;
  /** Changes the rows; `headId` is the user at the top. */
  alter?: (tables: Tables, headId: string) => void;
}

export const usWestCoast: Odd = { settings: { zone: 'America/Los_Angeles', currency: 'USD', locale: 'en_US' } };
export const salesforceLabels: Odd = { labels: { label: SALESFORCE_LABELS } };
export const julyStart: Odd = { settings: { fiscalYearStartMonth: 7, fiscalYearNamedByStart: false } };
export const weeks53: Odd = {
  years: weekYears,
  labels: { isStandard: false },
};
export const firstMonth: Odd = { age: 30 };

const OF_DEALS = [
  'Opportunity',
  'OpportunityContactRole',
  'OpportunityLineItem',
  'OpportunitySplit',
  'OpportunityHistory',
  'OpportunityFieldHistory',
  'Task',
  'Event',
  'EventRelation',
  'EmailMessage',
  'ForecastingItem',
  'ForecastingFact',
] as const;
/** Quotas and people are there, and nobody has made a deal. */
export const noDeals: Odd = {
  alter(tables) {
    for (const name of OF_DEALS) tables[name] = [];
  },
};

export const noHistory: Odd = {
  alter(tables) {
    tables.OpportunityFieldHistory = [];
  },
};

export const noActivities: Odd = {
  alter(tables) {
    tables.Task = [];
    tables.Event = [];
    for (const deal of tables.Opportunity)
      Object.assign(deal, { LastActivityDate: null, HasOpenActivity: false, HasOverdueTask: false });
  },
};

/** Quotas of a second forecast, by splits and twice as large, beside those of the first: alternatives, not addends. */
export const forecastTypes: Odd = {
  alter(tables) {
    const [revenue, overlay] = ['OpportunityRevenue', 'OpportunityOverlayRevenue'].map((DeveloperName, index): Row => ({
      Id: makeId('0Db', index + 1),
      DeveloperName,
      MasterLabel: index === 0 ? 'Opportunity Revenue' : 'Overlay Splits',
      IsActive: true,
      IsAmount: true,
      IsQuantity: false,
      RoleType: 'R',
      DateType: 'OpportunityCloseDate',
      OpportunitySplitTypeId: index === 0 ? null : makeId('1Q0', 1),
    }));
    if (!revenue || !overlay) return;
    tables.ForecastingType = [revenue, overlay];
    const own = tables.ForecastingQuota.map((row): Row => ({ ...row, ForecastingTypeId: revenue.Id }));
    const other = own.map((row, index) => ({
      ...row,
      Id: makeId('0J9', 100_000 + index),
      QuotaAmount: 2 * Number(row['QuotaAmount']),
      ForecastingTypeId: overlay.Id,
    }));
    tables.ForecastingQuota = [...own, ...other];
  },
};

/** Beside the quotas for all deals others for new and for existing business alone, each in a forecast of its own that is filtered by type. */
export const quotasByType: Odd = {
  alter(tables) {
    const kinds = [
      ['NewBusiness', 'New business', 'New Business', 0.5],
      ['ExistingBusiness', 'Existing business', 'Existing Business', 0.25],
      ['AllDeals', 'All deals', undefined, 1],
    ] as const;
    const whole = tables.ForecastingQuota;
    tables.ForecastingQuota = kinds.flatMap(([DeveloperName, MasterLabel, value, part], index) => {
      const type = makeId('0Db', index + 1);
      tables.ForecastingType.push({
        Id: type,
        DeveloperName,
        MasterLabel,
        IsActive: true,
        IsAmount: true,
        IsQuantity: false,
        RoleType: 'R',
        DateType: 'OpportunityCloseDate',
      });
      if (value !== undefined) {
        const filter = { Id: makeId('0j6', index + 1), DeveloperName, MasterLabel, ForecastingTypeId: type };
        tables.ForecastingFilter.push({ ...filter, FilterLogic: '1' });
        tables.ForecastingFilterCondition.push({
          Id: makeId('0j7', index + 1),
          DeveloperName,
          MasterLabel,
          ForecastingFilterId: filter.Id,
          FieldName: 'Type',
          Operation: 'equals',
          Value: value,
          SortOrder: 1,
        });
      }
      return whole.map((row, place) => ({
        ...row,
        Id: makeId('0J9', 400_000 + index * 20_000 + place),
        QuotaAmount: Number(row['QuotaAmount']) * part,
        ForecastingTypeId: type,
      }));
    });
  },
};

/** The head's quota is the team's target, 10 % below the sum of the reps'. */
export const managerQuotas: Odd = {
  alter(tables, headId) {
    const byPeriod = Map.groupBy(
      tables.ForecastingQuota,
      (row) => `${String(row['StartDate'])} ${String(row['ForecastingTypeId'])}`,
    );
    for (const rows of byPeriod.values()) {
      const [first] = rows;
      if (!first) continue;
      const sum = rows.reduce((total, row) => total + Number(row['QuotaAmount']), 0);
      tables.ForecastingQuota.push({
        ...first,
        Id: makeId('0J9', 200_000 + tables.ForecastingQuota.length),
        QuotaOwnerId: headId,
        QuotaAmount: Math.round(sum * 0.9),
      });
    }
  },
};

/** The org went over from months to quarters and kept both: each quota stands once for the quarter and once for its months. */
export const monthsAndQuarters: Odd = {
  alter(tables) {
    const periodOf = (type: string, start: unknown): Row | undefined =>
      tables.Period.find((row) => row['Type'] === type && row['StartDate'] === start);
    const months = tables.ForecastingQuota.flatMap((row, index): Row[] => {
      const quarter = periodOf('Quarter', row['StartDate']);
      row['PeriodId'] = quarter?.Id ?? null;
      const within = tables.Period.filter(
        (period) =>
          quarter !== undefined &&
          period['Type'] === 'Month' &&
          String(period['StartDate']) >= String(quarter['StartDate']) &&
          String(period['EndDate']) <= String(quarter['EndDate']),
      );
      const third = Math.floor(Number(row['QuotaAmount']) / within.length);
      return within.map((month, place) => ({
        ...row,
        Id: makeId('0J9', 300_000 + index * 20 + place),
        StartDate: month['StartDate'] ?? null,
        PeriodId: month.Id,
        QuotaAmount: place === 0 ? Number(row['QuotaAmount']) - third * (within.length - 1) : third,
      }));
    });
    tables.ForecastingQuota.push(...months);
  },
};

/** Every third deal is a renewal, whose process has fewer stages; stages that it does not have stand for none of them. */
export const recordTypes: Odd = {
  alter(tables) {
    const ladders = {
      New: STAGES.map(({ name }) => name),
      Renewal: ['Qualification', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won', 'Closed Lost'],
    };
    tables.RecordType = Object.entries(ladders).map(([name, stages], index): Row => ({
      Id: makeId('012', index + 1),
      Name: name,
      DeveloperName: name,
      IsActive: true,
      SobjectType: 'Opportunity',
      Stages: stages.join(';'),
    }));
    for (const [index, deal] of tables.Opportunity.entries()) {
      const isRenewal = index % 3 === 0 && ladders.Renewal.includes(String(deal['StageName']));
      deal['RecordTypeId'] = makeId('012', isRenewal ? 2 : 1);
    }
  },
};

/** Fourteen people on every open deal with an account. */
export const fourteenPeople: Odd = {
  alter(tables) {
    const open = new Set(tables.Opportunity.flatMap((deal) => (deal['IsClosed'] === false ? [deal.Id] : [])));
    const kept = tables.OpportunityContactRole.filter((row) => !open.has(String(row['OpportunityId'])));
    let number = 500_000;
    for (const deal of tables.Opportunity.filter(({ Id }) => open.has(Id)))
      for (const contact of tables.Contact.slice(0, 14))
        kept.push({
          Id: makeId('00K', (number += 1)),
          OpportunityId: deal.Id,
          ContactId: contact.Id,
          Role: 'Influencer',
          IsPrimary: false,
          CreatedDate: deal['CreatedDate'] ?? null,
          SystemModstamp: deal['CreatedDate'] ?? null,
        });
    tables.OpportunityContactRole = kept;
  },
};

/** Names as long as the CRM takes them, in emoji and from right to left. */
export const longNames: Odd = {
  alter(tables) {
    const names = ['L'.repeat(120), '🚀 Ångström 👩‍💻', 'شركة النور للتجارة', '   ', `"a,b";\t<b>&amp;`];
    for (const [index, deal] of tables.Opportunity.entries())
      deal['Name'] = names[index % names.length]?.trim() || `${String(deal['Name'])}`;
    for (const [index, account] of tables.Account.entries())
      if (index % 2 === 0) account['Name'] = index % 4 === 0 ? 'N'.repeat(255) : 'خلیج فارس 🌊';
  },
};

/** Accounts of people: no company, and the person is the account. */
export const personAccounts: Odd = {
  alter(tables) {
    for (const [index, account] of tables.Account.entries())
      if (index % 2 === 0) {
        const person = tables.Contact.find((row) => row['AccountId'] === account.Id);
        account['Name'] = person?.['Name'] ?? account['Name'] ?? null;
        account['Type'] = null;
      }
  },
};

/** USD is the corporate currency, JPY and EUR have rates by date; the first open deal with an amount was in JPY and is in USD since. */
export const datedCurrencies: Odd = {
  alter(tables) {
    const list: [iso: string, rate: number, digits: number][] = [
      ['USD', 1, 2],
      ['EUR', 0.9, 2],
      ['JPY', 150, 0],
    ];
    tables.CurrencyType = list.map(([IsoCode, ConversionRate, DecimalPlaces], index) => ({
      Id: makeId('01L', index + 1),
      IsoCode,
      ConversionRate,
      DecimalPlaces,
      IsActive: true,
      IsCorporate: index === 0,
    }));
    tables.DatedConversionRate = list.map(([IsoCode, ConversionRate], index) => ({
      Id: makeId('04w', index + 1),
      IsoCode,
      ConversionRate,
      StartDate: '1990-01-01',
      NextStartDate: '9999-12-31',
    }));
    for (const deal of tables.Opportunity) deal['CurrencyIsoCode'] = 'USD';
    for (const row of tables.OpportunityHistory) row['CurrencyIsoCode'] = 'USD';
    for (const row of tables.ForecastingQuota) row['CurrencyIsoCode'] = 'USD';
    for (const user of tables.User) user['DefaultCurrencyIsoCode'] = 'USD';
    const steps = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
    const deal = tables.Opportunity.find(
      ({ Id, IsClosed, Amount }) => IsClosed === false && Amount !== null && (steps.get(Id)?.length ?? 0) > 2,
    );
    if (!deal) return;
    const own = steps.get(deal.Id) ?? [];
    for (const [index, row] of own.entries()) {
      const isOld = index < own.length - 1;
      row['Amount'] = isOld ? 1_500_000 : 10_000;
      row['CurrencyIsoCode'] = isOld ? 'JPY' : 'USD';
    }
    deal['Amount'] = 10_000;
  },
};
