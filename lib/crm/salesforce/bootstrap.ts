import * as v from 'valibot';

import { day } from '@/lib/calendar/days';
import type { OrgPeriod } from '@/lib/calendar/period';
import { CrmError, type Session } from '@/lib/crm/crm';
import { type DatedRate, type OrgProfile, UNKNOWN_CURRENCY } from '@/lib/deal/org';

import type { Describe } from './describe';
import { OPTIONAL, WANTED } from './fields';
import type { Http } from './http';
import { recordId } from './ids';
import { quoted } from './soql';
import { together } from './together';

const records = v.object({ records: v.array(v.looseObject({})) });
const userinfo = v.looseObject({ user_id: v.string(), organization_id: v.optional(v.string()) });

/** Who is signed in, where, and the settings that every figure depends on: one or two composite calls once describe has spoken. */
export async function bootstrap(
  session: Session,
  http: Http,
  describe: Describe,
  version: string,
): Promise<OrgProfile> {
  const userId = await whoAmI(http, version);
  const opportunity = (await describe('Opportunity')) ?? new Map<string, string>();
  if (opportunity.size === 0) {
    throw new CrmError(
      'refused',
      'This user may not read opportunities, so there is nothing to show. Ask an administrator for access to the Opportunity object.',
    );
  }
  const isMulti = opportunity.has('CurrencyIsoCode');
  const queries: Record<string, string> = {
    org: 'SELECT Id, Name, FiscalYearStartMonth, UsesStartDateAsFiscalYearName, TimeZoneSidKey FROM Organization',
    user: `SELECT Id, Name, TimeZoneSidKey, DefaultCurrencyIsoCode FROM User WHERE Id = ${quoted(userId)}`,
    periods:
      'SELECT Type, Number, StartDate, EndDate, FullyQualifiedLabel, FiscalYearSettingsId FROM Period ORDER BY StartDate',
    ...(opportunity.has('RecordTypeId')
      ? { recordTypes: "SELECT Id FROM RecordType WHERE SobjectType = 'Opportunity' AND IsActive = true" }
      : {}),
    ...(isMulti
      ? {
          currencies: 'SELECT IsoCode, ConversionRate, IsCorporate FROM CurrencyType WHERE IsActive = true',
          // There are none in an org without advanced currency management: the part then says so and counts as empty.
          dated: 'SELECT IsoCode, StartDate, NextStartDate, ConversionRate FROM DatedConversionRate',
        }
      : {}),
  };
  const names = Object.keys(queries);
  const answers = await together(
    http,
    version,
    Object.values(queries).map((soql) => ({ soql })),
  );
  const rowsOf = (name: string): Record<string, unknown>[] => {
    const parsed = v.safeParse(records, answers[names.indexOf(name)]);
    return parsed.success ? parsed.output.records : [];
  };
  const [org] = rowsOf('org');
  const [user] = rowsOf('user');
  const currencies = rowsOf('currencies');
  const corporate = currencies.find((row) => row['IsCorporate'] === true)?.['IsoCode'];
  const periods = rowsOf('periods').flatMap(period);
  const quarters = periods.flatMap(({ type, start, end, label }) =>
    type === 'quarter' ? [{ start, end, label: label ?? start }] : [],
  );
  const ladders = await stageLadders(http, version, rowsOf('recordTypes'));
  const datedRates = rowsOf('dated').flatMap(datedRate);
  return {
    orgId: recordId(session.orgId) ?? session.orgId,
    userId,
    apiHost: session.apiHost,
    pageHost: session.pageHost,
    orgName: string(org?.['Name']) ?? session.apiHost,
    userName: string(user?.['Name']) ?? userId,
    timeZone: string(user?.['TimeZoneSidKey']) ?? string(org?.['TimeZoneSidKey']) ?? 'UTC',
    ...(string(org?.['TimeZoneSidKey']) === undefined ? {} : { orgTimeZone: String(org?.['TimeZoneSidKey']) }),
    currency: string(corporate) ?? string(user?.['DefaultCurrencyIsoCode']) ?? UNKNOWN_CURRENCY,
    ...(isMulti
      ? { rates: Object.fromEntries(currencies.map((row) => [String(row['IsoCode']), Number(row['ConversionRate'])])) }
      : {}),
    ...(datedRates.length > 0 ? { datedRates } : {}),
    fiscalYearStartMonth: Number(org?.['FiscalYearStartMonth'] ?? 1),
    fiscalYearNamedByStart: org?.['UsesStartDateAsFiscalYearName'] === true,
    ...(quarters.length > 0 ? { quarters } : {}),
    ...(periods.length > 0 ? { periods } : {}),
    ...(Object.keys(ladders).length > 0 ? { stagesByRecordType: ladders } : {}),
    hiddenFields: WANTED.Opportunity.filter((field) => !opportunity.has(field) && !OPTIONAL.has(field)),
    hiddenTables: [],
    apiVersion: version,
    ...(http.apiUsage ? { apiUsage: http.apiUsage } : {}),
  };
}

const MAX_RECORD_TYPES = 20;
const picklist = v.object({ values: v.array(v.looseObject({ value: v.string() })) });

/**
 * Stages of each record type's sales process (Salesforce: UI API picklist values). One call a record type; one that is refused
 * is left out, and its deals stand on the ladder of all stages.
 */
async function stageLadders(
  http: Http,
  version: string,
  recordTypes: readonly Record<string, unknown>[],
): Promise<Record<string, string[]>> {
  const ladders: Record<string, string[]> = {};
  for (const { Id } of recordTypes.slice(0, MAX_RECORD_TYPES)) {
    const id = recordId(Id);
    if (id === undefined) continue;
    try {
      const path = `/services/data/v${version}/ui-api/object-info/Opportunity/picklist-values/${id}/StageName`;
      const parsed = v.safeParse(picklist, await http.call('GET', path));
      if (parsed.success) ladders[id] = parsed.output.values.map(({ value }) => value);
    } catch (error) {
      if (!(error instanceof CrmError) || error.status === 0 || error.state === 'expired') throw error;
    }
  }
  return ladders;
}

/** The cookie does not say whose it is: the identity service does, or Chatter where that is off. */
async function whoAmI(http: Http, version: string): Promise<string> {
  const answer = await http.call('GET', '/services/oauth2/userinfo').catch((error: unknown) => {
    if (error instanceof CrmError && (error.state === 'refused' || error.status === 404)) {
      return http
        .call('GET', `/services/data/v${version}/chatter/users/me`)
        .then((me) => ({ user_id: (me as { id?: unknown } | undefined)?.id }));
    }
    throw error;
  });
  const parsed = v.safeParse(userinfo, answer);
  const id = parsed.success ? recordId(parsed.output.user_id) : undefined;
  if (id === undefined)
    throw new CrmError(
      'malformed',
      'Salesforce did not say who is signed in. Reload the page; if it stays, sign in again.',
    );
  return id;
}

const TYPES: Record<string, OrgPeriod['type']> = { Year: 'year', Quarter: 'quarter', Month: 'month', Week: 'week' };

/** Numbers and years are facts of their own; the label is only shown (Salesforce: Period). */
function period(row: Record<string, unknown>): OrgPeriod[] {
  const [start, end] = [day(row['StartDate']), day(row['EndDate'])];
  const type = TYPES[string(row['Type']) ?? ''];
  if (!type || !start || !end) return [];
  const number = Number(row['Number'] ?? Number.NaN);
  const yearId = recordId(row['FiscalYearSettingsId']);
  const label = string(row['FullyQualifiedLabel']);
  return [
    {
      type,
      start,
      end,
      ...(Number.isInteger(number) ? { number } : {}),
      ...(yearId === undefined ? {} : { yearId }),
      ...(label === undefined ? {} : { label }),
    },
  ];
}

function datedRate(row: Record<string, unknown>): DatedRate[] {
  const [start, end] = [day(row['StartDate']), day(row['NextStartDate'])];
  const rate = Number(row['ConversionRate']);
  const currency = string(row['IsoCode']);
  return start && end && currency !== undefined && rate > 0 ? [{ currency, start, end, rate }] : [];
}

const string = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
