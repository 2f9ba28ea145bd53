import * as v from 'valibot';

import { day } from '@/lib/calendar/days';
import { isRecent } from '@/lib/calendar/recent';
import { type CrmClient, CrmError, type DealStanding, type ChangeVerdict } from '@/lib/crm/crm';
import type { DealField, EditValues, OwnField } from '@/lib/deal/edits/edit';
import { fieldsOf } from '@/lib/deal/edits/edit-values';

import { errorOf } from '../calls/errors';
import type { Http } from '../calls/http';
import type { Prepared } from '../prepare';
import { recordId } from '../record-ids';
import { createEditable, FRESH_MS } from './editable';
import { crmName, NAMES } from './field-names';
import { asSent, readAs } from './read-as';

/** Records that one call on a collection takes (Salesforce: sObject Collections). */
const MOST = 200;

const BESIDE = [
  'LastModifiedDate',
  'LastModifiedById',
  'RecordTypeId',
  'HasOpportunityLineItem',
  'CurrencyIsoCode',
] as const;

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
  LastModifiedById: text,
  RecordTypeId: text,
  HasOpportunityLineItem: v.nullish(v.boolean()),
  CurrencyIsoCode: text,
});
const verdictsSchema = v.array(
  v.object({
    success: v.boolean(),
    errors: v.array(
      v.object({
        statusCode: v.string(),
        message: v.string(),
        fields: v.optional(v.array(v.string()), []),
      }),
    ),
  }),
);
const plain = v.nullable(v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]));

/**
 * Reading a deal right before and after a change of it, and the change itself: `PATCH` of the record with `If-Unmodified-Since`, which
 * any object's row takes (Salesforce: REST API, conditional requests).
 */
export function createChange(
  http: Http,
  prepare: () => Promise<Prepared>,
  now: () => number,
): Pick<CrmClient, 'standingOf' | 'standingsOf' | 'editable' | 'change' | 'changeMany' | 'most'> {
  const pathOf = (version: string, id: string): string => `/services/data/v${version}/sobjects/Opportunity/${id}`;

  const collection = (version: string): string => `/services/data/v${version}/composite/sobjects`;

  let lookedAt = Number.NEGATIVE_INFINITY;
  /** Asks for the fields that the user may see; once more where one of them came or went missing since they were described. */
  async function seen(own: readonly OwnField[], ask: (fields: string[]) => Promise<unknown>): Promise<unknown> {
    const { describe, forget } = await prepare();
    const fields = async (): Promise<string[]> => {
      const known = await describe('Opportunity');
      const names = new Set([...Object.values(NAMES), ...own.map(crmName), ...BESIDE]);
      return [...names].filter((name) => known?.has(name));
    };
    const described = await describe('Opportunity');
    // What controls another field may be hidden for good: that is not looked for each time.
    if (own.some((field) => !described?.has(crmName(field))) && !isRecent(lookedAt, now(), FRESH_MS)) {
      lookedAt = now();
      forget('Opportunity');
    }
    try {
      return await ask(await fields());
    } catch (error) {
      if (!(error instanceof CrmError) || error.code !== 'INVALID_FIELD') throw error;
      forget('Opportunity');
      return ask(await fields());
    }
  }

  /** Names of fields that hold several values. */
  const several = async (): Promise<ReadonlySet<string>> => {
    const fields = (await (await prepare()).describe('Opportunity')) ?? new Map<string, string>();
    return new Set([...fields].flatMap(([name, type]) => (type === 'multipicklist' ? name : [])));
  };

  return {
    most: MOST,
    async standingOf(id, own = []) {
      const { version } = await prepare();
      try {
        const body = await seen(
          own,
          async (fields) => (await http.call('GET', `${pathOf(version, id)}?fields=${fields.join(',')}`)).body,
        );
        return standing(id, own, body, await several());
      } catch (error) {
        if (error instanceof CrmError && error.lasts === 'absent') return undefined;
        throw error;
      }
    },
    async standingsOf(ids, own = []) {
      const { version } = await prepare();
      const body = await seen(
        own,
        async (fields) => (await http.call('POST', `${collection(version)}/Opportunity`, { ids, fields })).body,
      );
      const among = await several();
      const rows = readAs(v.array(v.unknown()), body, 'several deals');
      if (rows.length !== ids.length)
        throw new CrmError('malformed', 'Salesforce’s answer about several deals is cut off.', { fact: { id: 'odd' } });
      return ids.map((id, index) => (rows[index] === null ? undefined : standing(id, own, rows[index], among)));
    },
    editable: createEditable(http, prepare, now),
    async change(id, values, { stamp }, { isAnyway = false } = {}) {
      const { version } = await prepare();
      return http.change(pathOf(version, id), sent(values), {
        unmodifiedSince: new Date(stamp).toUTCString(),
        allowsDuplicates: isAnyway,
      });
    },
    async changeMany(changes) {
      const { version } = await prepare();
      const { body } = await http.once('PATCH', collection(version), {
        allOrNone: false,
        records: changes.map(({ id, values }) => ({ attributes: { type: 'Opportunity' }, id, ...sent(values) })),
      });
      const verdicts = readAs(verdictsSchema, body, 'changes of several deals');
      if (verdicts.length !== changes.length)
        throw new CrmError('malformed', 'Salesforce’s answer about changes of several deals is cut off.', {
          fact: { id: 'odd' },
          status: 200,
        });
      return verdicts.map((verdict): ChangeVerdict => {
        if (verdict.success) return { isDone: true };
        // As a change of one is refused, under another name.
        const errors = verdict.errors.map(({ statusCode, ...error }) => ({ ...error, errorCode: statusCode }));
        return { isDone: false, error: errorOf(400, errors, 'a change') };
      });
    },
  };
}

/** Of a deal. */
const sent = (values: EditValues): Record<string, unknown> =>
  Object.fromEntries((fieldsOf(values) as DealField[]).map((field) => [crmName(field), values[field]]));

function standing(id: string, own: readonly OwnField[], body: unknown, several: ReadonlySet<string>): DealStanding {
  const row = readAs(recordSchema, body, `record ${id}`);
  // Safe: the keys of NAMES, and of what was asked for.
  const fields = [...(Object.keys(NAMES) as (keyof typeof NAMES)[]), ...own];
  const values: EditValues = Object.fromEntries(
    fields.flatMap((field) => {
      const value = v.safeParse(plain, row[crmName(field)]);
      return value.success ? [[field, asSent(value.output)]] : [];
    }),
  );
  const recordTypeId = recordId(row.RecordTypeId);
  const byId = recordId(row.LastModifiedById);
  const unordered = own.filter((field) => several.has(crmName(field)));
  return {
    values,
    stamp: row.LastModifiedDate,
    hasProducts: row.HasOpportunityLineItem === true,
    ...(row.CurrencyIsoCode ? { currency: row.CurrencyIsoCode } : {}),
    ...(recordTypeId === undefined ? {} : { recordTypeId }),
    ...(byId === undefined ? {} : { byId }),
    ...(unordered.length === 0 ? {} : { several: unordered }),
  };
}
