import { objectName } from './soql-terms';
import type { OrgView } from './view';

/** `GET /sobjects`: what objects there are. */
export const describeGlobal = (): unknown => ({
  encoding: 'UTF-8',
  maxBatchSize: 200,
  sobjects: ['Opportunity', 'User', 'Task', 'Event', 'OpportunityHistory', 'ForecastingQuota'].map((name) => ({
    name,
    queryable: true,
  })),
});

/** `GET /sobjects/{object}/describe` for one user: a field hidden from them is absent, not marked. */
export function describeObject(org: OrgView, object: ReturnType<typeof objectName>): unknown {
  const fields = [...org.fields(object).values()].map(({ name, type, to, relationship, updateable, filterable }) => ({
    name,
    label: name.replace(/Id$/, '').replace(/([a-z])([A-Z])/g, '$1 $2'),
    type,
    updateable,
    createable: updateable,
    filterable,
    sortable: filterable,
    groupable: filterable && type !== 'datetime' && type !== 'currency' && type !== 'double',
    nillable: name !== 'Id',
    custom: false,
    calculated: false,
    referenceTo: to ?? [],
    relationshipName: relationship ?? null,
    polymorphicForeignKey: (to?.length ?? 0) > 1,
    picklistValues: name === 'StageName' && object === 'Opportunity' ? stageValues(org) : [],
  }));
  return {
    name: object,
    label: object,
    labelPlural: object,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    updateable: true,
    createable: true,
    deletable: true,
    keyPrefix: null,
    childRelationships: [],
    recordTypeInfos: object === 'Opportunity' ? recordTypeInfos(org) : [],
    supportedScopes: [],
    fields,
    urls: {},
  };
}

const stageValues = (org: OrgView): unknown[] =>
  org.rows('OpportunityStage').map((stage) => ({
    active: stage['IsActive'],
    defaultValue: false,
    label: stage['MasterLabel'],
    validFor: null,
    value: stage['ApiName'],
  }));

const recordTypeInfos = (org: OrgView): unknown[] => [
  ...org.rows('RecordType').map((type, index) => ({
    available: type['IsActive'],
    defaultRecordTypeMapping: index === 0,
    master: false,
    name: type['Name'],
    developerName: type['DeveloperName'],
    recordTypeId: type.Id,
    urls: {},
  })),
  {
    available: true,
    defaultRecordTypeMapping: org.rows('RecordType').length === 0,
    master: true,
    name: 'Master',
    developerName: 'Master',
    recordTypeId: '012000000000000AAA',
    urls: {},
  },
];
