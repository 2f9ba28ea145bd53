import type { Row, Value } from '@/lib/sample/org-tables';

import type { LiveOrg } from '../live-org';
import { OrgError } from '../rest/errors';
import type { ObjectName } from './objects';
import { takenValue, type WriteContext } from './write-values';

/** Objects whose records people make through the API. All others are set up by an administrator, or by the org itself. */
export const WRITABLE = new Set<ObjectName>([
  'Account',
  'Contact',
  'Opportunity',
  'OpportunityContactRole',
  'Task',
  'Event',
  'EventRelation',
  'EmailMessage',
  'ForecastingQuota',
  'ContentDocument',
  'ContentVersion',
  'ContentDocumentLink',
]);
const FORECAST_CATEGORIES = ['Omitted', 'Pipeline', 'Best Case', 'Most Likely', 'Commit', 'Closed'];

/** What a create (`before` undefined) or an update keeps of what was sent. Throws the first of the CRM's refusals. */
export function takenRow(
  org: LiveOrg,
  name: ObjectName,
  sent: Record<string, unknown>,
  before: Row | undefined,
): Record<string, Value> {
  // Safe: an administrator's set-up comes from tests, as values of a row.
  if (!WRITABLE.has(name)) return sent as Record<string, Value>;
  const money = sent['CurrencyIsoCode'] ?? before?.['CurrencyIsoCode'];
  const context = contextOf(org, money);
  const fields = org.fields(name);
  const taken: Record<string, Value> = {};
  const sealed: string[] = [];
  for (const [field, value] of Object.entries(sent)) {
    if (field === 'attributes') continue;
    const info = [...fields.values()].find((each) => each.name.toLowerCase() === field.toLowerCase());
    if (!info) throw new OrgError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${name}`);
    if (before === undefined ? info.createable : info.updateable)
      taken[info.name] = takenValue(context, name, info, value);
    else sealed.push(info.name);
  }
  if (sealed.length > 0)
    throw new OrgError(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${sealed.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      sealed,
    );
  const after: Record<string, Value> = { ...before, ...taken };
  const missing = [...fields.values()].filter(({ name: field, required }) => required && (after[field] ?? '') === '');
  const names = missing.map(({ name: field }) => field).filter((field) => before === undefined || field in taken);
  if (names.length > 0)
    throw new OrgError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  const owner = taken['OwnerId'];
  if (typeof owner === 'string' && org.find('User', owner)?.['IsActive'] === false)
    throw new OrgError(
      400,
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${owner}] as owner of ${name.toLowerCase()}`,
      ['OwnerId'],
    );
  return taken;
}

const contextOf = (org: LiveOrg, money: unknown): WriteContext => ({
  decimals: Math.max(
    2,
    Number(org.rows('CurrencyType').find((row) => row['IsoCode'] === money)?.['DecimalPlaces'] ?? 2),
  ),
  typeOf: org.typeOf,
  exists: (object, id) => org.find(object, id) !== undefined,
  restricted(object, field) {
    const names = (column: string): string[] => org.rows('OpportunityStage').map((stage) => String(stage[column]));
    if (field === 'CurrencyIsoCode') return org.rows('CurrencyType').map((row) => String(row['IsoCode']));
    if (object !== 'Opportunity') return undefined;
    const picklist = org.setUp.picklists.get(field);
    if (picklist) return picklist.isRestricted ? picklist.values.map(({ value }) => value) : undefined;
    if (field === 'StageName') return names('ApiName');
    return field === 'ForecastCategoryName' ? [...FORECAST_CATEGORIES, ...names('ForecastCategoryName')] : undefined;
  },
});
