import type { LiveOrg } from '../live-org';
import type { OrgView } from '../live-org';
import { refusal } from '../rest/answer';
import { OrgError } from '../rest/errors';
import { columnsOf } from './query-columns';
import { select } from './soql';
import type { Selected } from './soql-terms';

export const PAGE = 2000;

export interface QueryPages {
  /** The first page of `q`, the plan of `explain`, or the columns of `q` where `columns` asks for them. */
  first(view: OrgView, asked: URLSearchParams, all: boolean, batch: number): unknown;
  /** The page behind a locator. */
  next(view: OrgView, locator: string, batch: number): unknown;
}

export function createQueryPages(org: LiveOrg): QueryPages {
  const locators = new Map<string, { selected: Selected; from: number; userId: string | undefined; at: number }>();
  let locatorNumber = 0;

  function page(selected: Selected, from: number, batch: number, userId: string | undefined): unknown {
    const { rows, shape } = selected;
    const records = rows.slice(from, from + batch).map(shape);
    const isDone = from + records.length >= rows.length;
    if (isDone) return { totalSize: rows.length, done: true, records };
    // Opaque on purpose: whoever takes it apart depends on what Salesforce may change.
    const locator = `0r8xx${(locatorNumber += 1).toString(36).padStart(10, '0')}AAA-${from + batch}`;
    locators.set(locator, { selected, from: from + batch, userId, at: Date.now() });
    return {
      totalSize: rows.length,
      done: false,
      nextRecordsUrl: `/services/data/v${org.version}/query/${locator}`,
      records,
    };
  }

  return {
    first(view, asked, all, batch) {
      const explained = asked.get('explain');
      if (explained !== null) return { plans: [explain(select(view, explained, all), view)] };
      const soql = asked.get('q');
      if (soql === null) throw new OrgError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
      const selected = select(view, soql, all, org.policy);
      if (asked.get('columns') === 'true') return columnsOf(view, soql, selected);
      if (selected.count !== undefined) return { totalSize: selected.count, done: true, records: [] };
      if (selected.isAggregate && selected.rows.length > PAGE)
        throw new OrgError(
          400,
          'EXCEEDED_ID_LIMIT',
          'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
        );
      return page(selected, 0, batch, view.userId);
    },
    next(view, locator, batch) {
      const held = locators.get(locator);
      if (!held || held.userId !== view.userId || Date.now() - held.at > org.policy.locatorMs)
        throw refusal('badLocator');
      return page(held.selected, held.from, batch, view.userId);
    },
  };
}

const explain = ({ name, rows }: Selected, view: OrgView): unknown => ({
  cardinality: rows.length,
  fields: [],
  leadingOperationType: 'TableScan',
  notes: [],
  relativeCost: rows.length / Math.max(1, view.rows(name).length),
  sobjectCardinality: view.rows(name).length,
  sobjectType: name,
});
