import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import type { Describer, LossField } from './describe';
import { WANTED } from './fields';
import { recordId } from './record-ids';
import { whereClause } from './soql';
import type { Source } from './sources';

const schema = v.object({
  totalSize: v.number(),
  done: v.boolean(),
  nextRecordsUrl: v.optional(v.string()),
  records: v.array(v.unknown()),
});
/** One page of an answer to a query. */
export type Page = v.InferOutput<typeof schema>;

export function furtherPageOf(body: unknown): Page {
  const page = v.safeParse(schema, body);
  if (!page.success)
    throw new CrmError(
      'malformed',
      'The answer to a query is not what the API promises. It was not used; the next sync asks again.',
      { fact: { id: 'odd' } },
    );
  return page.output;
}

/** The first page of an answer. One that says it is all, and has fewer rows than it announces, is none: the others are not gone. */
export function pageOf(body: unknown): Page {
  const page = furtherPageOf(body);
  if (page.done && page.records.length < page.totalSize)
    throw new CrmError(
      'malformed',
      `Salesforce announced ${page.totalSize} rows and sent ${page.records.length}. They were not used; the next sync asks again.`,
      { fact: { id: 'fewer', values: { announced: page.totalSize, sent: page.records.length } } },
    );
  return page;
}

/** How many rows a query has brought with this page; one that goes on without end is no answer. */
export function counted(page: Page, before = 0): number {
  const got = before + page.records.length;
  if (!page.done && (page.records.length === 0 || got > page.totalSize))
    throw new CrmError(
      'malformed',
      `Salesforce announced ${page.totalSize} rows, sent ${got} and names a further page. That page was not asked for; the next sync asks again.`,
      { fact: { id: 'endless', values: { announced: page.totalSize, sent: got } } },
    );
  return got;
}

/** Which rows of a source are asked for, and in what order. */
export interface Keys {
  condition?: string;
  order: string;
}

export const NO_DEALS =
  'This user may not read opportunities, so there is nothing to show. Ask an administrator for access to the Opportunity object.';

/** Selects wanted ∩ described. Undefined where the object, or the field its scope or key needs, is hidden. */
export async function soqlOf(
  { object, scope, related = [], stamp, withReason }: Source,
  { describe, lossField }: Pick<Describer, 'describe' | 'lossField'>,
  { condition, order }: Keys,
): Promise<string | undefined> {
  const there = await describe(object);
  if (!there || (stamp !== undefined && !there.has(stamp))) return undefined;
  const ofParents: string[] = [];
  for (const { lookup, parent, fields: wanted } of related) {
    // The relationship is named after the look-up: `SplitType` of `SplitTypeId`, whatever object is behind it.
    const name = lookup.replace(/Id$/, '');
    const shown = there.has(lookup) ? await describe(parent) : undefined;
    if (shown) ofParents.push(...wanted.filter((field) => shown.has(field)).map((field) => `${name}.${field}`));
  }
  // What is hidden of a deal is hidden of its past: else it would seem to have gone to nothing.
  const deals = object === 'OpportunityHistory' ? await describe('Opportunity') : undefined;
  const isShown = (field: string): boolean => there.has(field) && (field !== 'Amount' || deals?.has(field) !== false);
  const fields = [...WANTED[object].filter(isShown), ...(withReason ? reasonName(lossField()) : []), ...ofParents];
  const scoped = scope && there.has(scope.needs) ? scope.soql : undefined;
  return `SELECT ${fields.join(', ')} FROM ${object}${whereClause(scoped, condition)}${order}`;
}

const reasonName = (field: LossField | undefined): string[] => (field ? [field.name] : []);

/** Rows with why each deal was lost under one name, in the user's language. */
export const withReasons = (
  rows: readonly unknown[],
  { withReason }: Pick<Source, 'withReason'>,
  field: LossField | undefined,
): readonly unknown[] => {
  if (!withReason || !field) return rows;
  const labels = new Map(field.labels);
  return rows.map((row) => {
    const value = (row as Record<string, unknown> | null)?.[field.name];
    return typeof value === 'string' && value !== ''
      ? { ...(row as object), LossReason: labels.get(value) ?? value }
      : row;
  });
};

/**
 * queryAll names deleted rows beside the others. As good as deleted is the row that stands for a whole series of tasks or events: each of
 * its times has a row of its own.
 */
export function partDeleted(records: readonly unknown[]): { kept: unknown[]; deletedIds: string[] } {
  const isDeleted = (row: unknown): boolean => {
    const { IsDeleted, IsRecurrence, GroupEventType } = (row ?? {}) as Record<string, unknown>;
    return IsDeleted === true || IsRecurrence === true || GroupEventType === SERIES;
  };
  return {
    kept: records.filter((row) => !isDeleted(row)),
    deletedIds: records.flatMap((row) => (isDeleted(row) ? (recordId((row as { Id?: unknown }).Id) ?? []) : [])),
  };
}

/** The kind of an event that only holds the pattern of others. */
const SERIES = '3';

export const stampMs = (raw: string): number => Date.parse(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
