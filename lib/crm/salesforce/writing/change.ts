import * as v from 'valibot';

import { day } from '@/lib/calendar/days';
import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { EditValues, WrittenField } from '@/lib/deal/edits/edit';
import { fieldsOf } from '@/lib/deal/edits/edit-values';

import type { Http } from '../calls/http';
import type { Prepared } from '../prepare';
import { recordId } from '../record-ids';
import { createEditable } from './editable';
import { crmName, NAMES } from './field-names';
import { readAs } from './read-as';

const BESIDE = ['LastModifiedDate', 'RecordTypeId', 'HasOpportunityLineItem'] as const;

const text = v.nullish(v.string());
const number = v.nullish(v.pipe(v.number(), v.finite()));
const recordSchema = v.looseObject({
  StageName: text,
  Amount: number,
  CloseDate: v.nullish(
    v.pipe(
      v.string(),
      v.check((given) => day(given) !== undefined, 'Not a day.'),
    ),
  ),
  ForecastCategoryName: text,
  NextStep: text,
  Probability: number,
  LastModifiedDate: v.pipe(
    v.string(),
    v.check((given) => !Number.isNaN(Date.parse(given)), 'Not an instant.'),
  ),
  RecordTypeId: text,
  HasOpportunityLineItem: v.nullish(v.boolean()),
});
const plain = v.nullable(v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]));

/**
 * Reading a deal right before and after a change of it, and the change itself: `PATCH` of the record with `If-Unmodified-Since`, which
 * any object's row takes (Salesforce: REST API, conditional requests).
 */
export function createChange(
  http: Http,
  prepare: () => Promise<Prepared>,
  now: () => number,
): Pick<CrmClient, 'standingOf' | 'editable' | 'change'> {
  const pathOf = (version: string, id: string): string => `/services/data/v${version}/sobjects/Opportunity/${id}`;

  return {
    async standingOf(id, own = []) {
      const { version, describe, forget } = await prepare();
      const ask = async (): Promise<unknown> => {
        const known = await describe('Opportunity');
        const asked = [...Object.values(NAMES), ...own.map(crmName), ...BESIDE];
        const seen = asked.filter((name) => known?.has(name));
        return (await http.call('GET', `${pathOf(version, id)}?fields=${seen.join(',')}`)).body;
      };
      try {
        return standing(
          id,
          own,
          await ask().catch((error: unknown) => {
            // A field went missing since it was described.
            if (!(error instanceof CrmError) || error.code !== 'INVALID_FIELD') throw error;
            forget('Opportunity');
            return ask();
          }),
        );
      } catch (error) {
        if (error instanceof CrmError && error.lasts === 'absent') return undefined;
        throw error;
      }
    },
    editable: createEditable(http, prepare, now),
    async change(id, values, { stamp }, { isAnyway = false } = {}) {
      const { version } = await prepare();
      const body = Object.fromEntries(fieldsOf(values).map((field) => [crmName(field), values[field]]));
      return http.change(pathOf(version, id), body, {
        unmodifiedSince: new Date(stamp).toUTCString(),
        allowsDuplicates: isAnyway,
      });
    },
  };
}

function standing(id: string, own: readonly WrittenField[], body: unknown): DealStanding {
  const row = readAs(recordSchema, body, `record ${id}`);
  // Safe: the keys of NAMES, and of what was asked for.
  const fields = [...(Object.keys(NAMES) as (keyof typeof NAMES)[]), ...own];
  const values: EditValues = Object.fromEntries(
    fields.flatMap((field) => {
      const value = v.safeParse(plain, row[crmName(field)]);
      return value.success ? [[field, value.output === '' ? null : value.output]] : [];
    }),
  );
  const recordTypeId = recordId(row.RecordTypeId);
  return {
    values,
    stamp: row.LastModifiedDate,
    hasProducts: row.HasOpportunityLineItem === true,
    ...(recordTypeId === undefined ? {} : { recordTypeId }),
  };
}
