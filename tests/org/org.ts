import { makeId } from '@/lib/sample/made-ids';
import type { OrgTables, Row, Value } from '@/lib/sample/org-tables';

import { type Edition, hasField, hasObject } from './data/edition';
import { fileOfVersion, refuseFile } from './data/files';
import { forecastRows } from './data/forecasts';
import { OBJECTS, type ObjectName } from './data/objects';
import { follow, historyOf } from './data/opportunity';
import { type FieldInfo, FIELDS } from './data/schema';
import { createSetUp } from './data/set-up';
import { settledTables } from './data/settings';
import { viewOf } from './data/view';
import { takenRow } from './data/write';
import type { LiveOrg } from './live-org';
import { refusal } from './rest/answer';
import { OrgError } from './rest/errors';
import { createFaults } from './rest/faults';

export type { LiveOrg } from './live-org';

const DOMAIN = 'pipelens-dev-ed.develop';
export const PAGE_HOST = `${DOMAIN}.lightning.force.com`;
export const API_HOST = `${DOMAIN}.my.salesforce.com`;

// Safe: OBJECTS is keyed by the names of all objects.
const PREFIXES = new Map((Object.keys(OBJECTS) as ObjectName[]).map((name) => [OBJECTS[name].prefix, name]));

/**
 * Serves a company's tables. What `edition` does not say is told by the tables: a feature without rows is not there. `hosts` are
 * those of its My Domain.
 */
export function createOrg(
  source: OrgTables,
  given: Partial<Edition> = {},
  { pageHost, apiHost } = { pageHost: PAGE_HOST, apiHost: API_HOST },
): LiveOrg {
  const multiCurrency = given.multiCurrency ?? source.tables.CurrencyType.length > 0;
  const tables = settledTables(source, multiCurrency);
  const index = new Map<ObjectName, Map<string, Row>>();
  for (const [name, rows] of tables) index.set(name, new Map(rows.map((row) => [row.Id, row])));
  const bin = new Map<ObjectName, Row[]>();
  const hidden = new Set<string>();
  const described = new Map<ObjectName, { key: string; at: number; fields: ReadonlyMap<string, FieldInfo> }>();
  let clock = 0;
  let writes = 0;
  let created = 5_000_000;
  // Salesforce's own stamps are whole seconds, and never run back.
  const stamp = (): string => {
    clock = Math.max(Date.now(), clock);
    writes += 1;
    return new Date(Math.floor(clock / 1000) * 1000).toISOString();
  };
  const edition: Edition = {
    multiCurrency,
    forecasts: given.forecasts ?? true,
    fieldHistory: given.fieldHistory ?? true,
    activities: given.activities ?? true,
    files: given.files ?? true,
    enhancedEmail: given.enhancedEmail ?? given.activities ?? true,
    get datedRates() {
      return given.datedRates ?? tableRows('DatedConversionRate').length > 0;
    },
    get territories() {
      return given.territories ?? tableRows('Territory2').length > 0;
    },
    get splits() {
      return given.splits ?? tableRows('OpportunitySplitType').length > 0;
    },
    get recordTypes() {
      return given.recordTypes ?? tableRows('RecordType').length > 0;
    },
  };
  const tableRows = (name: ObjectName): Row[] => tables.get(name) ?? [];
  // The CRM's own forecast is worked out from the deals, and again after each change.
  let forecasts: { at: string; rows: ReturnType<typeof forecastRows> } | undefined;
  const rows = (name: ObjectName): Row[] => {
    if (name !== 'ForecastingItem' && name !== 'ForecastingFact') return tableRows(name);
    const at = `${writes}/${tableRows('Opportunity').length}/${org.policy.rollup}`;
    if (forecasts?.at !== at) forecasts = { at, rows: forecastRows(org) };
    return forecasts.rows[name];
  };
  const find = (name: ObjectName, id: string): Row | undefined => index.get(name)?.get(id);
  const nextId = (prefix: string): string => makeId(prefix, (created += 1));
  const put = (name: ObjectName, row: Row): void => {
    rows(name).push(row);
    index.get(name)?.set(row.Id, row);
  };

  let logins = 0;
  const org: LiveOrg = {
    orgId: source.orgId,
    version: '67.0',
    asOf: source.asOf,
    faults: createFaults(),
    sessions: new Map(),
    hidden,
    hiddenFor: new Map(),
    sharing: 'public',
    isKeptAside: false,
    unshared: new Set(),
    libraries: new Map(),
    policy: {
      isApiControlled: false,
      noApi: new Set(),
      dailyCalls: 15_000,
      concurrentCalls: 25,
      locatorMs: 2 * 86_400_000,
      rollup: 'cumulative',
      compresses: false,
      hasCustomFiscalYears: source.tables.FiscalYearSettings.some((row) => row['IsStandardYear'] === false),
    },
    setUp: createSetUp(),
    apps: new Map(),
    requests: [],
    usage: 18,
    rows,
    find,
    deleted: (name) => bin.get(name) ?? [],
    pageHost,
    apiHost,
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
    edition,
    has: (name) => hasObject(edition, name),
    fields: (name) => description(name).fields,
    describedAt: (name) => description(name).at,
    typeOf: (id) => PREFIXES.get(id.slice(0, 3)),
    update(name, id, change, userId, { allowsDuplicates = false } = {}) {
      const row = find(name, id);
      if (!row)
        throw org.deleted(name).some((deleted) => deleted.Id === id)
          ? new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted')
          : new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
      const before = { ...row };
      const next: Row = { ...row, ...takenRow(org, name, change, before) };
      // With products, Salesforce takes the amount without a word and keeps its own.
      if (row['HasOpportunityLineItem'] === true) next['Amount'] = row['Amount'] ?? null;
      if (name === 'Opportunity') refuseInvalid(next, before, allowsDuplicates);
      else org.setUp.onSaveRow?.(name, next, before);
      write(name, next, { before, userId, change });
      Object.assign(row, next);
    },
    insert(name, fields, userId) {
      const blank = Object.fromEntries(
        [...FIELDS[name].values()].map(({ name: field, type }) => [field, type === 'boolean' ? false : null]),
      );
      const row: Row = { ...blank, ...takenRow(org, name, fields, undefined), Id: nextId(OBJECTS[name].prefix) };
      if (FIELDS[name].has('OwnerId')) row['OwnerId'] ??= userId;
      if (name === 'Opportunity') refuseInvalid(row, undefined, false);
      else org.setUp.onSaveRow?.(name, row, undefined);
      if (name === 'ContentDocumentLink') refuseFile(org, String(row['ContentDocumentId']), userId);
      if (name === 'ContentVersion') fileOfVersion(org, row, { userId, at: stamp(), nextId, put });
      write(name, row, { before: undefined, userId, change: fields });
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
      if (name === 'ContentDocument')
        for (const child of ['ContentVersion', 'ContentDocumentLink'] as const)
          for (const { Id, ContentDocumentId } of rows(child)) if (ContentDocumentId === id) org.remove(child, Id);
      // What hangs on a deal goes with it.
      if (name === 'Opportunity') {
        for (const child of ['Task', 'Event'] as const)
          for (const { Id, WhatId } of rows(child)) if (WhatId === id) org.remove(child, Id);
        for (const child of [
          'OpportunityContactRole',
          'OpportunityLineItem',
          'OpportunitySplit',
          'OpportunityHistory',
          'OpportunityFieldHistory',
        ] as const)
          for (const { Id, OpportunityId } of rows(child)) if (OpportunityId === id) org.remove(child, Id);
      }
    },
    restore(name, id) {
      const gone = (bin.get(name) ?? []).find((row) => row.Id === id);
      if (!gone) throw new OrgError(404, 'ENTITY_IS_DELETED', 'entity is not in the recycle bin');
      bin.set(
        name,
        (bin.get(name) ?? []).filter((row) => row !== gone),
      );
      const { IsDeleted: _gone, ...row } = gone;
      // Safe: without the mark it is the row that it was.
      const back = { ...row, SystemModstamp: stamp() } as Row;
      tables.set(name, [...rows(name), back]);
      index.get(name)?.set(id, back);
      if (name === 'Opportunity')
        for (const child of bin.keys())
          for (const { Id, OpportunityId, WhatId } of bin.get(child) ?? [])
            if (OpportunityId === id || WhatId === id) org.restore(child, Id);
    },
    login(userId) {
      // A session that has ended is nobody else's later.
      logins += 1;
      const token = `${source.orgId.slice(0, 15)}!MYDOMAIN.${makeId('', logins + 7_654_320)}`;
      org.sessions.set(token, userId);
      return token;
    },
    cookies: (token) => [
      { host: pageHost, value: `${source.orgId.slice(0, 15)}!LIGHTNING.page` },
      { host: apiHost, value: token },
      { host: 'other-dev-ed.develop.my.salesforce.com', value: '00D000000OTHER1!MYDOMAIN.decoy' },
      { host: 'help.salesforce.com', value: `${source.orgId.slice(0, 15)}!HELP.decoy` },
    ],
  };
  return org;

  /** In the order in which Salesforce goes about it: the lock, what runs before a save, the rules, the duplicates. */
  function refuseInvalid(row: Row, before: Row | undefined, allowsDuplicates: boolean): void {
    const { locked, onSave, rules, isDuplicate } = org.setUp;
    if (locked.has(row.Id)) throw refusal('recordLocked');
    onSave?.(row, before);
    const [first, ...others] = rules.flatMap((rule) => {
      const verdict = rule(row, before);
      if (verdict === undefined) return [];
      const { words, fields } = typeof verdict === 'string' ? { words: verdict, fields: [] } : verdict;
      return [new OrgError(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', words, fields)];
    });
    if (first) throw Object.assign(first, { others });
    const duplicate = isDuplicate?.(row) ?? false;
    if (duplicate === 'blocks' || (duplicate && !allowsDuplicates))
      throw Object.assign(refusal('duplicates'), {
        duplicateResut: {
          allowSave: duplicate !== 'blocks',
          matchResults: (org.setUp.alike ?? []).map(({ object, ids }) => ({
            entityType: object,
            matchRecords: ids.map((id) => ({ record: { attributes: { type: object }, Id: id } })),
          })),
        },
      });
  }

  /** Stamps of a write, and what follows from it. */
  function write(
    name: ObjectName,
    row: Row,
    { before, userId, change }: { before: Row | undefined; userId: string; change: Record<string, Value> },
  ): void {
    const at = stamp();
    if (before === undefined) row['CreatedDate'] = at;
    row['LastModifiedDate'] = row['SystemModstamp'] = at;
    if (FIELDS[name].has('CreatedById') && before === undefined) row['CreatedById'] = userId;
    if (FIELDS[name].has('LastModifiedById')) row['LastModifiedById'] = userId;
    if (edition.multiCurrency && FIELDS[name].has('CurrencyIsoCode'))
      row['CurrencyIsoCode'] ??= find('User', userId)?.['DefaultCurrencyIsoCode'] ?? null;
    if (name === 'Task') closeTask(row, at);
    if (name === 'OpportunityContactRole' && row['IsPrimary'] === true)
      // A deal has only one (object reference): whoever was it before is so no more.
      for (const other of tableRows(name))
        if (other.Id !== row.Id && other['OpportunityId'] === row['OpportunityId'] && other['IsPrimary'] === true)
          Object.assign(other, { IsPrimary: false, LastModifiedDate: at, SystemModstamp: at });
    if (name !== 'Opportunity') return;
    follow(org, row, before, change);
    if (before === undefined) row['PushCount'] = 0;
    else {
      if (row['StageName'] !== before['StageName']) row['LastStageChangeDate'] = at;
      if (String(row['CloseDate']).slice(0, 7) > String(before['CloseDate']).slice(0, 7))
        row['PushCount'] = Number(row['PushCount'] ?? 0) + 1;
    }
    const { versions, changes } = historyOf(org, row, { before, userId, at, nextId });
    for (const version of versions) put('OpportunityHistory', version);
    for (const each of changes) put('OpportunityFieldHistory', each);
  }

  /** Whether a task is closed follows its status alone; statuses and which of them close are each org's own. */
  function closeTask(row: Row, at: string): void {
    const statuses = tableRows('TaskStatus');
    row['Status'] ??= statuses.find((status) => status['IsDefault'] === true)?.['ApiName'] ?? null;
    row['Priority'] ??= 'Normal';
    row['IsClosed'] = statuses.some((status) => status['ApiName'] === row['Status'] && status['IsClosed'] === true);
    row['CompletedDateTime'] = row['IsClosed'] ? (row['CompletedDateTime'] ?? at) : null;
  }

  /** The fields of an object as everyone could see them, until what is hidden or bought changes. */
  function description(name: ObjectName): { at: number; fields: ReadonlyMap<string, FieldInfo> } {
    const own = name === 'Opportunity' ? org.setUp.fields : new Map<string, FieldInfo>();
    const key = [...hidden, JSON.stringify([...own.values(), edition])].join();
    const known = described.get(name);
    if (known?.key === key) return known;
    const fields = new Map(
      [...FIELDS[name], ...own].filter(([field]) => !hidden.has(`${name}.${field}`) && hasField(edition, name, field)),
    );
    const now = { key, at: Date.now(), fields };
    described.set(name, now);
    return now;
  }
}
