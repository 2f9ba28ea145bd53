import { OrgError } from './errors';
import type { OrgView } from './view';

const MASTER = '012000000000000AAA';

/** `/ui-api/object-info/Opportunity/picklist-values/{recordType}/StageName`: the stages of one sales process. */
export function stagePicklist(org: OrgView, path: string[]): unknown {
  const [info, object, values, type = '', field] = path;
  const isKnown = type === MASTER || org.find('RecordType', type) !== undefined;
  if (
    info !== 'object-info' ||
    object !== 'Opportunity' ||
    values !== 'picklist-values' ||
    field !== 'StageName' ||
    !isKnown
  )
    throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
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
