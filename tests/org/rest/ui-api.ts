import type { Row } from '@/lib/sample/org-tables';

import { id18 } from '../data/id';
import type { ObjectName } from '../data/objects';
import type { FieldInfo } from '../data/schema';
import { shownValue } from '../data/shown';
import type { OrgView } from '../live-org';
import { objectOf } from '../soql/soql-terms';
import { refusal } from './answer';
import { basicInfo } from './describe';
import { OrgError } from './errors';

const MASTER = '012000000000000AAA';

/** `/ui-api/…`: a record as the page shows it, an object's fields, and the stages of one sales process. */
export function uiApi(org: OrgView, path: string[], asked: URLSearchParams): unknown {
  const [kind = '', first = '', ...rest] = path;
  if (kind === 'records' && rest.length === 0) return record(org, first, asked);
  if (kind !== 'object-info') throw refusal('notFound');
  const object = objectOf(org, first);
  if (!object) throw refusal('notFound');
  if (rest.length === 0) return objectInfo(org, object);
  return stagePicklist(org, object, rest);
}

/** Unknown names in `fields` are refused, those in `optionalFields` are left out. */
function record(org: OrgView, raw: string, asked: URLSearchParams): unknown {
  const id = id18(raw);
  const object = org.typeOf(id);
  const row = object && org.find(object, id);
  if (!object || !row) throw refusal('notFound');
  const infos = org.fields(object);
  const list = (name: string): string[] => (asked.get(name) ?? '').split(',').filter((each) => each !== '');
  const plain = (name: string): string => name.replace(`${object}.`, '');
  const wrong = list('fields').filter((name) => !infos.has(plain(name)));
  if (wrong.length > 0)
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `The requested resource has fields that do not exist: ${wrong.join(', ')}`,
    );
  const wanted = [...list('fields'), ...list('optionalFields')].flatMap((name): FieldInfo[] => {
    const info = infos.get(plain(name));
    return info ? [info] : [];
  });
  if (list('fields').length + list('optionalFields').length === 0)
    throw new OrgError(400, 'MISSING_ARGUMENT', 'Specify at least one field or layout type.');
  const stamp = String(row['SystemModstamp'] ?? '');
  return {
    apiName: object,
    childRelationships: {},
    eTag: id.toLowerCase(),
    fields: Object.fromEntries(wanted.map((info) => [info.name, fieldValue(org, object, row, info)])),
    id,
    lastModifiedById: row['LastModifiedById'] ?? null,
    lastModifiedDate: row['LastModifiedDate'] ?? null,
    recordTypeId: row['RecordTypeId'] ?? MASTER,
    recordTypeInfo: null,
    systemModstamp: stamp,
    weakEtag: Date.parse(stamp),
  };
}

function fieldValue(org: OrgView, object: ObjectName, row: Row, info: FieldInfo): unknown {
  const value = row[info.name] ?? null;
  const isPlain = info.type === 'string' || info.type === 'boolean' || info.type === 'id' || info.type === 'reference';
  return { displayValue: isPlain ? null : shownValue(org, object, row, info, value), value };
}

function objectInfo(org: OrgView, object: ObjectName): unknown {
  // Safe: `basicInfo` describes the object.
  const { objectDescribe } = basicInfo(org, object) as { objectDescribe: Record<string, unknown> };
  const { keyPrefix, label, labelPlural, createable, deletable, queryable, updateable, custom } = objectDescribe;
  return {
    apiName: object,
    keyPrefix,
    label,
    labelPlural,
    createable,
    deletable,
    queryable,
    updateable,
    custom,
    eTag: object.toLowerCase(),
    defaultRecordTypeId: MASTER,
    nameFields: org.fields(object).has('Name') ? ['Name'] : [],
    fields: Object.fromEntries(
      [...org.fields(object).values()].map(({ name, type, nillable, ...info }) => [
        name,
        {
          apiName: name,
          dataType: `${type.charAt(0).toUpperCase()}${type.slice(1)}`,
          label: name,
          required: info.required,
          updateable: info.updateable,
          createable: info.createable,
          length: info.length,
          nillable,
          relationshipName: info.relationship ?? null,
        },
      ]),
    ),
  };
}

/** `/object-info/Opportunity/picklist-values/{recordType}/StageName`. */
function stagePicklist(org: OrgView, object: ObjectName, [values, type = '', field, ...more]: string[]): unknown {
  const isKnown = type === MASTER || org.find('RecordType', type) !== undefined;
  if (object !== 'Opportunity' || values !== 'picklist-values' || field !== 'StageName' || !isKnown || more.length > 0)
    throw refusal('notFound');
  const process = org.find('RecordType', type)?.['Stages'];
  const allowed = typeof process === 'string' ? new Set(process.split(';')) : undefined;
  return {
    controllerValues: {},
    defaultValue: null,
    eTag: 'bee3',
    url: `/services/data/v${org.version}/ui-api/object-info/Opportunity/picklist-values/${type}/StageName`,
    values: org
      .rows('OpportunityStage')
      .filter((stage) => stage['IsActive'] === true && (allowed?.has(String(stage['ApiName'])) ?? true))
      .map((stage) => ({
        attributes: {
          // Salesforce's own spelling.
          picklistAtrributesValueType: 'OpportunityStage',
          closed: stage['IsClosed'],
          won: stage['IsWon'],
          defaultProbability: stage['DefaultProbability'],
          forecastCategoryName: stage['ForecastCategoryName'],
        },
        label: String(stage['MasterLabel']).replaceAll('&', '&amp;'),
        validFor: [],
        value: stage['ApiName'],
      })),
  };
}
