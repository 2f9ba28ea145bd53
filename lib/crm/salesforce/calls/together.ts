import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';
import { type CrmAnswer, refusal } from '@/lib/crm/refusal';

import { errorOf } from './errors';
import type { Http } from './http';

/** Requests, and queries among them, that one composite call takes (Salesforce: composite resources). */
export const MOST_PARTS = 25;
const MOST_QUERIES = 5;

const schema = v.object({
  compositeResponse: v.array(v.object({ httpStatusCode: v.number(), body: v.unknown() })),
});

/** A query to be asked along with others; `all` reads what is deleted or archived too. */
export interface Asked {
  soql: string;
  all?: boolean | undefined;
}

/** An answer to one of several questions, and when all of them were asked by Salesforce's own clock. */
export interface Part {
  answer: CrmAnswer<unknown>;
  askedAt?: number;
}

/** Answers to several GETs in their order, for one API call: each part is told, or refused in its own way. */
export async function composed(http: Http, version: string, paths: readonly string[]): Promise<Part[]> {
  if (paths.length > MOST_PARTS)
    throw new RangeError(`One composite call takes ${MOST_PARTS} requests, not ${paths.length}.`);
  const { body, askedAt } = await http.call('POST', `/services/data/v${version}/composite`, {
    allOrNone: false,
    compositeRequest: paths.map((url, index) => ({ method: 'GET', referenceId: `q${index}`, url })),
  });
  const answer = v.safeParse(schema, body);
  if (!answer.success || answer.output.compositeResponse.length !== paths.length)
    throw new CrmError('malformed', 'The answer to several queries is not what the API promises. It was not used.', {
      fact: { id: 'odd' },
    });
  return answer.output.compositeResponse.map(({ httpStatusCode, body: part }, index) => ({
    answer:
      httpStatusCode === 200
        ? { is: 'told', value: part }
        : refusal(errorOf(httpStatusCode, part, `GET ${paths[index]?.split('?')[0]}`)),
    ...(askedAt === undefined ? {} : { askedAt }),
  }));
}

/** Answers of several queries, in their order, for one API call per five. */
export async function together(http: Http, version: string, asked: readonly Asked[]): Promise<Part[]> {
  const groups = Array.from({ length: Math.ceil(asked.length / MOST_QUERIES) }, (_, index) =>
    asked.slice(index * MOST_QUERIES, (index + 1) * MOST_QUERIES),
  );
  const parts = await Promise.all(
    groups.map((group) =>
      composed(
        http,
        version,
        group.map((each) => queryPath(version, each)),
      ),
    ),
  );
  return parts.flat();
}

export const queryPath = (version: string, { soql, all }: Asked): string =>
  `/services/data/v${version}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
