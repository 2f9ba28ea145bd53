import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import * as v from 'valibot';

import { DATE_FORMATS } from '@/lib/files/dates';

import { MapError } from './map-error';

const word = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((each) => `${each}`),
);
const words = v.pipe(
  v.union([word, v.array(word)]),
  v.transform((each) => (Array.isArray(each) ? each : [each])),
);

/** What a mapping file says (lib/scoring/README.md). */
const Mapping = v.strictObject({
  /** Names the protocol in the output. */
  name: v.string(),
  /** `.csv`, `.xes`, or either as `.gz`, from the mapping's own folder. */
  file: v.string(),
  /** Found from the header where it is absent. */
  delimiter: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** The decimal sign of numbers; found column by column where it is absent. */
  decimal: v.optional(v.picklist(['.', ','])),
  dateFormat: v.optional(v.picklist(DATE_FORMATS)),
  /** Words that stand for "not known", beside the usual ones. */
  missing: v.optional(words, []),
  /** Column of the deal, needed for a log; without it each row is a deal. In XES the trace's own attributes are `case:…`. */
  id: v.optional(v.string()),
  /** Column of the day or instant of creation: rows are then split in that order. */
  created: v.optional(v.string()),
  /** Of a table: when the outcome was known. A deal then teaches only if it ended before the first tested one was created. */
  closed: v.optional(v.string()),
  /** Of a table without dates: its rows are in order of time. */
  order: v.optional(v.literal('file')),
  /** Of a log: the day on which the deal was planned to close, as it was known with each event. */
  planned: v.optional(v.string()),
  /** Both for an event log: one row an event. */
  time: v.optional(v.string()),
  event: v.optional(v.string()),
  amount: v.optional(v.string()),
  /** Column of the amounts' currency, where the file has one. */
  currency: v.optional(v.string()),
  /** The values of a column (of the event's, in a log) that end a deal. */
  outcome: v.strictObject({
    column: v.string(),
    won: words,
    lost: words,
    /** Of a log: the values that open an ended deal again; found by their look where none is named. */
    reopened: v.optional(words, []),
  }),
  categories: v.optional(v.array(v.string()), []),
  numbers: v.optional(v.array(v.string()), []),
});
export type Mapping = v.InferOutput<typeof Mapping>;
export type LogMapping = Mapping & { id: string; event: string; time: string };

export function readMapping(path: string): Mapping {
  const name = basename(path);
  let raw: string;
  try {
    raw = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new MapError(`There is no mapping file ${path} that can be read.`);
  }
  let given: unknown;
  try {
    given = JSON.parse(raw);
  } catch (cause) {
    throw new MapError(`${name} is no JSON: ${cause instanceof Error ? cause.message : 'it cannot be parsed'}.`);
  }
  const found = v.safeParse(Mapping, given);
  if (!found.success) {
    const wrong = found.issues.map((issue) => {
      const path = v.getDotPath(issue);
      if (issue.type !== 'strict_object' || path === null || issue.expected !== 'never')
        return `${path ?? 'the whole'}: ${issue.message}`;
      const keys = Object.keys(path.startsWith('outcome.') ? Mapping.entries.outcome.entries : Mapping.entries);
      return `“${path}” is no key of a mapping: there are ${keys.join(', ')}`;
    });
    throw new MapError(`${name} does not describe a set (lib/scoring/README.md tells its keys). ${wrong.join('. ')}.`);
  }
  return checked(found.output, name);
}

function checked(mapping: Mapping, name: string): Mapping {
  const { won, lost } = mapping.outcome;
  const both = won.filter((each) => lost.includes(each));
  if (both.length > 0) throw new MapError(`${name}: ${both.join(', ')} is named as won and as lost. Name it once.`);
  if (won.length === 0) throw new MapError(`${name}: outcome.won names no value. Name those that mean won.`);
  const isLog = mapping.event !== undefined || mapping.time !== undefined;
  const needed = (['id', 'event', 'time'] as const).filter((key) => mapping[key] === undefined);
  if (isLog && needed.length > 0)
    throw new MapError(`${name}: a log needs id, event and time; ${needed.join(' and ')} is absent.`);
  if (!isLog && mapping.planned !== undefined)
    throw new MapError(
      `${name}: planned is a day that moves with the events of a log; of a table name it in numbers as days.`,
    );
  if (mapping.order !== undefined && (isLog || mapping.created !== undefined))
    throw new MapError(`${name}: "order": "file" is for a table without "created".`);
  if (!isLog && mapping.categories.length + mapping.numbers.length === 0 && mapping.amount === undefined)
    throw new MapError(`${name} names no categories and no numbers to learn from. Name at least one column.`);
  return mapping;
}

/** All columns that a mapping speaks of. */
export const namedColumns = ({
  id,
  created,
  closed,
  planned,
  time,
  event,
  amount,
  currency,
  outcome,
  categories,
  numbers,
}: Mapping): string[] => [
  ...new Set(
    [id, created, closed, planned, time, event, amount, currency, outcome.column, ...categories, ...numbers].filter(
      (name) => name !== undefined,
    ),
  ),
];

/** Columns to learn from, each once: a number that is named as a category too is a category. */
export function featuresOf({ categories, numbers, amount, outcome, id, created, closed, planned, time }: Mapping): {
  categories: string[];
  numbers: string[];
} {
  // The outcome, and the days by which it is known, tell the end and not the deal.
  const never = new Set([outcome.column, id, created, closed, planned, time]);
  const own = [...new Set(categories)].filter((name) => !never.has(name));
  const all = [...numbers, ...(amount === undefined ? [] : [amount])];
  return { categories: own, numbers: [...new Set(all)].filter((name) => !never.has(name) && !own.includes(name)) };
}
