import * as v from 'valibot';

import { day, type Day } from '@/lib/calendar/days';
import { MOST_MONEY } from '@/lib/deal/money';
import type { Quota, Role, Stage, User } from '@/lib/deal/org';

import {
  calendarDay,
  category,
  flag,
  id,
  name,
  number,
  optional,
  optionalId,
  zeroToHundred,
  possible,
  present,
  shortText,
} from './parsed-values';

export const user = v.pipe(
  v.looseObject({
    Id: id,
    Name: name,
    UserRoleId: optionalId,
    ManagerId: optionalId,
    IsActive: flag,
    Email: name,
    Username: name,
  }),
  v.transform((raw): User =>
    present({
      id: raw.Id,
      name: raw.Name ?? raw.Id,
      roleId: raw.UserRoleId,
      managerId: raw.ManagerId,
      isActive: raw.IsActive,
      email: raw.Email,
      login: raw.Username,
    }),
  ),
);
export const role = v.pipe(
  v.looseObject({ Id: id, Name: name, ParentRoleId: optionalId }),
  v.transform((raw): Role => present({ id: raw.Id, name: raw.Name ?? raw.Id, parentId: raw.ParentRoleId })),
);
export const stage = v.pipe(
  v.looseObject({
    Id: id,
    ApiName: v.string(),
    MasterLabel: name,
    SortOrder: number,
    IsActive: flag,
    IsClosed: flag,
    IsWon: flag,
    DefaultProbability: zeroToHundred,
    ForecastCategory: category,
    ForecastCategoryName: name,
  }),
  v.transform((raw): Stage & { id: string } => ({
    id: raw.Id,
    ...(raw.ForecastCategoryName === undefined ? {} : { categoryName: raw.ForecastCategoryName }),
    name: raw.ApiName,
    label: raw.MasterLabel ?? raw.ApiName,
    order: raw.SortOrder ?? 0,
    isActive: raw.IsActive,
    isClosed: raw.IsClosed,
    isWon: raw.IsWon,
    probability: raw.DefaultProbability ?? 0,
    category: raw.ForecastCategory ?? 'pipeline',
  })),
);
export const quotaDay = v.custom<Day>((raw) => day(raw) !== undefined, 'is no day');
export const quota = v.pipe(
  v.looseObject({
    Id: id,
    QuotaOwnerId: id,
    QuotaAmount: v.pipe(v.number(), possible(MOST_MONEY)),
    CurrencyIsoCode: shortText,
    StartDate: quotaDay,
    Period: optional(v.looseObject({ EndDate: calendarDay })),
    ForecastingTypeId: optionalId,
    Territory2Id: optionalId,
    ProductFamily: shortText,
  }),
  v.transform((raw): Quota =>
    present({
      id: raw.Id,
      userId: raw.QuotaOwnerId,
      amount: raw.QuotaAmount,
      currency: raw.CurrencyIsoCode,
      start: raw.StartDate,
      end: raw.Period?.EndDate,
      forecastTypeId: raw.ForecastingTypeId,
      territoryId: raw.Territory2Id,
      productFamily: raw.ProductFamily,
    }),
  ),
);
