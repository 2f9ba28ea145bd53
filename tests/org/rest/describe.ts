import { OBJECTS, type ObjectName } from '../data/objects';
import type { FieldInfo } from '../data/schema';
import { WRITABLE } from '../data/write';
import type { OrgView } from '../live-org';
import { childrenOf } from '../soql/children';

const SOAP: Partial<Record<FieldInfo['type'], string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  percent: 'xsd:double',
  currency: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

/** `GET /sobjects`: every object that this user can query. */
export const describeGlobal = (org: OrgView): unknown => ({
  encoding: 'UTF-8',
  maxBatchSize: 200,
  // Safe: OBJECTS is keyed by the names of all objects.
  sobjects: (Object.keys(OBJECTS) as ObjectName[]).filter(org.has).map((name) => about(org, name)),
});

/** `GET /sobjects/{object}`: the object, and nothing of its fields. */
export const basicInfo = (org: OrgView, name: ObjectName): unknown => ({
  objectDescribe: about(org, name),
  recentItems: [],
});

/** `GET /sobjects/{object}/describe` for one user: a field hidden from them is absent, not marked. */
export const describeObject = (org: OrgView, object: ObjectName): unknown => ({
  ...about(org, object),
  childRelationships: childrenOf(object)
    .filter(({ child }) => org.has(child))
    .map(({ name, child, field }) => ({
      cascadeDelete: object === 'Opportunity',
      childSObject: child,
      deprecatedAndHidden: false,
      field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: name,
      restrictedDelete: false,
    })),
  compactLayoutable: WRITABLE.has(object),
  searchLayoutable: WRITABLE.has(object),
  listviewable: null,
  lookupLayoutable: null,
  namedLayoutInfos: [],
  networkScopeFieldName: null,
  recordTypeInfos: recordTypeInfos(org, object),
  supportedScopes: [
    { label: `All ${OBJECTS[object].plural.toLowerCase()}`, name: 'everything' },
    ...(org.fields(object).has('OwnerId')
      ? [{ label: `My ${OBJECTS[object].plural.toLowerCase()}`, name: 'mine' }]
      : []),
  ],
  fields: [...org.fields(object).values()].map((info) => fieldOf(org, object, info)),
});

function about(org: OrgView, name: ObjectName): Record<string, unknown> {
  const { label, plural, prefix } = OBJECTS[name];
  const isWritable = WRITABLE.has(name);
  const at = `/services/data/v${org.version}/sobjects/${name}`;
  const fields = org.fields(name);
  return {
    activateable: false,
    createable: isWritable,
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: isWritable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: prefix,
    label,
    labelPlural: plural,
    layoutable: isWritable,
    mergeable: name === 'Account' || name === 'Contact',
    mruEnabled: isWritable,
    name,
    queryable: true,
    replicateable: fields.has('SystemModstamp') || fields.has('CreatedDate'),
    retrieveable: true,
    searchable: isWritable,
    triggerable: isWritable,
    undeletable: isWritable,
    updateable: isWritable,
    urls: { rowTemplate: `${at}/{ID}`, describe: `${at}/describe`, sobject: at },
  };
}

function fieldOf(org: OrgView, object: ObjectName, info: FieldInfo): unknown {
  const { name, type, to = [], relationship, length } = info;
  const isWritable = WRITABLE.has(object);
  const isNumber = type === 'currency' || type === 'double' || type === 'percent';
  const values = picklistOf(org, object, name);
  const { precision, scale } = digitsOf(info);
  return {
    aggregatable: info.filterable && type !== 'boolean',
    autoNumber: false,
    byteLength: length * 3,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: object === 'Opportunity' ? (org.setUp.picklists.get(name)?.by ?? null) : null,
    createable: isWritable && info.createable,
    custom: name.endsWith('__c'),
    defaultValue: type === 'boolean' ? false : null,
    defaultedOnCreate: isDefaulted(info),
    dependentPicklist: object === 'Opportunity' && org.setUp.picklists.get(name)?.by !== undefined,
    deprecatedAndHidden: false,
    digits: type === 'int' ? 9 : 0,
    encrypted: false,
    externalId: false,
    extraTypeInfo: type === 'textarea' ? 'plaintextarea' : null,
    filterable: info.filterable,
    groupable: info.filterable && !isNumber && type !== 'datetime',
    htmlFormatted: false,
    idLookup: name === 'Id',
    inlineHelpText: null,
    label: labelOf(info),
    length,
    name,
    nameField: name === 'Name',
    namePointing: to.length > 1,
    nillable: info.nillable,
    permissionable: isWritable && info.createable && !info.required,
    picklistValues: values,
    polymorphicForeignKey: to.length > 1,
    precision,
    referenceTo: to,
    relationshipName: relationship ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: values.length > 0,
    scale,
    soapType: SOAP[type] ?? 'xsd:string',
    sortable: info.sortable,
    type,
    unique: false,
    updateable: isWritable && info.updateable,
    writeRequiresMasterRead: false,
  };
}

/** Digits that a number has in all, and behind the point: 0 and 0 of what has none to tell. */
export const digitsOf = ({ type, precision, scale }: FieldInfo): { precision: number; scale: number } => ({
  precision: precision ?? (type === 'percent' ? 3 : type === 'currency' || type === 'double' ? 18 : 0),
  scale: scale ?? (type === 'currency' ? 2 : 0),
});

export const labelOf = ({ name, label }: FieldInfo): string =>
  label ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/ Id$/, ' ID');

/** Fields that a new record has without anyone giving them. */
const isDefaulted = ({ name, type, createable, nillable }: FieldInfo): boolean =>
  type === 'boolean' || name === 'OwnerId' || name === 'Id' || (!createable && !nillable) || name === 'Probability';

const valueOf = (value: unknown, label: unknown, active: unknown = true): unknown => ({
  active,
  defaultValue: false,
  label,
  validFor: null,
  value,
});

/** As in a new org. */
export const ROLES = [
  'Business User',
  'Decision Maker',
  'Economic Buyer',
  'Economic Decision Maker',
  'Evaluator',
  'Executive Sponsor',
  'Influencer',
  'Technical Buyer',
  'Other',
];

function picklistOf(org: OrgView, object: ObjectName, field: string): unknown[] {
  if (object === 'Opportunity' && field === 'StageName')
    return org
      .rows('OpportunityStage')
      .map((stage) => valueOf(stage['ApiName'], stage['MasterLabel'], stage['IsActive']));
  const own = object === 'Opportunity' ? org.setUp.picklists.get(field) : undefined;
  if (own) return own.values.map(({ value, label }) => valueOf(value, label ?? value));
  if (object === 'Task' && field === 'Status')
    return org.rows('TaskStatus').map((status) => valueOf(status['ApiName'], status['MasterLabel']));
  if (object === 'OpportunityContactRole' && field === 'Role') return ROLES.map((role) => valueOf(role, role));
  if (field === 'CurrencyIsoCode')
    return org.rows('CurrencyType').map((row) => valueOf(row['IsoCode'], row['IsoCode'], row['IsActive']));
  return [];
}

function recordTypeInfos(org: OrgView, object: ObjectName): unknown[] {
  const types = object === 'Opportunity' ? org.rows('RecordType') : [];
  return [
    ...types.map((type, index) => ({
      active: type['IsActive'],
      available: type['IsActive'],
      defaultRecordTypeMapping: index === 0,
      developerName: type['DeveloperName'],
      master: false,
      name: type['Name'],
      recordTypeId: type.Id,
      urls: {},
    })),
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: types.length === 0,
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: '012000000000000AAA',
      urls: {},
    },
  ];
}
