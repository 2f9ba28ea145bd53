import type { Row, Value } from '@/lib/sample/org-tables';

import type { ObjectName } from '../data/objects';
import type { FieldInfo } from '../data/schema';
import { MASTER } from '../data/set-up';
import type { LiveOrg } from '../live-org';
import { labelOf, ROLES } from '../rest/describe';

const text = (row: Row, field: string): string => String(row[field] ?? '');

interface FormField {
  name: string;
  label: string;
  kind: 'text' | 'area' | 'checkbox' | 'picklist';
  value: string;
  options: readonly { value: string; label: string }[];
  isRequired: boolean;
}

/** One of the page's own forms, and what is sent with what was typed into it. */
export interface FormView {
  title: string;
  sobject: ObjectName;
  /** Absent where a record is made. */
  id?: string;
  /** The stamp that the page has read, where it refuses what was changed since. */
  since?: string;
  fixed: Readonly<Record<string, Value>>;
  fields: readonly FormField[];
}

/** What a form sends: the record, and only what was changed of it. */
export interface FormChange {
  sobject: ObjectName;
  id?: string;
  since?: string;
  change: Record<string, Value>;
}

const FORECAST_CATEGORIES = ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'];
const PLAIN_LAYOUT = [
  { name: 'Name', required: true },
  { name: 'StageName', required: true },
  { name: 'CloseDate', required: true },
  { name: 'Amount' },
  { name: 'ForecastCategoryName' },
  { name: 'NextStep' },
  { name: 'Description' },
];

/** The form of a press: `deal` and `role` change the record of an id, `call` and `task` make a task of a deal. */
export function formView(org: LiveOrg, kind: string, id: string): FormView | undefined {
  const done = org.rows('TaskStatus').find((status) => status['IsClosed'] === true);
  const making = (title: string, names: readonly string[], fixed: Record<string, Value>): FormView => ({
    title,
    sobject: 'Task',
    fixed: { WhatId: id, ...fixed },
    fields: names.map((name) => fieldOf(org, 'Task', { name, required: name === 'Subject' }, fixed)),
  });
  if (kind === 'call')
    return making('Log a Call', ['Subject', 'Description'], { Subject: 'Call', Status: done?.['ApiName'] ?? null });
  if (kind === 'task') return making('New Task', ['Subject', 'ActivityDate'], {});
  const sobject = kind === 'role' ? 'OpportunityContactRole' : 'Opportunity';
  const row = org.find(sobject, id);
  if (!row) return undefined;
  const layout =
    kind === 'role'
      ? [{ name: 'Role' }, { name: 'IsPrimary' }]
      : (org.setUp.layouts.get(text(row, 'RecordTypeId') || MASTER) ?? PLAIN_LAYOUT);
  return {
    title: `Edit ${text(row, 'Name')}`.trim(),
    sobject,
    id: row.Id,
    since: text(row, 'LastModifiedDate'),
    fixed: {},
    fields: layout
      .filter((field) => !('editable' in field && field.editable === false))
      .filter(({ name }) => org.fields(sobject).get(name)?.updateable)
      .map((field) => fieldOf(org, sobject, field, row)),
  };
}

function fieldOf(
  org: LiveOrg,
  sobject: ObjectName,
  { name, required = false }: { name: string; required?: boolean },
  values: Readonly<Record<string, Value>>,
): FormField {
  const info = org.fields(sobject).get(name);
  const options = optionsOf(org, sobject, name);
  return {
    name,
    label: info ? labelOf(info) : name,
    kind: options.length > 0 ? 'picklist' : kindOf(info),
    value: String(values[name] ?? ''),
    options,
    isRequired: required,
  };
}

const kindOf = (info: FieldInfo | undefined): FormField['kind'] =>
  info?.type === 'boolean' ? 'checkbox' : info?.type === 'textarea' ? 'area' : 'text';

function optionsOf(org: LiveOrg, sobject: ObjectName, name: string): FormField['options'] {
  const plain = (values: readonly string[]): FormField['options'] => values.map((value) => ({ value, label: value }));
  if (sobject === 'OpportunityContactRole' && name === 'Role') return plain(ROLES);
  if (sobject !== 'Opportunity') return [];
  if (name === 'StageName') {
    const active = org.rows('OpportunityStage').filter((stage: Row) => stage['IsActive'] !== false);
    return active.map((stage) => ({ value: text(stage, 'ApiName'), label: text(stage, 'MasterLabel') }));
  }
  if (name === 'ForecastCategoryName') return plain(FORECAST_CATEGORIES);
  return (org.setUp.picklists.get(name)?.values ?? []).map(({ value, label }) => ({ value, label: label ?? value }));
}
