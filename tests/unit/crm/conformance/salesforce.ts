import { salesforce } from '@/lib/crm/salesforce';
import * as page from '@/lib/crm/salesforce/page';
import type { EditValues } from '@/lib/deal/edits/edit';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { TableName } from '@/lib/deal/org';
import type { SObjectName } from '@/lib/sample/org-tables';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import type { FaultKind } from '@/tests/org/rest/faults';
import { serveOrg } from '@/tests/unit/org/client';
import { presentFacts } from '@/tests/unit/org/present-facts';

import type { DealRowKind, Disturbance, StandIn } from './stand-in';

const OBJECTS: Record<TableName, SObjectName[]> = {
  opportunity: ['Opportunity'],
  version: ['OpportunityHistory'],
  fieldChange: ['OpportunityFieldHistory'],
  activity: ['Task', 'Event'],
  contactRole: ['OpportunityContactRole'],
  attendee: ['EventRelation'],
  email: ['EmailMessage'],
  lineItem: ['OpportunityLineItem'],
  split: ['OpportunitySplit'],
  user: ['User'],
  role: ['UserRole'],
  stage: ['OpportunityStage'],
  quota: ['ForecastingQuota'],
  forecastItem: ['ForecastingItem'],
  forecastDeal: ['ForecastingFact'],
};
const FIELDS: Partial<Record<keyof Opportunity, string>> = { amount: 'Amount', nextStep: 'NextStep' };
const FAULT: Record<Disturbance, FaultKind> = {
  brokenLine: 'reset',
  brokenBody: 'brokenOff',
  busy: 'serverBusy',
  notData: 'loginPage',
  signedOut: 'expired',
  refused: 'refused',
  usedUp: 'limitDaily',
};

const ROWS: Record<
  DealRowKind,
  { object: 'Task' | 'OpportunityContactRole'; deal: string; fields: Record<string, string> }
> = {
  task: {
    object: 'Task',
    deal: 'WhatId',
    fields: { subject: 'Subject', dueDay: 'ActivityDate', assignee: 'OwnerId', isDone: 'IsClosed', status: 'Status' },
  },
  note: {
    object: 'Task',
    deal: 'WhatId',
    fields: { subject: 'Subject', details: 'Description', dueDay: 'ActivityDate', isDone: 'IsClosed' },
  },
  contactRole: {
    object: 'OpportunityContactRole',
    deal: 'OpportunityId',
    fields: { contact: 'ContactId', role: 'Role', isPrimary: 'IsPrimary' },
  },
};

/** The stand-in org behind the contract. */
export async function salesforceStandIn(): Promise<StandIn> {
  const { org, server, token } = await serveOrg(60);
  const userId = org.sessions.get(token) ?? '';
  const [first] = org.rows('Opportunity');
  const cookies = () => org.cookies(token).map(({ host, value }) => ({ name: 'sid', value, domain: host }));
  const isSignedIn = (): boolean => org.sessions.has(token);
  return {
    adapter: salesforce,
    page,
    pageUrl: `https://${PAGE_HOST}/lightning/r/Opportunity/${first?.Id}/view`,
    cookies: {
      get: ({ url }) =>
        Promise.resolve((isSignedIn() && cookies().find(({ domain }) => domain === new URL(url).host)) || null),
      getAll: ({ domain }) =>
        Promise.resolve(isSignedIn() ? cookies().filter((cookie) => cookie.domain.endsWith(domain)) : []),
    },
    fetch: (input, init) => fetch(`${server.url}${(input as string).replace(`https://${API_HOST}`, '')}`, init),
    userId,
    calls: () => org.requests.length,
    // A change of a look-up comes twice, with names and with ids: the one with names is no row of its own.
    ids: (table) =>
      table === 'forecastDeal'
        ? presentFacts(org.as(userId))
        : OBJECTS[table].flatMap((object) =>
            org
              .as(userId)
              .rows(object)
              .filter(
                (row) =>
                  !['Owner', 'Account', 'RecordType'].includes(String(row['Field'])) || row['DataType'] === 'EntityId',
              )
              .map(({ Id }) => Id),
          ),
    amount: (id) => {
      const amount = org.find('Opportunity', id)?.['Amount'];
      return typeof amount === 'number' ? amount : undefined;
    },
    change: (id, amount) => org.update('Opportunity', id, { Amount: amount }, userId),
    remove: (id) => org.remove('Opportunity', id),
    rows(kind, dealId) {
      const { object, deal, fields } = ROWS[kind];
      return org
        .rows(object)
        .filter((row) => row[deal] === dealId)
        .map((row) => ({
          id: row.Id,
          values: Object.fromEntries(
            Object.entries(fields).map(([field, name]) => [field, row[name] ?? null]),
          ) as EditValues,
        }));
    },
    changeRow(kind, id, values) {
      const { object, fields } = ROWS[kind];
      if (values === null) return org.remove(object, id);
      org.update(
        object,
        id,
        Object.fromEntries(Object.entries(values).map(([field, value]) => [fields[field] ?? field, value ?? null])),
        userId,
      );
      // Salesforce compares whole seconds.
      const row = org.find(object, id);
      if (row) row['LastModifiedDate'] = new Date(Date.now() + 5000).toISOString();
    },
    newPeople(dealId) {
      const account = org.find('Opportunity', dealId)?.['AccountId'] as string;
      const on = new Set(
        org
          .rows('OpportunityContactRole')
          .filter((row) => row['OpportunityId'] === dealId)
          .map((row) => row['ContactId']),
      );
      const free = () => org.rows('Contact').filter((row) => row['AccountId'] === account && !on.has(row.Id));
      while (free().length < 2) org.insert('Contact', { AccountId: account, LastName: `New ${free().length}` }, userId);
      return free().map(({ Id }) => Id);
    },
    signOut: () => void org.sessions.delete(token),
    hide: (field) => void org.hidden.add(`Opportunity.${FIELDS[field]}`),
    disturb(how, times) {
      if (how === undefined) org.faults.set();
      else
        org.faults.set({
          kind: FAULT[how],
          match: '/services/data/v[0-9.]+/(query|queryAll|composite)|^(PATCH|POST|DELETE) ',
          on: 'call',
          ...(times === undefined ? {} : { count: times }),
        });
    },
    refusePart(isRefused) {
      if (isRefused) org.faults.set({ kind: 'queryTimeout', match: 'FROM Period', on: 'part' });
      else org.faults.set();
    },
    close: () => server.close(),
  };
}
