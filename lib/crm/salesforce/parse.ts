import * as v from 'valibot';

import type { RejectedRow } from '@/lib/crm/crm';

import { lookupPrefix } from './fields';
import { fieldChange, lineItem, opportunity, split, version } from './parsed/parsed-deals';
import { forecastDeal, forecastItem } from './parsed/parsed-forecasts';
import { quota, role, stage, user } from './parsed/parsed-people';
import { attendee, contactRole, email, event, task } from './parsed/parsed-touches';
import { recordId } from './record-ids';

export const PARSERS = {
  opportunity,
  version,
  fieldChange,
  task,
  event,
  contactRole,
  attendee,
  email,
  lineItem,
  split,
  user,
  role,
  stage,
  quota,
  forecastItem,
  forecastDeal,
} as const;

/**
 * A look-up's change is two rows of the field history, one with names and one with ids, told apart by their type; of a row without a
 * type by its values. Names change and are not unique: the ids are what lasts.
 */
function isNameRow(raw: unknown): boolean {
  const { Field: field, DataType: type, OldValue: from, NewValue: to } = (raw ?? {}) as Record<string, unknown>;
  const prefix = typeof field === 'string' ? lookupPrefix(field) : undefined;
  if (!prefix) return false;
  if (typeof type === 'string' && type !== '') return type !== 'EntityId';
  // A name of 15 letters has the form of an id.
  return [from, to].some((value) => typeof value === 'string' && value !== '' && !prefix.test(recordId(value) ?? ''));
}

/** A row without its numbers that no deal can have: a deal of which one cannot be read is a deal all the same. */
const withoutImpossible = (raw: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown => {
  const impossible = issues.flatMap((issue) => (issue.type === 'check' ? (v.getDotPath(issue) ?? []) : []));
  return Object.fromEntries(Object.entries(raw ?? {}).filter(([field]) => !impossible.includes(field)));
};

/** Parses rows one by one: what cannot be understood is named and quoted, and the rest is kept, of a row with an impossible number too. */
export function parseRows<T>(
  schema: v.GenericSchema<unknown, T>,
  rows: readonly unknown[],
): { rows: T[]; rejected: RejectedRow[] } {
  const found: T[] = [];
  const rejected: RejectedRow[] = [];
  for (const raw of rows) {
    if (isNameRow(raw)) continue;
    const parsed = v.safeParse(schema, raw);
    if (parsed.success) found.push(parsed.output);
    else {
      const [issue] = parsed.issues;
      const { Id: id } = (raw ?? {}) as { Id?: unknown };
      const why = `${v.getDotPath(issue) ?? 'row'}: ${issue.message}`;
      const rest = v.safeParse(schema, withoutImpossible(raw, parsed.issues));
      if (rest.success) found.push(rest.output);
      rejected.push({
        ...(typeof id === 'string' ? { id: recordId(id) ?? id } : {}),
        why,
        ...(rest.success ? { isKept: true } : {}),
      });
    }
  }
  return { rows: found, rejected };
}
