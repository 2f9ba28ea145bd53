import * as v from 'valibot';

import { type Alike, CrmError, type Session } from '@/lib/crm/crm';

import type { Http } from '../calls/http';
import type { Prepared } from '../prepare';
import { pageOf } from '../query';
import { recordId } from '../record-ids';
import { quoted } from '../soql';

/** So many records are named; the others are counted. */
const MOST_NAMED = 5;

const namedSchema = v.looseObject({ Id: v.string(), Name: v.string() });
const OBJECT = /^\w{1,80}$/;

/**
 * Changes whose refusal for duplicates names the records that the rule found. Salesforce tells their ids, also of records that this user may not
 * see (REST: DuplicateRuleHeader): their names are asked for as the user, and those that do not come are only counted.
 */
export function namingAlike(
  http: Http,
  prepare: () => Promise<Prepared>,
  { pageHost }: Pick<Session, 'pageHost'>,
): Http {
  async function namesOf(object: string, ids: readonly string[]): Promise<Alike['records']> {
    const { version } = await prepare();
    const soql = `SELECT Id, Name FROM ${object} WHERE Id IN (${ids.map(quoted).join(', ')})`;
    try {
      const { body } = await http.call('GET', `/services/data/v${version}/query?q=${encodeURIComponent(soql)}`);
      return pageOf(body).records.flatMap((row) => {
        const named = v.safeParse(namedSchema, row);
        const id = named.success ? recordId(named.output.Id) : undefined;
        return named.success && id ? [{ name: named.output.Name, url: `https://${pageHost}/${id}` }] : [];
      });
    } catch (error) {
      // The refusal itself is what the person has to hear of; an object without names is counted.
      if (error instanceof CrmError) return [];
      throw error;
    }
  }

  async function alikeOf(matches: CrmError['matches']): Promise<Alike> {
    const ids = new Map<string, Set<string>>();
    for (const { object, id: raw } of matches) {
      const id = recordId(raw);
      if (id !== undefined && OBJECT.test(object)) ids.set(object, (ids.get(object) ?? new Set()).add(id));
    }
    const count = [...ids.values()].reduce((sum, { size }) => sum + size, 0);
    const asked = [...ids].map(([object, of]) => [object, [...of].slice(0, MOST_NAMED)] as const).slice(0, MOST_NAMED);
    const records = (await Promise.all(asked.map(([object, of]) => namesOf(object, of)))).flat().slice(0, MOST_NAMED);
    return { records, others: count - records.length };
  }

  async function named<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof CrmError && error.matches.length > 0) error.alike = await alikeOf(error.matches);
      throw error;
    }
  }

  return {
    ...http,
    once: (...given) => named(() => http.once(...given)),
    change: (...given) => named(() => http.change(...given)),
    get apiUsage() {
      return http.apiUsage;
    },
    get clockAhead() {
      return http.clockAhead;
    },
  };
}
