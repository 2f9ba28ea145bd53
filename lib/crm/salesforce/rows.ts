import { CrmError } from '@/lib/crm/crm';
import { type CrmAnswer, crmAnswerOf, readOf } from '@/lib/crm/refusal';

import type { Http } from './calls/http';
import { queryPath, together } from './calls/together';
import { DOUBTFUL } from './look-ahead';
import { counted, furtherPageOf, type Page, pageOf } from './query';
import { quoted, whereClause } from './soql';

export type ApiRow = Record<string, unknown>;

/** Rows of one object. They are asked for in the order of their ids, which must be among the fields. */
export interface RowQuery {
  fields: readonly string[];
  object: string;
  condition?: string | undefined;
  /** Any one row will do. */
  isOne?: true;
}

/** All rows of several queries, five a call; what one call does not hold is fetched page by page. */
export async function askRows(
  http: Http,
  version: string,
  queries: readonly RowQuery[],
): Promise<CrmAnswer<ApiRow[]>[]> {
  const first = await firstPages(
    http,
    version,
    queries.map((query) => soqlOf(query)),
  );
  return Promise.all(
    first.map(async (answer, index): Promise<CrmAnswer<ApiRow[]>> => {
      const page = readOf(answer, pageOf);
      const query = queries[index];
      return page.is === 'told' && query ? crmAnswerOf(rest(http, version, query, page.value)) : readOf(page, () => []);
    }),
  );
}

const soqlOf = ({ fields, object, condition, isOne }: RowQuery, afterId?: string): string =>
  `SELECT ${fields.join(', ')} FROM ${object}${whereClause(condition, afterId === undefined ? undefined : `Id > ${quoted(afterId)}`)}${isOne ? ' LIMIT 1' : ' ORDER BY Id'}`;

async function firstPages(http: Http, version: string, soqls: readonly string[]): Promise<CrmAnswer<unknown>[]> {
  try {
    return (
      await together(
        http,
        version,
        soqls.map((soql) => ({ soql })),
      )
    ).map(({ answer }) => answer);
  } catch (error) {
    // An org that refuses calls in parts may still answer each of them.
    if (!(error instanceof CrmError) || !DOUBTFUL.has(error.state)) throw error;
    return Promise.all(
      soqls.map((soql) => crmAnswerOf(http.call('GET', queryPath(version, { soql })).then(({ body }) => body))),
    );
  }
}

/** The pages behind the first. Where Salesforce has dropped the query meanwhile, it is asked anew for what follows the last row. */
async function rest(http: Http, version: string, query: RowQuery, first: Page): Promise<ApiRow[]> {
  const records = [...first.records];
  let page = first;
  let got = 0;
  while (!page.done) {
    got = counted(page, got);
    const further = page.nextRecordsUrl;
    try {
      // A page that does not say where the next one is has lost it, too.
      if (further === undefined)
        throw new CrmError('failed', 'No further page is named.', { code: LOCATOR_GONE, fact: { id: 'odd' } });
      page = furtherPageOf((await http.call('GET', further)).body);
    } catch (error) {
      // Safe: a record is a JSON object, or has no fields to read.
      const lastId = (records.at(-1) as ApiRow | undefined)?.['Id'];
      if (!isLocatorGone(error) || typeof lastId !== 'string') throw error;
      page = pageOf((await http.call('GET', queryPath(version, { soql: soqlOf(query, lastId) }))).body);
      got = 0;
    }
    records.push(...page.records);
  }
  return records.filter((row): row is ApiRow => typeof row === 'object' && row !== null);
}

/** Salesforce keeps a query's further pages for two days at most, and fewer where a user has many open. */
export const isLocatorGone = (error: unknown): boolean => error instanceof CrmError && error.code === LOCATOR_GONE;
const LOCATOR_GONE = 'INVALID_QUERY_LOCATOR';

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
