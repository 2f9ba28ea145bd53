import { makeId } from './made-ids';
import type { Row } from './org-tables';
import { STAGES } from './sample-stages';

/** What an administrator has set before anything is sold. */
export interface Settings {
  /** IANA name of the org's and its users' zone: people work from 8 to 17 by its clock. */
  zone: string;
  /** 1–12. */
  fiscalYearStartMonth: number;
  /** A fiscal year is named after the year it begins in, else after the one it ends in. */
  fiscalYearNamedByStart: boolean;
  currency: string;
  locale: string;
}

export const SETTINGS: Settings = {
  zone: 'Europe/Warsaw',
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: true,
  currency: 'EUR',
  locale: 'en_GB',
};

export const orgRows = (name = 'Pipelens sample org', settings = SETTINGS): Row[] => [
  {
    Id: makeId('00D', 1),
    Name: name,
    IsSandbox: false,
    OrganizationType: 'Developer Edition',
    InstanceName: 'EU42',
    NamespacePrefix: null,
    TrialExpirationDate: null,
    FiscalYearStartMonth: settings.fiscalYearStartMonth,
    UsesStartDateAsFiscalYearName: settings.fiscalYearNamedByStart,
    DefaultLocaleSidKey: settings.locale,
    TimeZoneSidKey: settings.zone,
    DefaultCurrencyIsoCode: settings.currency,
  },
];

export const stageRows = (): Row[] =>
  STAGES.map((stage, index) => ({
    Id: makeId('01J', index + 1),
    ApiName: stage.name,
    MasterLabel: stage.name,
    SortOrder: index + 1,
    IsActive: true,
    IsClosed: stage.isClosed,
    IsWon: stage.isWon,
    DefaultProbability: stage.probability,
    ForecastCategory: stage.category,
    ForecastCategoryName: stage.categoryName,
    Description: null,
  }));
