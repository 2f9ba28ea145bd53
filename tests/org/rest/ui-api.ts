import type { Row } from '@/lib/sample/org-tables';

import { id18 } from '../data/id';
import type { ObjectName } from '../data/objects';
import type { FieldInfo } from '../data/schema';
import { MASTER } from '../data/set-up';
import { shownValue } from '../data/shown';
import type { OrgView } from '../live-org';
import { objectOf } from '../soql/soql-terms';
import { refusal } from './answer';
import { basicInfo, digitsOf, labelOf } from './describe';
import { OrgError } from './errors';

/** `/ui-api/…`: a record as the page shows it, an object's fields, its layout, and the values of its picklists by record type. */
export function uiApi(org: OrgView, path: string[], asked: URLSearchParams): unknown {
  const [kind = '', first = '', ...rest] = path;
  if (kind === 'records' && rest.length === 0) return record(org, first, asked);
  if (kind !== 'object-info' && kind !== 'layout') throw refusal('notFound');
  const object = objectOf(org, first);
  if (!object || (kind === 'layout' && rest.length > 0)) throw refusal('notFound');
  if (kind === 'layout') return layout(org, object, asked);
  if (rest.length === 0) return objectInfo(org, object);
  return picklistValues(org, object, rest);
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

/** Where the name has a capital within. */
const DATA_TYPES: Partial<Record<FieldInfo['type'], string>> = { textarea: 'TextArea', multipicklist: 'MultiPicklist' };

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
          controllerName: object === 'Opportunity' ? (org.setUp.picklists.get(name)?.by ?? null) : null,
          dataType: DATA_TYPES[type] ?? `${type.charAt(0).toUpperCase()}${type.slice(1)}`,
          label: labelOf({ name, type, nillable, ...info }),
          htmlFormatted: info.isMarkedUp === true,
          extraTypeInfo: type === 'textarea' ? (info.isMarkedUp ? 'RichTextArea' : 'PlainTextArea') : null,
          required: info.required,
          updateable: info.updateable,
          createable: info.createable,
          length: info.length,
          ...digitsOf({ name, type, nillable, ...info }),
          nillable,
          relationshipName: info.relationship ?? null,
        },
      ]),
    ),
  };
}

const FORECAST_CATEGORIES = ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'];
const BASE = '/ui-api/object-info/Opportunity/picklist-values';

/** `/object-info/Opportunity/picklist-values/{recordType}`, of all picklists or of one. */
function picklistValues(org: OrgView, object: ObjectName, [values, type = '', field, ...more]: string[]): unknown {
  const isKnown = type === MASTER || org.find('RecordType', type) !== undefined;
  if (object !== 'Opportunity' || values !== 'picklist-values' || !isKnown || more.length > 0)
    throw refusal('notFound');
  const names = [...org.fields('Opportunity').values()]
    .filter((info) => info.type.endsWith('picklist') && picklistOf(org, type, info.name) !== undefined)
    .map(({ name }) => name);
  if (field !== undefined) {
    if (!names.includes(field)) throw refusal('notFound');
    return picklistOf(org, type, field);
  }
  return {
    eTag: 'bee4',
    picklistFieldValues: Object.fromEntries(names.map((name) => [name, picklistOf(org, type, name)])),
  };
}

const escaped = (label: unknown): string => String(label).replaceAll('&', '&amp;');

function picklistOf(org: OrgView, type: string, field: string): unknown {
  const whole = (values: unknown[], controllerValues: Record<string, number> = {}): unknown => ({
    controllerValues,
    defaultValue: null,
    eTag: 'bee3',
    url: `/services/data/v${org.version}${BASE}/${type}/${field}`,
    values,
  });
  const value = (each: string, label: unknown, validFor: number[] = [], attributes: unknown = null): unknown => ({
    attributes,
    label: escaped(label),
    validFor,
    value: each,
  });
  if (field === 'StageName') return whole(stageValues(org, type, value));
  const own = org.setUp.picklists.get(field);
  if (own) {
    const ofType = own.values.filter(({ types }) => types?.includes(type) ?? true);
    const controls = own.by === undefined ? [] : controlling(org, own.by);
    return whole(
      ofType.map(({ value: each, label, validFor }) =>
        value(
          each,
          label ?? each,
          (validFor ?? controls).map((control) => controls.indexOf(control)),
        ),
      ),
      Object.fromEntries(controls.map((control, index) => [control, index])),
    );
  }
  return field === 'ForecastCategoryName' ? whole(FORECAST_CATEGORIES.map((each) => value(each, each))) : undefined;
}

/** Values of a field that controls another: a checkbox has two. */
function controlling(org: OrgView, field: string): string[] {
  if (org.fields('Opportunity').get(field)?.type === 'boolean') return ['false', 'true'];
  const own = org.setUp.picklists.get(field);
  if (own) return own.values.map(({ value }) => value);
  return field === 'StageName' ? org.rows('OpportunityStage').map((stage) => String(stage['ApiName'])) : [];
}

function stageValues(
  org: OrgView,
  type: string,
  value: (each: string, label: unknown, validFor: number[], attributes: unknown) => unknown,
): unknown[] {
  const process = org.find('RecordType', type)?.['Stages'];
  const allowed = typeof process === 'string' ? new Set(process.split(';')) : undefined;
  return org
    .rows('OpportunityStage')
    .filter((stage) => stage['IsActive'] === true && (allowed?.has(String(stage['ApiName'])) ?? true))
    .map((stage) =>
      value(String(stage['ApiName']), stage['MasterLabel'], [], {
        // Salesforce's own spelling.
        picklistAtrributesValueType: 'OpportunityStage',
        closed: stage['IsClosed'],
        won: stage['IsWon'],
        defaultProbability: stage['DefaultProbability'],
        forecastCategoryName: stage['ForecastCategoryName'],
      }),
    );
}

/** `/layout/{object}`: what the record page of a record type has, in one section. */
function layout(org: OrgView, object: ObjectName, asked: URLSearchParams): unknown {
  const type = asked.get('recordTypeId') ?? MASTER;
  if (type !== MASTER && !org.find('RecordType', type)) throw refusal('notFound');
  const fields = [...org.fields(object).values()];
  const own = object === 'Opportunity' ? org.setUp.layouts.get(type) : undefined;
  const items = own ?? fields.filter(({ updateable }) => updateable).map(({ name, required }) => ({ name, required }));
  return {
    eTag: 'bee5',
    id: '00h000000000001AAA',
    layoutType: 'Full',
    mode: 'Edit',
    objectApiName: object,
    recordTypeId: type,
    sections: [
      {
        collapsible: false,
        columns: 2,
        heading: 'Information',
        id: '01B000000000001AAA',
        layoutRows: items.flatMap((item: { name: string; required?: boolean; editable?: boolean }) => {
          // What a user may not see is not on their page.
          const info = org.fields(object).get(item.name);
          if (!info) return [];
          const { name, required = false, editable = true } = item;
          const isEditable = editable && info.updateable;
          return [
            {
              layoutItems: [
                {
                  editableForNew: isEditable,
                  editableForUpdate: isEditable,
                  label: labelOf(info),
                  layoutComponents: [{ apiName: name, componentType: 'Field', label: labelOf(info) }],
                  lookupIdApiName: null,
                  required: (required || info.required) && isEditable,
                  sortable: false,
                },
              ],
            },
          ];
        }),
        rows: items.length,
        useHeading: false,
      },
    ],
  };
}
