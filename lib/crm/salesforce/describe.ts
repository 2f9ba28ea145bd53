import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import type { ObjectName } from './fields';
import type { Http } from './http';

/** The fields of an object that this user may see, each with its type; undefined where the object itself is out of reach. */
export type Describe = (object: ObjectName) => Promise<ReadonlyMap<string, string> | undefined>;

const schema = v.object({ fields: v.array(v.object({ name: v.string(), type: v.optional(v.string(), 'string') })) });
const GONE = new Set(['INVALID_TYPE', 'NOT_FOUND', 'INSUFFICIENT_ACCESS', 'FUNCTIONALITY_NOT_ENABLED']);

/** Fields by object, as plain JSON; null where the object is out of reach. */
export type Described = Partial<Record<ObjectName, [name: string, type: string][] | null>>;

/**
 * Describes are remembered, also beyond the life of the client: `before` is what an earlier one learnt, `learnt` is told what
 * this one does. `forget` asks again after a field went missing in between.
 */
export function createDescribe(
  http: Http,
  version: string,
  before: Described = {},
  learnt: (described: Described) => void = () => undefined,
): { describe: Describe; forget(object: ObjectName): void } {
  const described = { ...before };
  const known = new Map(
    // Safe: the keys are those that this function wrote.
    (Object.entries(before) as [ObjectName, [string, string][] | null][]).map(([object, fields]) => [
      object,
      Promise.resolve(fields === null ? undefined : new Map(fields)) as ReturnType<Describe>,
    ]),
  );
  const learn = (object: ObjectName, fields: [string, string][] | null): void => {
    described[object] = fields;
    learnt({ ...described });
  };
  const ask = async (object: ObjectName): ReturnType<Describe> => {
    try {
      const answer = v.safeParse(
        schema,
        await http.call('GET', `/services/data/v${version}/sobjects/${object}/describe`),
      );
      if (!answer.success) throw new CrmError('malformed', `The description of ${object} has no fields in it.`);
      const fields = answer.output.fields.map(({ name, type }): [string, string] => [name, type]);
      learn(object, fields);
      return new Map(fields);
    } catch (error) {
      if (error instanceof CrmError && error.code !== undefined && GONE.has(error.code)) {
        learn(object, null);
        return undefined;
      }
      known.delete(object);
      throw error;
    }
  };
  return {
    describe(object) {
      let asked = known.get(object);
      if (!asked) known.set(object, (asked = ask(object)));
      return asked;
    },
    forget: (object) => known.delete(object),
  };
}
