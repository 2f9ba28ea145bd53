import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import type { ObjectName } from './fields';
import type { Http } from './http';

/** Names of the fields of an object that this user may see; undefined where the object itself is out of reach. */
export type Describe = (object: ObjectName) => Promise<ReadonlySet<string> | undefined>;

const schema = v.object({ fields: v.array(v.object({ name: v.string() })) });
const GONE = new Set(['INVALID_TYPE', 'NOT_FOUND', 'INSUFFICIENT_ACCESS', 'FUNCTIONALITY_NOT_ENABLED']);

/** Describes are remembered for the life of the client; `forget` asks again after a field went missing in between. */
export function createDescribe(http: Http, version: string): { describe: Describe; forget(object: ObjectName): void } {
  const known = new Map<ObjectName, Promise<ReadonlySet<string> | undefined>>();
  const ask = async (object: ObjectName): Promise<ReadonlySet<string> | undefined> => {
    try {
      const answer = v.safeParse(
        schema,
        await http.call('GET', `/services/data/v${version}/sobjects/${object}/describe`),
      );
      if (!answer.success) throw new CrmError('malformed', `The description of ${object} has no fields in it.`);
      return new Set(answer.output.fields.map(({ name }) => name));
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
