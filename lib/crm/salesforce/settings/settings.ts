import { isZone } from '@/lib/calendar/offset';
import { CrmError, type Session } from '@/lib/crm/crm';
import { type CrmAnswer, crmAnswerOf } from '@/lib/crm/refusal';
import { missingParts, SETTINGS_PARTS } from '@/lib/crm/settings-parts';
import { type OrgProfile, type SettingsPart, UNKNOWN_CURRENCY } from '@/lib/deal/org';

import type { Http } from '../calls/http';
import { MODEL_FIELDS, type ObjectName, OPTIONAL, PARENT_FIELDS, SETTING_FIELDS, WANTED } from '../fields';
import type { Prepared } from '../prepare';
import { NO_DEALS } from '../query';
import { recordId } from '../record-ids';
import { askRows, type ApiRow, type RowQuery, text } from '../rows';
import { quoted } from '../soql';
import { SHOWN_AMOUNT, singleCurrency } from './currency';
import { datedRatesOf, ratesOf } from './exchange-rates';
import { forecastTypesOf } from './forecast-types';
import { type Identity, whoAmI } from './identity';
import { periodsOf } from './periods';
import { namesOf, readLadders } from './stage-ladders';

interface Connected extends Prepared {
  session: Session;
  http: Http;
}
type Told = { [Field in keyof OrgProfile]?: OrgProfile[Field] | undefined };
/** What a part tells, and why some of it could not be told for now. */
interface PartRead {
  told: Told;
  later?: string | undefined;
}
interface Context {
  org: Connected;
  me: Identity;
  held: OrgProfile | undefined;
  rows: ReadonlyMap<QueryName, CrmAnswer<ApiRow[]>>;
}

/** A part of the settings, or what else has to be read for one: with the types of forecasts what each asks of its deals. */
type QueryName = SettingsPart | keyof typeof BESIDE;
const BESIDE = { forecastFilters: 'forecastTypes', forecastConditions: 'forecastTypes' } as const;

/** The object whose rows tell a part, and which of them. */
const QUERIES: Partial<
  Record<QueryName, { object: keyof typeof SETTING_FIELDS; condition?: (me: Identity) => string }>
> = {
  org: { object: 'Organization' },
  user: { object: 'User', condition: ({ userId }) => `Id = ${quoted(userId)}` },
  rates: { object: 'CurrencyType' },
  datedRates: { object: 'DatedConversionRate' },
  periods: { object: 'Period' },
  forecastTypes: { object: 'ForecastingType' },
  forecastFilters: { object: 'ForecastingFilter' },
  forecastConditions: { object: 'ForecastingFilterCondition' },
  stages: { object: 'RecordType', condition: () => "SobjectType = 'Opportunity' AND IsActive = true" },
};

const READ: Record<SettingsPart, (context: Context) => PartRead | Promise<PartRead>> = {
  org: (context) =>
    read(context, 'org', ([org]) => ({
      orgName: text(org?.['Name']),
      orgTimeZone: zoneIn(org?.['TimeZoneSidKey']),
      fiscalYearStartMonth: monthOf(org?.['FiscalYearStartMonth']),
      fiscalYearNamedByStart: org?.['UsesStartDateAsFiscalYearName'] === true,
    })),
  user(context) {
    const told = read(context, 'user', ([user]) => ({
      userName: text(user?.['Name']),
      timeZone: zoneIn(user?.['TimeZoneSidKey']),
    }));
    const { name, timeZone } = context.me;
    // The identity service has said as much.
    return name !== undefined && timeZone !== undefined ? { told: told.told } : told;
  },
  async currency({ org, rows }) {
    const told = text(first(rows.get('org'))?.['DefaultCurrencyIsoCode']);
    const shown = rows.get('currency');
    const { currency, later } =
      told === undefined
        ? await singleCurrency(org, shown?.is === 'told' ? shown.value : undefined)
        : { currency: told };
    return { told: { currency, rates: undefined }, later };
  },
  rates: (context) => read(context, 'rates', ratesOf),
  datedRates: (context) =>
    read(context, 'datedRates', (rows) => ({ datedRates: rows.length > 0 ? datedRatesOf(rows) : undefined })),
  periods: (context) =>
    read(context, 'periods', (rows) => {
      const periods = periodsOf(rows);
      return { periods: periods.length > 0 ? periods : undefined };
    }),
  forecastTypes(context) {
    // A type whose filter is not known yet would be taken for one of all deals.
    const beside = [context.rows.get('forecastFilters'), context.rows.get('forecastConditions')];
    const later = beside.find((answer) => answer?.is === 'later');
    if (later) return { told: {}, later: later.detail };
    const [filters = [], conditions = []] = beside.map((answer) => (answer?.is === 'told' ? answer.value : []));
    return read(context, 'forecastTypes', (rows) => ({
      forecastTypes: rows.length > 0 ? forecastTypesOf(rows, filters, conditions) : undefined,
    }));
  },
  async stages({ org, rows, held }) {
    const types = rows.get('stages');
    if (types?.is === 'later') return { told: {}, later: types.detail };
    const told = types?.is === 'told' ? types.value : [];
    const { ladders, later } = await readLadders(org.http, org.version, told);
    const all = { ...(later === undefined ? {} : held?.stagesByRecordType), ...ladders };
    const names = namesOf(told);
    return {
      told: {
        stagesByRecordType: Object.keys(all).length > 0 ? all : undefined,
        recordTypes: Object.keys(names).length > 0 ? names : undefined,
      },
      later,
    };
  },
};

/**
 * Who is signed in, where, and the settings that every figure depends on. What the org does not have or this user may not see is a
 * fact; what was refused for a passing reason is named in `missing`. With a profile that is held, only what that one misses is asked.
 */
export async function readSettings(org: Connected, held?: OrgProfile): Promise<OrgProfile> {
  const { http, version, describe } = org;
  const me: Identity = held ? { userId: held.userId } : await whoAmI(http, version);
  if (!held) await org.ahead(OBJECTS);
  const deals = await describe('Opportunity');
  if (!deals || deals.size === 0) {
    throw new CrmError('refused', NO_DEALS, { fact: { id: 'noDeals' } });
  }
  const lossField = org.lossField();
  const isMulti = deals.has('CurrencyIsoCode');
  const isThere: Partial<Record<SettingsPart, boolean>> = {
    currency: !isMulti,
    rates: isMulti,
    datedRates: isMulti,
    stages: deals.has('RecordTypeId'),
  };
  const missed = held && missingParts(held.missing);
  const parts = SETTINGS_PARTS.filter((part) => isThere[part] !== false && (missed?.includes(part) ?? true));
  const context: Context = { org, me, held, rows: await rowsOf(org, me, parts, deals.has('Amount')) };
  const reads = await Promise.all(parts.map(async (part) => ({ part, ...(await READ[part](context)) })));
  const missing = reads.flatMap(({ part, later }) => (later === undefined ? [] : [{ part, detail: later }]));
  const zone = unknownZone(context);
  const { missing: _missed, apiUsage: _usage, ...known } = held ?? blank(context, isMulti);
  return {
    ...merged(
      known,
      reads.map(({ told }) => told),
    ),
    hiddenFields: WANTED.Opportunity.flatMap((field) =>
      deals.has(field) || OPTIONAL.has(field) ? [] : (MODEL_FIELDS[field] ?? []),
    ),
    ...(lossField ? { lossField: { field: `own:${lossField.name}` as const, label: lossField.label } } : {}),
    ...(missing.length > 0 ? { missing } : {}),
    ...(zone === undefined ? {} : { unknownZone: zone }),
    ...(http.apiUsage ? { apiUsage: http.apiUsage } : {}),
  };
}

// Safe: the keys are those of the three tables.
const OBJECTS = [
  ...new Set([WANTED, SETTING_FIELDS, PARENT_FIELDS].flatMap((table) => Object.keys(table))),
] as ObjectName[];

/** The rows of each part, where describe shows its object; an object that is out of reach has none. */
async function rowsOf(
  { http, version, describe }: Connected,
  me: Identity,
  parts: readonly SettingsPart[],
  hasAmount: boolean,
): Promise<Map<QueryName, CrmAnswer<ApiRow[]>>> {
  const found = new Map<QueryName, CrmAnswer<ApiRow[]>>();
  const asked: { part: QueryName; query: RowQuery }[] = [];
  // Safe: the keys are those written above.
  const beside = (Object.keys(BESIDE) as (keyof typeof BESIDE)[]).filter((name) => parts.includes(BESIDE[name]));
  for (const part of [...parts, ...beside]) {
    const query = QUERIES[part];
    if (part === 'currency' && hasAmount) asked.push({ part, query: SHOWN_AMOUNT });
    if (!query) continue;
    const there = await crmAnswerOf(describe(query.object));
    if (there.is !== 'told') found.set(part, there);
    else if (!there.value) found.set(part, { is: 'told', value: [] });
    else {
      const { value } = there;
      const fields = SETTING_FIELDS[query.object].filter((field) => value.has(field));
      asked.push({ part, query: { object: query.object, fields, condition: query.condition?.(me) } });
    }
  }
  const answers = await askRows(
    http,
    version,
    asked.map(({ query }) => query),
  );
  asked.forEach(({ part }, index) => {
    const answer = answers[index];
    if (answer) found.set(part, answer);
  });
  return found;
}

/** What a part's rows tell. Where there are none to see, that is told too. */
function read({ rows }: Context, part: SettingsPart, told: (rows: readonly ApiRow[]) => Told): PartRead {
  const answer = rows.get(part);
  if (answer?.is === 'later') return { told: {}, later: answer.detail };
  return { told: told(answer?.is === 'told' ? answer.value : []) };
}

/** A zone that this browser can reckon in. */
function zoneIn(value: unknown): string | undefined {
  const name = text(value);
  return name !== undefined && isZone(name) ? name : undefined;
}

/** The first zone that is named and cannot be reckoned in: that of the person, else the org's. */
function unknownZone({ me, rows }: Context): string | undefined {
  const named = [me.timeZone, first(rows.get('user'))?.['TimeZoneSidKey'], first(rows.get('org'))?.['TimeZoneSidKey']];
  return named.map(text).find((name) => name !== undefined && !isZone(name));
}

const first = (answer: CrmAnswer<ApiRow[]> | undefined): ApiRow | undefined =>
  answer?.is === 'told' ? answer.value[0] : undefined;

/** What holds until the org tells more. Amounts of an org of several currencies are added up by no rate but its own. */
function blank({ org: { session, version }, me, rows }: Context, isMulti: boolean): OrgProfile {
  const org = first(rows.get('org'));
  return {
    orgId: recordId(session.orgId) ?? session.orgId,
    userId: me.userId,
    apiHost: session.apiHost,
    pageHost: session.pageHost,
    orgName: session.apiHost,
    userName: me.name ?? me.userId,
    timeZone: zoneIn(me.timeZone) ?? zoneIn(org?.['TimeZoneSidKey']) ?? 'UTC',
    currency: text(org?.['DefaultCurrencyIsoCode']) ?? UNKNOWN_CURRENCY,
    ...(isMulti ? { rates: {} } : {}),
    fiscalYearStartMonth: 1,
    fiscalYearNamedByStart: false,
    hiddenFields: [],
    hiddenTables: [],
    apiVersion: version,
  };
}

/** Parts that an org may do without: told to be none, they are taken away. */
const REMOVABLE: ReadonlySet<string> = new Set([
  'rates',
  'datedRates',
  'periods',
  'forecastTypes',
  'stagesByRecordType',
  'recordTypes',
] satisfies (keyof OrgProfile)[]);

function merged(known: OrgProfile, told: readonly Told[]): OrgProfile {
  const fields = new Map<string, unknown>(Object.entries(known));
  for (const [field, value] of told.flatMap((each) => Object.entries(each)))
    if (value !== undefined) fields.set(field, value);
    else if (REMOVABLE.has(field)) fields.delete(field);
  // Safe: only what may be absent was taken away.
  return Object.fromEntries(fields) as object as OrgProfile;
}

const monthOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 1 && value <= 12 ? value : undefined;
