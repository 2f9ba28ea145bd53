import * as v from 'valibot';

import { isRecent } from '@/lib/calendar/recent';
import { type CrmClient, CrmError, type RowStanding } from '@/lib/crm/crm';
import { crmAnswerOf } from '@/lib/crm/refusal';
import { type EditValues, type FieldUse, ROW_FIELDS, type RowField, type RowKind } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';

import type { Http } from '../calls/http';
import type { Prepared } from '../prepare';
import { pageOf } from '../query';
import { recordId } from '../record-ids';
import { quoted } from '../soql';
import { crmName } from './field-names';
import { asSent, readAs } from './read-as';
import type { createSharedFiles } from './shared-files';

/** What an administrator has set up is asked for anew after this, ms. */
const FRESH_MS = 600_000;
/** A deal has so many at most that are looked through. */
const MOST_ROWS = 200;

/** Which object a kind of row is, which field of it names the deal, and what its fields are called. */
const KINDS: Record<
  Exclude<RowKind, 'file'>,
  { object: string; deal: string; names: Partial<Record<RowField, string>> }
> = {
  task: {
    object: 'Task',
    deal: 'WhatId',
    // Whether it is done follows its status (object reference: Task), and is not written.
    names: { subject: 'Subject', dueDay: 'ActivityDate', assignee: 'OwnerId', isDone: 'IsClosed', status: 'Status' },
  },
  // What was said is an activity of the deal: a task that is done, as a call that is logged, with the text as its comments.
  note: {
    object: 'Task',
    deal: 'WhatId',
    names: { subject: 'Subject', details: 'Description', dueDay: 'ActivityDate', isDone: 'IsClosed' },
  },
  contactRole: {
    object: 'OpportunityContactRole',
    deal: 'OpportunityId',
    names: { contact: 'ContactId', role: 'Role', isPrimary: 'IsPrimary' },
  },
};

const describeSchema = v.object({
  createable: v.boolean(),
  updateable: v.boolean(),
  deletable: v.boolean(),
  fields: v.array(
    v.object({
      name: v.string(),
      createable: v.boolean(),
      updateable: v.boolean(),
      length: v.optional(v.number(), 0),
      picklistValues: v.optional(
        v.array(v.looseObject({ value: v.nullable(v.string()), label: v.nullish(v.string()), active: v.boolean() })),
        [],
      ),
    }),
  ),
});
type Described = v.InferOutput<typeof describeSchema>;
const rowSchema = v.looseObject({
  Id: v.pipe(
    v.string(),
    v.check((id) => recordId(id) !== undefined, 'No id.'),
  ),
  LastModifiedDate: v.pipe(
    v.string(),
    v.check((given) => !Number.isNaN(Date.parse(given)), 'Not an instant.'),
  ),
  CreatedById: v.nullish(v.string()),
});
const plain = v.nullable(v.union([v.string(), v.boolean()]));
const madeSchema = v.object({ id: v.string(), success: v.literal(true) });
const statusSchema = v.object({ ApiName: v.string(), IsClosed: v.boolean(), IsDefault: v.nullish(v.boolean()) });
const personSchema = v.object({ Id: v.string(), Name: v.string(), Title: v.nullish(v.string()) });

/** Rows that hang on a deal: read, made, changed and taken away, each as a row of its own object (Salesforce: REST API, sObject rows). */
export function createAttachedRows(
  http: Http,
  prepare: () => Promise<Prepared>,
  { now, files }: { now: () => number; files: ReturnType<typeof createSharedFiles> },
): Pick<CrmClient, 'rowsOf' | 'rowRules' | 'peopleFor' | 'makeRow' | 'changeRow' | 'removeRow'> {
  const known = new Map<string, { at: number; told: Promise<unknown> }>();

  /** What an administrator sets up, asked for once in a while. */
  async function setUp<Told>(key: string, ask: () => Promise<Told>): Promise<Told> {
    let held = known.get(key);
    if (!held || !isRecent(held.at, now(), FRESH_MS)) {
      const asked = { at: now(), told: ask() };
      asked.told.catch(() => known.delete(key));
      known.set(key, (held = asked));
    }
    // Safe: only this key's own asking is kept under it.
    return held.told as Promise<Told>;
  }

  const pathOf = async (path: string): Promise<string> => `/services/data/v${(await prepare()).version}/${path}`;
  const rowPath = (kind: keyof typeof KINDS, id = ''): Promise<string> =>
    pathOf(`sobjects/${KINDS[kind].object}${id === '' ? '' : `/${id}`}`);

  async function query(soql: string): Promise<unknown[]> {
    const { body } = await http.call('GET', await pathOf(`query?q=${encodeURIComponent(soql)}`));
    return pageOf(body).records;
  }

  const describe = (kind: keyof typeof KINDS): Promise<Described> =>
    setUp(kind, async () => {
      const { body } = await http.call('GET', `${await rowPath(kind)}/describe`);
      return readAs(describeSchema, body, `the fields of ${KINDS[kind].object}`);
    });

  /** The first status of a task that is done, and that a new one has; absent where the org does not tell. */
  const statuses = (): Promise<{ done?: string | undefined; open?: string | undefined }> =>
    setUp('TaskStatus', async () => {
      const answer = await crmAnswerOf(query('SELECT ApiName, IsClosed, IsDefault FROM TaskStatus ORDER BY SortOrder'));
      if (answer.is === 'later') throw answer.error;
      const all = answer.is === 'told' ? readAs(v.array(statusSchema), answer.value, 'the statuses of tasks') : [];
      const open = all.filter(({ IsClosed }) => !IsClosed);
      return {
        done: all.find(({ IsClosed }) => IsClosed)?.ApiName,
        open: (open.find(({ IsDefault }) => IsDefault === true) ?? open[0])?.ApiName,
      };
    });

  /** Values under their names; whether a task is done as the status that says so. */
  async function sent(kind: keyof typeof KINDS, { isDone, ...values }: EditValues): Promise<Record<string, unknown>> {
    const fields: Record<string, unknown> = {};
    for (const field of ROW_FIELDS[kind]) {
      const name = KINDS[kind].names[field];
      if (name !== undefined && field !== 'isDone' && field in values) fields[name] = values[field];
    }
    if (isDone !== undefined && !('Status' in fields)) {
      const { done, open } = await statuses();
      const status = isDone === true ? done : open;
      if (status === undefined)
        throw new CrmError('refused', 'Salesforce does not tell which status says that a task is done.', {
          fact: { id: 'noDoneStatus' },
          lasts: 'forbidden',
          why: 'access',
        });
      fields['Status'] = status;
    }
    return fields;
  }

  /** A refusal names the fields of a row by the words that the row has for them. */
  async function inWords<Result>(kind: keyof typeof KINDS, run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof CrmError) || error.fields.length === 0) throw error;
      const words = new Map(Object.entries(KINDS[kind].names).map(([field, name]) => [name, field as RowField]));
      const { state, message, status, code, lasts, said, why, matches, alike, fact } = error;
      throw Object.assign(
        new CrmError(state, message, {
          status,
          lasts,
          why,
          matches,
          cause: error,
          ...(fact === undefined ? {} : { fact }),
          ...(code === undefined ? {} : { code }),
          ...(said === undefined ? {} : { said }),
          fields: error.fields.map((field) => (isOwnField(field) ? (words.get(crmName(field)) ?? field) : field)),
        }),
        alike === undefined ? {} : { alike },
      );
    }
  }

  return {
    async rowsOf(deal, kind, id) {
      if (kind === 'file') return files.rowsOf(deal, id);
      const { object, deal: lookup, names } = KINDS[kind];
      const there = new Set((await describe(kind)).fields.map(({ name }) => name));
      const fields = Object.entries(names).filter(([, name]) => there.has(name));
      const only = id === undefined ? '' : ` AND Id = ${quoted(id)}`;
      const rows = await query(
        `SELECT Id, LastModifiedDate, CreatedById, ${fields.map(([, name]) => name).join(', ')} FROM ${object} ` +
          `WHERE ${lookup} = ${quoted(deal)}${only} ORDER BY CreatedDate DESC LIMIT ${MOST_ROWS}`,
      );
      return rows.map((raw): RowStanding => {
        const row = readAs(rowSchema, raw, `rows of ${deal}`);
        const byId = recordId(row.CreatedById);
        return {
          id: recordId(row.Id) ?? row.Id,
          stamp: row.LastModifiedDate,
          values: Object.fromEntries(
            fields.flatMap(([field, name]) => {
              const value = v.safeParse(plain, row[name] ?? null);
              return value.success ? [[field, asSent(value.output)]] : [];
            }),
          ),
          ...(byId === undefined ? {} : { byId }),
        };
      });
    },
    async rowRules(kind) {
      if (kind === 'file') return setUp(kind, files.rules);
      const about = await describe(kind);
      const by = new Map(about.fields.map((field) => [field.name, field]));
      const fields: Partial<Record<RowField, FieldUse>> = {};
      for (const field of ROW_FIELDS[kind]) {
        // A task is done by its status.
        const of = by.get(field === 'isDone' ? 'Status' : (KINDS[kind].names[field] ?? ''));
        if (!about.updateable || !of?.updateable) continue;
        const options = of.picklistValues.flatMap(({ value, label, active }) =>
          active && value !== null ? [{ value, label: label ?? value }] : [],
        );
        const isChoice = field !== 'isDone' && options.length > 0;
        const kindOf = isChoice
          ? 'choice'
          : field === 'isDone' || field === 'isPrimary'
            ? 'check'
            : field === 'dueDay'
              ? 'day'
              : 'text';
        fields[field] = {
          kind: kindOf,
          isRequired: field === 'subject' || field === 'contact',
          ...(isChoice ? { options } : {}),
          ...(kindOf === 'text' && of.length > 0 ? { maxLength: of.length } : {}),
          ...(field === 'details' ? { isLong: true } : {}),
        };
      }
      const needed = KINDS[kind].names[kind === 'contactRole' ? 'contact' : 'subject'] ?? '';
      const links = [KINDS[kind].deal, needed].every((name) => by.get(name)?.createable === true);
      return { mayMake: about.createable && links, mayRemove: about.deletable, fields };
    },
    async peopleFor(deal) {
      const rows = await query(
        'SELECT Id, Name, Title FROM Contact WHERE AccountId IN ' +
          `(SELECT AccountId FROM Opportunity WHERE Id = ${quoted(deal)}) ORDER BY Name LIMIT ${MOST_ROWS}`,
      );
      return readAs(v.array(personSchema), rows, 'the people of an account').map(({ Id, Name, Title }) => ({
        id: recordId(Id) ?? Id,
        name: Name,
        ...(Title ? { title: Title } : {}),
      }));
    },
    async makeRow(deal, kind, values) {
      if (kind === 'file') return files.make(deal, String(values.body));
      const fields = { ...(await sent(kind, values)), [KINDS[kind].deal]: deal };
      const { body } = await inWords(kind, async () => http.once('POST', await rowPath(kind), fields));
      const { id } = readAs(madeSchema, body, 'what was made');
      return recordId(id) ?? id;
    },
    async changeRow(kind, id, values, { stamp }) {
      if (kind === 'file') return files.addVersion(id, String(values.body), stamp);
      const fields = await sent(kind, values);
      return inWords(kind, async () =>
        http.change(await rowPath(kind, id), fields, { unmodifiedSince: new Date(stamp).toUTCString() }),
      );
    },
    async removeRow(kind, id) {
      if (kind === 'file') return files.remove(id);
      await http.once('DELETE', await rowPath(kind, id), undefined);
    },
  };
}
