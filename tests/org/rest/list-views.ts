import { makeId } from '@/lib/sample/made-ids';
import type { Value } from '@/lib/sample/org-tables';

import { OBJECTS, type ObjectName } from '../data/objects';
import type { OrgView } from '../live-org';
import { output } from '../soql/soql-terms';
import { type Answer, refusal } from './answer';

/** The columns that a list shows of an object, where it has them. */
const COLUMNS = ['Name', 'StageName', 'Amount', 'CloseDate', 'Subject', 'Status'];
const ROWS = 25;

/** `/sobjects/{object}/listviews`: the two lists that every object begins with, each with its query and its rows. */
export function listViews(
  org: OrgView,
  object: ObjectName,
  [id = '', part = '', ...more]: string[],
  asked: URLSearchParams,
): Answer {
  const at = `/services/data/v${org.version}/sobjects/${object}/listviews`;
  const { plural } = OBJECTS[object];
  const views = ['All', 'My'].map((whose, place) => {
    const own = makeId('00B', place + 1);
    return {
      id: own,
      developerName: `${whose}${plural.replaceAll(' ', '')}`,
      label: `${whose} ${plural}`,
      soqlCompatible: true,
      url: `${at}/${own}`,
      describeUrl: `${at}/${own}/describe`,
      resultsUrl: `${at}/${own}/results`,
    };
  });
  if (id === '')
    return {
      status: 200,
      body: { done: true, listviews: views, nextRecordsUrl: null, size: views.length, sobjectType: object },
    };
  const view = views.find((each) => each.id.slice(0, 15) === id.slice(0, 15));
  if (!view || more.length > 0) throw refusal('notFound');
  if (part === '') return { status: 200, body: view };
  const fields = org.fields(object);
  const shown = COLUMNS.flatMap((name) => fields.get(name) ?? []);
  const isMine = view === views[1];
  const columns = shown.map(({ name, type }) => ({
    fieldNameOrPath: name,
    label: name,
    type,
    hidden: false,
    sortable: true,
  }));
  if (part === 'describe')
    return {
      status: 200,
      body: {
        id: view.id,
        columns,
        query: `SELECT ${['Id', ...shown.map(({ name }) => name)].join(', ')} FROM ${object}${isMine ? ' USING SCOPE mine' : ''} ORDER BY Id`,
        scope: isMine ? 'mine' : null,
        sobjectType: object,
      },
    };
  if (part !== 'results') throw refusal('notFound');
  const rows = org.rows(object).filter((row) => !isMine || row['OwnerId'] === org.userId);
  const from = Number(asked.get('offset') ?? 0);
  const page = rows.toSorted((a, b) => (a.Id < b.Id ? -1 : 1)).slice(from, from + Number(asked.get('limit') ?? ROWS));
  return {
    status: 200,
    body: {
      id: view.id,
      developerName: view.developerName,
      label: view.label,
      columns,
      done: from + page.length >= rows.length,
      size: page.length,
      records: page.map((row) => ({
        columns: [
          { fieldNameOrPath: 'Id', value: row.Id },
          ...shown.map((info) => ({ fieldNameOrPath: info.name, value: text(output(info, row[info.name] ?? null)) })),
        ],
      })),
    },
  };
}

/** Values of lists are texts. */
const text = (value: Value): string | null => (value === null ? null : String(value));
