import type { Row } from '@/lib/sample/org-tables';

import { findRow, type PageSource, text, today } from './page-source';
import { currencyOf, stages, type StageView } from './stage-data';

interface Reference {
  id: string;
  name: string;
  url: string;
}

interface TimelineEntry {
  id: string;
  kind: 'Task' | 'Event';
  subject: string;
  date: string;
  owner: string;
  done: boolean;
  overdue: boolean;
}

export interface RecordView {
  sobject: string;
  id: string;
  name: string;
  record: Row;
  references: Record<string, Reference>;
  currency: string;
  stages: StageView[];
  upcoming: TimelineEntry[];
  past: TimelineEntry[];
  contacts: { id: string; roleId: string; name: string; role: string; primary: boolean }[];
  opportunities: { id: string; name: string; url: string; stage: string; amount: number | null; closeDate: string }[];
}

const RECORD_PAGES = ['Opportunity', 'Account', 'Contact', 'User', 'Task', 'Event'];
const LONGEST_TIMELINE = 12;

export const recordUrl = (sobject: string, id: string): string => `/lightning/r/${sobject}/${id}/view`;

function reference(source: PageSource, sobject: string, id: string): Reference | undefined {
  const row = findRow(source, sobject, id);
  return row && { id: row.Id, name: text(row, 'Name'), url: recordUrl(sobject, row.Id) };
}

function references(source: PageSource, row: Row): Record<string, Reference> {
  const found: Record<string, Reference> = {};
  for (const [field, sobject] of [
    ['AccountId', 'Account'],
    ['OwnerId', 'User'],
    ['WhatId', 'Opportunity'],
  ] as const) {
    const target = reference(source, sobject, text(row, field));
    if (target) found[field] = target;
  }
  return found;
}

function timeline(source: PageSource, id: string): TimelineEntry[] {
  const day = today(source);
  const entry = (kind: 'Task' | 'Event', row: Row, date: string, done: boolean): TimelineEntry => ({
    id: row.Id,
    kind,
    subject: text(row, 'Subject') || kind,
    date: date.slice(0, 10),
    owner: text(findRow(source, 'User', text(row, 'OwnerId')), 'Name'),
    done,
    overdue: kind === 'Task' && !done && date !== '' && date.slice(0, 10) < day,
  });
  const about = (row: Row): boolean => row['WhatId'] === id || row['AccountId'] === id;
  const tasks = source.rows('Task').filter(about);
  const events = source.rows('Event').filter(about);
  return [
    ...tasks.map((row) => entry('Task', row, text(row, 'ActivityDate'), row['IsClosed'] === true)),
    ...events.map((row) => {
      const date = text(row, 'ActivityDate') || text(row, 'ActivityDateTime') || text(row, 'StartDateTime');
      return entry('Event', row, date, date.slice(0, 10) < day);
    }),
  ];
}

/** Everything one record page shows, or undefined when no page object has a record of that id. */
export function recordView(source: PageSource, id: string, asked?: string): RecordView | undefined {
  const sobject = (asked ? [asked] : RECORD_PAGES).find((name) => findRow(source, name, id));
  const row = sobject && findRow(source, sobject, id);
  if (!sobject || !row) return undefined;
  const activities = timeline(source, row.Id);
  const byDate = (a: TimelineEntry, b: TimelineEntry): number => a.date.localeCompare(b.date);
  return {
    sobject,
    id: row.Id,
    name: text(row, 'Name') || text(row, 'Subject'),
    record: row,
    references: references(source, row),
    currency: currencyOf(source, row),
    stages: stages(source),
    upcoming: activities
      .filter((one) => !one.done)
      .sort(byDate)
      .slice(0, LONGEST_TIMELINE),
    past: activities
      .filter((one) => one.done)
      .sort((a, b) => byDate(b, a))
      .slice(0, LONGEST_TIMELINE),
    contacts: source
      .rows('OpportunityContactRole')
      .filter((role) => role['OpportunityId'] === row.Id)
      .map((role) => ({
        id: text(role, 'ContactId'),
        roleId: role.Id,
        name: text(findRow(source, 'Contact', text(role, 'ContactId')), 'Name'),
        role: text(role, 'Role'),
        primary: role['IsPrimary'] === true,
      })),
    opportunities: source
      .rows('Opportunity')
      .filter((deal) => sobject === 'Account' && deal['AccountId'] === row.Id && deal['IsDeleted'] !== true)
      .map((deal) => ({
        id: deal.Id,
        name: text(deal, 'Name'),
        url: recordUrl('Opportunity', deal.Id),
        stage: text(deal, 'StageName'),
        amount: typeof deal['Amount'] === 'number' ? deal['Amount'] : null,
        closeDate: text(deal, 'CloseDate'),
      })),
  };
}
