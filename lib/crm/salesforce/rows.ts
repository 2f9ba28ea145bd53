import { type Answer, answerOf, readOf } from '@/lib/crm/answer';
import { CrmError } from '@/lib/crm/crm';

import type { Http } from './calls/http';
import { queryPath, together } from './calls/together';
import { DOUBTFUL } from './look-ahead';
import { counted, type Page, pageOf } from './query';

export type Row = Record<string, unknown>;

/** All rows of several queries, five a call; what one call does not hold is fetched page by page. */
export async function askRows(http: Http, version: string, soqls: readonly string[]): Promise<Answer<Row[]>[]> {
  const first = await firstPages(http, version, soqls);
  return Promise.all(
    first.map(async (answer): Promise<Answer<Row[]>> => {
      const page = readOf(answer, pageOf);
      return page.is === 'told' ? answerOf(rest(http, page.value)) : page;
    }),
  );
}

async function firstPages(http: Http, version: string, soqls: readonly string[]): Promise<Answer<unknown>[]> {
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
      soqls.map((soql) => answerOf(http.call('GET', queryPath(version, { soql })).then(({ body }) => body))),
    );
  }
}

async function rest(http: Http, first: Page): Promise<Row[]> {
  const records = [...first.records];
  for (let page = first, got = 0; !page.done && page.nextRecordsUrl !== undefined;) {
    got = counted(page, got);
    page = pageOf((await http.call('GET', page.nextRecordsUrl)).body);
    records.push(...page.records);
  }
  return records.filter((row): row is Row => typeof row === 'object' && row !== null);
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
