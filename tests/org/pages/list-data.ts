import type { Row } from '@/lib/sample/org-tables';

import { findRow, type PageSource, text } from './page-source';
import { recordUrl } from './record-data';
import { currencyOf, stages } from './stage-data';

export interface ListRow {
  Id: string;
  name: string;
  url: string;
  account: string;
  accountUrl: string;
  stage: string;
  amount: number | null;
  currency: string;
  closeDate: string;
  owner: string;
}

export interface ListQuery {
  filter: string;
  sort: string;
  descending: boolean;
  offset: number;
  limit: number;
  /** The user who looks, for "My Opportunities". */
  userId: string | undefined;
}

export interface BoardColumn {
  stage: string;
  total: number;
  currency: string;
  cards: ListRow[];
}

function inView(source: PageSource, filter: string, userId: string | undefined): Row[] {
  const alive = source.rows('Opportunity').filter((row) => row['IsDeleted'] !== true);
  if (filter === 'AllOpenOpportunities') return alive.filter((row) => row['IsClosed'] !== true);
  if (filter === 'MyOpportunities' && userId) return alive.filter((row) => row['OwnerId'] === userId);
  return alive;
}

/** Names by id of one object, read once for a whole list. */
function names(source: PageSource, sobject: string): Map<string, string> {
  return new Map(source.rows(sobject).map((row) => [row.Id, text(row, 'Name')]));
}

function toListRows(source: PageSource, rows: readonly Row[]): ListRow[] {
  const accounts = names(source, 'Account');
  const users = names(source, 'User');
  return rows.map((row) => {
    const accountId = text(row, 'AccountId');
    return {
      Id: row.Id,
      name: text(row, 'Name'),
      url: recordUrl('Opportunity', row.Id),
      account: accounts.get(accountId) ?? '',
      accountUrl: accounts.has(accountId) ? recordUrl('Account', accountId) : '',
      stage: text(row, 'StageName'),
      amount: typeof row['Amount'] === 'number' ? row['Amount'] : null,
      currency: currencyOf(source, row),
      closeDate: text(row, 'CloseDate'),
      owner: users.get(text(row, 'OwnerId')) ?? '',
    };
  });
}

type SortKey = 'name' | 'account' | 'stage' | 'amount' | 'closeDate' | 'owner';
const SORT_KEYS: readonly string[] = ['name', 'account', 'stage', 'amount', 'closeDate', 'owner'] satisfies SortKey[];
const isSortKey = (key: string): key is SortKey => SORT_KEYS.includes(key);

/** Ascending with empty values first, stages in picklist order, as Salesforce sorts a list view. */
function comparer(source: PageSource, key: SortKey): (a: ListRow, b: ListRow) => number {
  const position = new Map(stages(source).map((stage, index) => [stage.name, index]));
  return (a, b) => {
    if (key === 'stage') return (position.get(a.stage) ?? -1) - (position.get(b.stage) ?? -1);
    if (key === 'amount') return (a.amount ?? -Infinity) - (b.amount ?? -Infinity) || 0;
    return a[key].localeCompare(b[key], 'en');
  };
}

/** One page of a list view, with the count of the whole view. */
export function listPage(source: PageSource, query: ListQuery): { total: number; rows: ListRow[] } {
  const compare = comparer(source, isSortKey(query.sort) ? query.sort : 'name');
  const direction = query.descending ? -1 : 1;
  const rows = toListRows(source, inView(source, query.filter, query.userId)).sort(
    (a, b) => direction * compare(a, b) || a.Id.localeCompare(b.Id),
  );
  return { total: rows.length, rows: rows.slice(query.offset, query.offset + query.limit) };
}

/** The kanban of a list view: a column for each stage the view can hold, cards by close date. */
export function board(source: PageSource, filter: string, userId: string | undefined): BoardColumn[] {
  const cards = toListRows(source, inView(source, filter, userId)).sort((a, b) =>
    a.closeDate.localeCompare(b.closeDate),
  );
  return stages(source)
    .filter((stage) => filter !== 'AllOpenOpportunities' || !stage.closed)
    .map((stage) => {
      const mine = cards.filter((card) => card.stage === stage.name);
      const total = mine.reduce((sum, card) => sum + (card.amount ?? 0), 0);
      return { stage: stage.label, total, currency: currencyOf(source), cards: mine };
    });
}

/** Figures of the home page. */
export function home(source: PageSource, userId: string | undefined): { userName: string; open: ListRow[] } {
  const user = userId ? findRow(source, 'User', userId) : undefined;
  const open = toListRows(source, inView(source, 'AllOpenOpportunities', userId))
    .sort((a, b) => (b.amount ?? 0) - (a.amount ?? 0))
    .slice(0, 8);
  return { userName: text(user, 'Name'), open };
}
