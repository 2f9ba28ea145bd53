import * as v from 'valibot';

import { day } from '@/lib/calendar/days';
import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import { EDIT_FIELDS, type Editable, type EditField, type EditValues, type WrittenField } from '@/lib/deal/edits/edit';
import { fieldsOf } from '@/lib/deal/edits/edit-values';

import type { Http } from './calls/http';
import type { Prepared } from './prepare';
import { recordId } from './record-ids';

const NAMES = {
  stage: 'StageName',
  amount: 'Amount',
  closeDate: 'CloseDate',
  nextStep: 'NextStep',
  probability: 'Probability',
} as const satisfies Record<WrittenField, string>;
const BESIDE = ['LastModifiedDate', 'RecordTypeId', 'HasOpportunityLineItem'] as const;
/** The record type that every org has. */
const MASTER = '012000000000000AAA';

const text = v.nullish(v.string());
const number = v.nullish(v.pipe(v.number(), v.finite()));
const recordSchema = v.object({
  StageName: text,
  Amount: number,
  CloseDate: v.nullish(
    v.pipe(
      v.string(),
      v.check((given) => day(given) !== undefined, 'Not a day.'),
    ),
  ),
  NextStep: text,
  Probability: number,
  LastModifiedDate: v.pipe(
    v.string(),
    v.check((given) => !Number.isNaN(Date.parse(given)), 'Not an instant.'),
  ),
  RecordTypeId: text,
  HasOpportunityLineItem: v.nullish(v.boolean()),
});
const infoSchema = v.object({
  updateable: v.optional(v.boolean(), true),
  fields: v.record(
    v.string(),
    v.object({ updateable: v.boolean(), required: v.optional(v.boolean(), false), length: v.optional(v.number(), 0) }),
  ),
});
const stagesSchema = v.object({ values: v.array(v.looseObject({ value: v.string(), label: v.string() })) });

/**
 * Reading a deal right before and after a change of it, and the change itself: `PATCH` of the record with `If-Unmodified-Since`, which
 * any object's row takes (Salesforce: REST API, conditional requests).
 */
export function createChange(
  http: Http,
  prepare: () => Promise<Prepared>,
): Pick<CrmClient, 'standingOf' | 'editable' | 'change'> {
  const pathOf = (version: string, id: string): string => `/services/data/v${version}/sobjects/Opportunity/${id}`;

  return {
    async standingOf(id) {
      const { version, describe } = await prepare();
      const known = await describe('Opportunity');
      const seen = [...Object.values(NAMES), ...BESIDE].filter((name) => known?.has(name));
      try {
        return standing(id, (await http.call('GET', `${pathOf(version, id)}?fields=${seen.join(',')}`)).body);
      } catch (error) {
        if (error instanceof CrmError && error.lasts === 'absent') return undefined;
        throw error;
      }
    },
    async editable({ hasProducts, recordTypeId = MASTER }) {
      const { version, stageLabel } = await prepare();
      const info = `/services/data/v${version}/ui-api/object-info/Opportunity`;
      const [object, stages] = await Promise.all([
        http.call('GET', info),
        http.call('GET', `${info}/picklist-values/${recordTypeId}/StageName`),
      ]);
      const { fields, updateable } = read(infoSchema, object.body, 'the fields of a deal');
      const options = read(stagesSchema, stages.body, 'the stages of a deal').values.map(({ value, label }) => ({
        value,
        label: stageLabel(value) ?? unescaped(label),
      }));
      const entries = EDIT_FIELDS.flatMap((field): [EditField, NonNullable<Editable[EditField]>][] => {
        const of = fields[NAMES[field]];
        // Salesforce takes such an amount, answers that it is saved, and keeps its own.
        if (!of?.updateable || !updateable || (field === 'amount' && hasProducts)) return [];
        return [
          [
            field,
            {
              isRequired: of.required || field === 'stage' || field === 'closeDate',
              ...(field === 'nextStep' && of.length > 0 ? { maxLength: of.length } : {}),
              ...(field === 'stage' ? { options } : {}),
            },
          ],
        ];
      });
      return Object.fromEntries(entries);
    },
    async change(id, values, { stamp }) {
      const { version } = await prepare();
      const body = Object.fromEntries(fieldsOf(values).map((field) => [NAMES[field], values[field]]));
      return http.change(pathOf(version, id), body, new Date(stamp).toUTCString());
    },
  };
}

function standing(id: string, body: unknown): DealStanding {
  const row = read(recordSchema, body, `record ${id}`);
  const names = Object.entries(NAMES) as [WrittenField, (typeof NAMES)[WrittenField]][];
  const values: EditValues = Object.fromEntries(
    names.flatMap(([field, name]) => (row[name] === undefined ? [] : [[field, row[name] === '' ? null : row[name]]])),
  );
  const recordTypeId = recordId(row.RecordTypeId);
  return {
    values,
    stamp: row.LastModifiedDate,
    hasProducts: row.HasOpportunityLineItem === true,
    ...(recordTypeId === undefined ? {} : { recordTypeId }),
  };
}

function read<Schema extends v.GenericSchema>(schema: Schema, body: unknown, what: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  throw new CrmError(
    'malformed',
    `Salesforce’s answer about ${what} cannot be read (${parsed.issues[0].message}). Nothing was changed by it.`,
  );
}

/** The labels of this answer come escaped for HTML. */
const unescaped = (label: string): string =>
  label.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
