import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

import type { Http } from './http';

/** Queries that one composite call takes (Salesforce: composite resources). */
const MOST_QUERIES = 5;

const composite = v.object({
  compositeResponse: v.array(v.object({ httpStatusCode: v.number(), body: v.unknown() })),
});

/** A query to be asked along with others; `all` reads what is deleted or archived too. */
export interface Asked {
  soql: string;
  all?: boolean | undefined;
}

/**
 * Answers of several queries, in their order, for one API call per five: a composite request counts as one. A part that was
 * refused has the CRM's error in place of a page. Throws CrmError where an answer as a whole is none.
 */
export async function together(http: Http, version: string, asked: readonly Asked[]): Promise<unknown[]> {
  const groups = Array.from({ length: Math.ceil(asked.length / MOST_QUERIES) }, (_, at) =>
    asked.slice(at * MOST_QUERIES, (at + 1) * MOST_QUERIES),
  );
  const answers = await Promise.all(
    groups.map(async (group) => {
      const answer = v.safeParse(
        composite,
        await http.call('POST', `/services/data/v${version}/composite`, {
          allOrNone: false,
          compositeRequest: group.map(({ soql, all }, at) => ({
            method: 'GET',
            referenceId: `q${at}`,
            url: `/services/data/v${version}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`,
          })),
        }),
      );
      if (!answer.success || answer.output.compositeResponse.length !== group.length)
        throw new CrmError('malformed', 'The answer to several queries is not what the API promises. It was not used.');
      return answer.output.compositeResponse.map(({ body }) => body);
    }),
  );
  return answers.flat();
}
