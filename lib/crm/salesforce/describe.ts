import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import type { ObjectName } from './fields';
import type { Http } from './http';

/** The fields of an object that this user may see, each with its type; undefined where the object itself is out of reach. */
export type Describe = (object: ObjectName) => Promise<ReadonlyMap<string, string> | undefined>;

const schema = v.object({ fields: v.array(v.object({ name: v.string(), type: v.optional(v.string(), 'string') })) });
const GONE = new Set(['INVALID_TYPE', 'NOT_FOUND', 'INSUFFICIENT_ACCESS', 'FUNCTIONALITY_NOT_ENABLED']);

/** Describes are remembered for the life of the client; `forget` asks again after a field went missing in between. */
export function createDescribe(http: Http, version: string): { describe: Describe; forget(object: ObjectName): void } {
  const known = new Map<ObjectName, ReturnType<Describe>>();
  const ask = async (object: ObjectName): ReturnType<Describe> => {
    try {
      const answer = v.safeParse(
        schema,
        await http.call('GET', `/services/data/v${version}/sobjects/${object}/describe`),
      );
      if (!answer.success) throw new CrmError('malformed', `The description of ${object} has no fields in it.`);
      return new Map(answer.output.fields.map(({ name, type }) => [name, type]));
    } catch (error) {
      if (error instanceof CrmError && error.code !== undefined && GONE.has(error.code)) return undefined;
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
