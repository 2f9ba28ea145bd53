import * as v from 'valibot';

import { crmAnswerOf } from '@/lib/crm/refusal';

import type { Http } from '../calls/http';
import { recordId } from '../record-ids';
import type { ApiRow } from '../rows';

const picklist = v.object({ values: v.array(v.looseObject({ value: v.string() })) });

/**
 * Stages of each record type's sales process (Salesforce: UI API picklist values), one call a record type. One that may not be read is
 * left out, and its deals stand on the ladder of all stages; `later` says why one could not be read for now.
 */
export async function readLadders(
  http: Http,
  version: string,
  recordTypes: readonly ApiRow[],
): Promise<{ ladders: Record<string, string[]>; later?: string }> {
  const ladders: Record<string, string[]> = {};
  let later: string | undefined;
  for (const { Id } of recordTypes) {
    const id = recordId(Id);
    if (id === undefined) continue;
    const path = `/services/data/v${version}/ui-api/object-info/Opportunity/picklist-values/${id}/StageName`;
    const answer = await crmAnswerOf(http.call('GET', path));
    if (answer.is === 'later') later ??= answer.detail;
    if (answer.is !== 'told') continue;
    const told = v.safeParse(picklist, answer.value.body);
    if (told.success) ladders[id] = told.output.values.map(({ value }) => value);
    else later ??= 'The answer about the stages of a record type is not what the API promises.';
  }
  return { ladders, ...(later === undefined ? {} : { later }) };
}

/** What the org calls its record types, by id. */
export const namesOf = (recordTypes: readonly ApiRow[]): Record<string, string> =>
  Object.fromEntries(
    recordTypes.flatMap(({ Id, Name }) => {
      const id = recordId(Id);
      return id === undefined || typeof Name !== 'string' ? [] : [[id, Name]];
    }),
  );
