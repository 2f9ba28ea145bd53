import { makeId } from '@/lib/sample/ids';
import { SOBJECT_NAMES, type OrgTables, type Row, type SObjectName, type Value } from '@/lib/sample/org-tables';

import { OrgError } from './errors';
import { createFaults, type Faults } from './faults';
import { forecastRows } from './forecasts';
import type { OAuthApp } from './oauth';
import { FIELDS, type FieldInfo } from './schema';
import { type OrgView, viewOf } from './view';

const DOMAIN = 'pipelens-dev-ed.develop';
export const PAGE_HOST = `${DOMAIN}.lightning.force.com`;
export const API_HOST = `${DOMAIN}.my.salesforce.com`;

const PREFIXES: Record<string, SObjectName> = {
  '001': 'Account',
  '003': 'Contact',
  '005': 'User',
  '006': 'Opportunity',
  '00T': 'Task',
  '00U': 'Event',
  '00E': 'UserRole',
  '012': 'RecordType',
  '026': 'Period',
};
const HISTORY_FIELDS = ['StageName', 'Amount', 'CloseDate', 'Probability'];
const TRACKED_FIELDS = ['StageName', 'Amount', 'CloseDate', 'NextStep', 'ForecastCategoryName'];

/** What an administrator has set. */
interface Policy {
  /** API Access Control: sessions of the browser get no API; apps that are installed do. */
  isApiControlled: boolean;
  /** Users without the permission "API Enabled". */
  readonly noApi: Set<string>;
  /** Calls a day of the whole org. */
  dailyCalls: number;
  /** Requests at the same moment. */
  concurrentCalls: number;
  /** How long a query locator lives, ms. */
  locatorMs: number;
  /** Fiscal years of the org's own making: fiscal date functions fail. */
  hasCustomFiscalYears: boolean;
  /** How forecasts are rolled up: Salesforce's default is cumulative. */
  rollup: 'single' | 'cumulative';
  /** A validation rule: the words that refuse a change, if it breaks it. */
  validate?: (row: Row) => string | undefined;
}

/** A Salesforce org in memory: tables that answer queries and change as the CRM's own would. */
export interface LiveOrg {
  readonly orgId: string;
  readonly version: string;
  asOf: string;
  readonly faults: Faults;
  /** Session token → user id. */
  readonly sessions: Map<string, string>;
  /** Fields hidden from everyone, `Opportunity.NextStep`. */
  readonly hidden: Set<string>;
  /** Fields hidden from one user by field-level security, by user id. */
  readonly hiddenFor: Map<string, Set<string>>;
  /** `private`: deals are seen by their owner and whoever is above them in the role hierarchy. */
  sharing: 'public' | 'private';
  /** Ids of accounts, contacts and users that no one may see. */
  readonly unshared: Set<string>;
  readonly policy: Policy;
  readonly apps: Map<string, OAuthApp>;
  readonly requests: string[];
  usage: number;
  rows(name: SObjectName): Row[];
  find(name: SObjectName, id: string): Row | undefined;
  /** Rows in the recycle bin. */
  deleted(name: SObjectName): readonly Row[];
  /** Remembers every row as it is; the answer puts them back. */
  save(): () => void;
  readonly apiHost: string;
  /** The org as a user sees it. */
  as(userId: string | undefined): OrgView;
  fields(name: SObjectName): ReadonlyMap<string, FieldInfo>;
  typeOf(id: string): SObjectName | undefined;
  update(name: SObjectName, id: string, change: Record<string, Value>, userId: string): void;
  insert(name: SObjectName, fields: Record<string, Value>, userId: string): string;
  remove(name: SObjectName, id: string): void;
  /** A new session of a user, as the browser's `sid` cookie holds it. */
  login(userId: string): string;
  /** What a signed-in browser holds: the page's own `sid`, the API's, and another org's. */
  cookies(token: string): { host: string; value: string }[];
}

export function createOrg(source: OrgTables): LiveOrg {
  const tables = new Map<SObjectName, Row[]>(SOBJECT_NAMES.map((name) => [name, source.tables[name]]));
  const index = new Map<SObjectName, Map<string, Row>>();
  for (const [name, rows] of tables) index.set(name, new Map(rows.map((row) => [row.Id, row])));
  const bin = new Map<SObjectName, Row[]>();
  const hidden = new Set<string>();
  const multiCurrency = source.tables.CurrencyType.length > 0;
  let clock = 0;
  let created = 5_000_000;
  // Salesforce's own stamps never repeat or run back within a record.
  const stamp = (): string => new Date((clock = Math.max(Date.now(), clock + 1))).toISOString();
  const tableRows = (name: SObjectName): Row[] => tables.get(name) ?? [];
  // The CRM's own forecast is worked out from the deals, and again after each change.
  let forecasts: { at: string; rows: Row[] } | undefined;
  const rows = (name: SObjectName): Row[] => {
    if (name !== 'ForecastingItem') return tableRows(name);
    const at = `${clock}/${tableRows('Opportunity').length}/${org.policy.rollup}`;
    if (forecasts?.at !== at) forecasts = { at, rows: forecastRows(org) };
    return forecasts.rows;
  };
  const find = (name: SObjectName, id: string): Row | undefined => index.get(name)?.get(id);
  const nextId = (prefix: string): string => makeId(prefix, (created += 1));
  const put = (name: SObjectName, row: Row): void => {
    rows(name).push(row);
    index.get(name)?.set(row.Id, row);
  };

  const org: LiveOrg = {
    orgId: source.orgId,
    version: '67.0',
    asOf: source.asOf,
    faults: createFaults(),
    sessions: new Map(),
    hidden,
    hiddenFor: new Map(),
    sharing: 'public',
    unshared: new Set(),
    policy: {
      isApiControlled: false,
      noApi: new Set(),
      dailyCalls: 15_000,
      concurrentCalls: 25,
      locatorMs: 2 * 86_400_000,
      rollup: 'cumulative',
      hasCustomFiscalYears: source.tables.FiscalYearSettings.some((row) => row['IsStandardYear'] === false),
    },
    apps: new Map(),
    requests: [],
    usage: 18,
    rows,
    find,
    deleted: (name) => bin.get(name) ?? [],
    apiHost: API_HOST,
    as: (userId) => viewOf(org, userId),
    save() {
      const kept = [...tables].map(([name, held]) => [name, held.map((row) => ({ ...row }))] as const);
      const keptBin = [...bin];
      return () => {
        for (const [name, held] of kept) {
          tables.set(name, held);
          index.set(name, new Map(held.map((row) => [row.Id, row])));
        }
        bin.clear();
        for (const [name, held] of keptBin) bin.set(name, held);
      };
    },
    fields(name) {
      const all = [...FIELDS[name]].filter(
        ([field]) =>
          !hidden.has(`${name}.${field}`) &&
          (multiCurrency || field !== 'CurrencyIsoCode') &&
          (field !== 'RecordTypeId' || rows('RecordType').length > 0),
      );
      return new Map(all);
    },
    typeOf: (id) => PREFIXES[id.slice(0, 3)],
    update(name, id, change, userId) {
      const row = find(name, id);
      if (!row)
        throw org.deleted(name).some((deleted) => deleted.Id === id)
          ? new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted')
          : new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
      const before = { ...row };
      const next: Row = { ...row };
      for (const [field, value] of Object.entries(change)) {
        const info = org.fields(name).get(field);
        if (!info) throw new OrgError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${name}`);
        if (!info.updateable)
          throw new OrgError(
            400,
            'INVALID_FIELD_FOR_INSERT_UPDATE',
            `Unable to create/update fields: ${field}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
            [field],
          );
        // With products, Salesforce takes the amount without a word and keeps its own.
        if (field === 'Amount' && row['HasOpportunityLineItem'] === true) continue;
        next[field] = checked(info, name, value);
      }
      const refusal = org.policy.validate?.(next);
      if (refusal !== undefined) throw new OrgError(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', refusal, []);
      if (next['StageName'] !== before['StageName']) followStage(next, change);
      Object.assign(row, next);
      const at = stamp();
      if (name === 'Opportunity') afterOpportunity(row, before, userId, at);
      row['LastModifiedDate'] = row['SystemModstamp'] = at;
      if ('LastModifiedById' in row) row['LastModifiedById'] = userId;
    },
    insert(name, fields, userId) {
      const prefix = Object.entries(PREFIXES).find(([, type]) => type === name)?.[0] ?? '00K';
      const at = stamp();
      const blank = Object.fromEntries(
        [...FIELDS[name]].map(([field, { type }]) => [field, type === 'boolean' ? false : null]),
      );
      const row: Row = {
        ...blank,
        ...fields,
        Id: nextId(prefix),
        CreatedDate: at,
        LastModifiedDate: at,
        SystemModstamp: at,
      };
      if (name === 'Opportunity') {
        for (const required of ['Name', 'StageName', 'CloseDate']) {
          if (!row[required])
            throw new OrgError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${required}]`, [required]);
        }
        row['OwnerId'] ??= userId;
        row['CreatedById'] = row['LastModifiedById'] = userId;
        row['PushCount'] = 0;
        followStage(row, fields);
        put('OpportunityHistory', historyRow(row, undefined, userId, at));
      }
      put(name, row);
      return row.Id;
    },
    remove(name, id) {
      const row = find(name, id);
      if (!row) throw new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
      tables.set(
        name,
        rows(name).filter((other) => other !== row),
      );
      index.get(name)?.delete(id);
      const gone: Row = { ...row, IsDeleted: true, SystemModstamp: stamp() };
      bin.set(name, [...(bin.get(name) ?? []), gone]);
      // What hangs on a deal goes with it.
      if (name === 'Opportunity') {
        for (const child of ['Task', 'Event'] as const)
          for (const { Id, WhatId } of rows(child)) if (WhatId === id) org.remove(child, Id);
        for (const child of ['OpportunityContactRole', 'OpportunityHistory', 'OpportunityFieldHistory'] as const)
          for (const { Id, OpportunityId } of rows(child)) if (OpportunityId === id) org.remove(child, Id);
      }
    },
    login(userId) {
      const token = `${source.orgId.slice(0, 15)}!MYDOMAIN.${makeId('', org.sessions.size + 7_654_321)}`;
      org.sessions.set(token, userId);
      return token;
    },
    cookies: (token) => [
      { host: PAGE_HOST, value: `${source.orgId.slice(0, 15)}!LIGHTNING.page` },
      { host: API_HOST, value: token },
      { host: 'other-dev-ed.develop.my.salesforce.com', value: '00D000000OTHER1!MYDOMAIN.decoy' },
      { host: 'help.salesforce.com', value: `${source.orgId.slice(0, 15)}!HELP.decoy` },
    ],
  };
  return org;

  /** A stage brings its probability and category along, unless they were written too. */
  function followStage(row: Row, change: Record<string, Value>): void {
    const stage = rows('OpportunityStage').find((known) => known['ApiName'] === row['StageName']);
    if (!stage)
      throw new OrgError(
        400,
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        `Stage: bad value for restricted picklist field: ${String(row['StageName'])}`,
        ['StageName'],
      );
    if (!('Probability' in change)) row['Probability'] = stage['DefaultProbability'] ?? null;
    if (!('ForecastCategoryName' in change)) {
      row['ForecastCategory'] = stage['ForecastCategory'] ?? null;
      row['ForecastCategoryName'] = stage['ForecastCategoryName'] ?? null;
    }
    row['IsClosed'] = stage['IsClosed'] ?? false;
    row['IsWon'] = stage['IsWon'] ?? false;
  }

  function afterOpportunity(row: Row, before: Row, userId: string, at: string): void {
    if (row['StageName'] !== before['StageName']) row['LastStageChangeDate'] = at;
    if (String(row['CloseDate']).slice(0, 7) > String(before['CloseDate']).slice(0, 7))
      row['PushCount'] = Number(row['PushCount'] ?? 0) + 1;
    row['ExpectedRevenue'] = row['Amount'] === null ? null : (Number(row['Amount']) * Number(row['Probability'])) / 100;
    if (HISTORY_FIELDS.some((field) => row[field] !== before[field]))
      put('OpportunityHistory', historyRow(row, before, userId, at));
    const track = (field: string, from: Value, to: Value, type: string): void =>
      put('OpportunityFieldHistory', {
        Id: nextId('017'),
        OpportunityId: row.Id,
        Field: field,
        OldValue: from,
        NewValue: to,
        DataType: type,
        CreatedDate: at,
        CreatedById: userId,
        IsDeleted: false,
      });
    for (const field of TRACKED_FIELDS)
      if (row[field] !== before[field]) track(field, before[field] ?? null, row[field] ?? null, 'Text');
    if (row['OwnerId'] !== before['OwnerId']) {
      const nameOf = (id: Value | undefined): Value => find('User', String(id))?.['Name'] ?? null;
      track('Owner', nameOf(before['OwnerId']), nameOf(row['OwnerId']), 'Text');
      track('Owner', before['OwnerId'] ?? null, row['OwnerId'] ?? null, 'EntityId');
    }
  }

  /** What a field takes, or the CRM's own refusal. */
  function checked({ name: field, type, to }: FieldInfo, object: SObjectName, value: Value): Value {
    if (value === null) return value;
    if (type === 'string' && typeof value === 'string' && field === 'NextStep' && value.length > 255)
      throw new OrgError(400, 'STRING_TOO_LONG', 'Next Step: data value too large (max length=255)', [field]);
    if (type === 'percent' && (Number(value) < 0 || Number(value) > 100))
      throw new OrgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `${field}: value outside of valid range`, [field]);
    if ((type === 'currency' || type === 'percent' || type === 'boolean') && typeof value === 'string')
      throw new OrgError(
        400,
        'JSON_PARSER_ERROR',
        `Cannot deserialize instance of ${type} from VALUE_STRING value ${value}`,
      );
    if (to && !to.some((target) => PREFIXES[String(value).slice(0, 3)] === target))
      throw new OrgError(400, 'FIELD_INTEGRITY_EXCEPTION', `${object}: id value of incorrect type: ${String(value)}`, [
        field,
      ]);
    return value;
  }

  function historyRow(row: Row, before: Row | undefined, userId: string, at: string): Row {
    const own = Object.fromEntries(
      ['StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategory', 'ExpectedRevenue'].map((field) => [
        field,
        row[field] ?? null,
      ]),
    );
    return {
      ...own,
      Id: nextId('008'),
      OpportunityId: row.Id,
      PrevAmount: before?.['Amount'] ?? null,
      PrevCloseDate: before?.['CloseDate'] ?? null,
      CreatedDate: at,
      CreatedById: userId,
      SystemModstamp: at,
      IsDeleted: false,
    };
  }
}
