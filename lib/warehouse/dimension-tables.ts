import { toMinor } from '@/lib/deal/money';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type WarehouseTable, tableOf } from '@/lib/warehouse/warehouse-table';

export const stagesTable = ({ stages }: Pick<OrgFacts, 'stages'>): WarehouseTable =>
  tableOf(
    {
      name: 'stages',
      about: 'The stages of the org; inactive ones too, because old records carry them.',
      key: ['stage'],
    },
    [...stages.values()],
    [
      { name: 'stage', type: 'text', about: 'Its name, as in versions.', of: ({ name }) => name },
      { name: 'label', type: 'text', about: 'What people see.', of: ({ label }) => label },
      { name: 'place', type: 'whole', about: 'Its place on the ladder.', of: ({ order }) => order },
      { name: 'is_active', type: 'flag', about: 'Whether it is still in use.', of: ({ isActive }) => isActive },
      {
        name: 'is_closed',
        type: 'flag',
        about: 'Whether a deal in it is won or lost.',
        of: ({ isClosed }) => isClosed,
      },
      { name: 'is_won', type: 'flag', about: 'Whether a deal in it is won.', of: ({ isWon }) => isWon },
      {
        name: 'probability',
        type: 'real',
        about: 'The CRM’s own chance of it, percent.',
        of: ({ probability }) => probability,
      },
      { name: 'category', type: 'text', about: 'Its forecast category.', of: ({ category }) => category },
    ],
  );

export const userTable = ({ users }: Pick<OrgFacts, 'users'>): WarehouseTable =>
  tableOf(
    { name: 'users', about: 'The people of the org.', key: ['user_id'] },
    [...users.values()],
    [
      { name: 'user_id', type: 'text', about: 'The id in the CRM.', of: ({ id }) => id },
      { name: 'user_name', type: 'text', about: 'The name.', of: ({ name }) => name },
      { name: 'role_id', type: 'text', isOptional: true, about: 'The role.', of: ({ roleId }) => roleId },
      { name: 'manager_id', type: 'text', isOptional: true, about: 'The manager.', of: ({ managerId }) => managerId },
      {
        name: 'is_active',
        type: 'flag',
        about: 'Whether the person still works there.',
        of: ({ isActive }) => isActive,
      },
    ],
  );

export const roleTable = ({ roles }: Pick<OrgFacts, 'roles'>): WarehouseTable =>
  tableOf(
    { name: 'roles', about: 'The roles of the org and the tree that they make.', key: ['role_id'] },
    [...roles.values()],
    [
      { name: 'role_id', type: 'text', about: 'The id in the CRM.', of: ({ id }) => id },
      { name: 'role_name', type: 'text', about: 'Its name.', of: ({ name }) => name },
      {
        name: 'parent_id',
        type: 'text',
        isOptional: true,
        about: 'The role above it; empty at the top.',
        of: ({ parentId }) => parentId,
      },
    ],
  );

export const quotaTable = ({ quotas, profile }: Pick<OrgFacts, 'quotas' | 'profile'>): WarehouseTable =>
  tableOf(
    {
      name: 'quotas',
      about: 'Quotas as the CRM has them, or as they were given. What they add up to stands in targets.',
      key: ['quota_id'],
    },
    quotas,
    [
      { name: 'quota_id', type: 'text', about: 'The id of the row.', of: ({ id }) => id },
      { name: 'user_id', type: 'text', about: 'Who carries it.', of: ({ userId }) => userId },
      {
        name: 'amount_minor',
        type: 'whole',
        about: 'Minor units of its currency.',
        of: ({ amount, currency }) => toMinor(amount, currency ?? profile.currency),
      },
      {
        name: 'currency',
        type: 'text',
        about: 'The currency of the amount.',
        of: ({ currency }) => currency ?? profile.currency,
      },
      { name: 'start_day', type: 'day', about: 'First day that it covers.', of: ({ start }) => start },
      { name: 'end_day', type: 'day', isOptional: true, about: 'Last day, where it is told.', of: ({ end }) => end },
      {
        name: 'forecast_type_id',
        type: 'text',
        isOptional: true,
        about: 'Which of the CRM’s forecasts it is of: those of several are alternatives.',
        of: ({ forecastTypeId }) => forecastTypeId,
      },
      {
        name: 'territory_id',
        type: 'text',
        isOptional: true,
        about: 'The territory, of a quota of one.',
        of: ({ territoryId }) => territoryId,
      },
      {
        name: 'product_family',
        type: 'text',
        isOptional: true,
        about: 'The family of products, of a quota for one.',
        of: ({ productFamily }) => productFamily,
      },
    ],
  );

/** Rates of the org: dated ones, and those without a date. */
export const rateTable = ({ profile }: Pick<OrgFacts, 'profile'>): WarehouseTable =>
  tableOf(
    {
      name: 'rates',
      about: 'Exchange rates. Amounts in versions are converted already; these say at what.',
      key: ['currency', 'start_day'],
    },
    [
      ...Object.entries(profile.rates ?? {}).map(([currency, rate]) => ({
        currency,
        rate,
        start: undefined,
        end: undefined,
      })),
      ...(profile.datedRates ?? []),
    ],
    [
      { name: 'currency', type: 'text', about: 'ISO 4217.', of: ({ currency }) => currency },
      { name: 'corporate', type: 'text', about: 'The corporate currency.', of: () => profile.currency },
      {
        name: 'rate',
        type: 'real',
        about: 'Units of it for one unit of the corporate currency.',
        of: ({ rate }) => rate,
      },
      {
        name: 'start_day',
        type: 'day',
        isOptional: true,
        about: 'For deals that close from this day; empty where the rate has no date.',
        of: ({ start }) => start,
      },
      {
        name: 'end_day',
        type: 'day',
        isOptional: true,
        about: 'Up to this day, itself not included.',
        of: ({ end }) => end,
      },
    ],
  );
