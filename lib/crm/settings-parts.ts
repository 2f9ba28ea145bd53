import type { MissingPart, OrgProfile, SettingsPart } from '@/lib/deal/org';

/** What each part of the settings tells. */
const FIELDS = {
  org: ['orgName', 'orgTimeZone', 'fiscalYearStartMonth', 'fiscalYearNamedByStart'],
  user: ['userName', 'timeZone'],
  currency: ['currency'],
  rates: ['currency', 'rates'],
  datedRates: ['datedRates'],
  periods: ['periods'],
  forecastTypes: ['forecastTypes'],
  stages: ['stagesByRecordType', 'recordTypes'],
} as const satisfies Record<SettingsPart, readonly (keyof OrgProfile)[]>;
// Safe: the keys are those written above.
export const SETTINGS_PARTS = Object.keys(FIELDS) as SettingsPart[];

/** A profile with some parts as they were known before, where they were. What it misses stays named. */
function takeOver(next: OrgProfile, held: OrgProfile, parts: readonly SettingsPart[]): OrgProfile {
  const fields = parts.flatMap((part): readonly (keyof OrgProfile)[] => FIELDS[part]);
  const known = fields.flatMap((field) => (held[field] === undefined ? [] : [[field, held[field]] as const]));
  return { ...next, ...Object.fromEntries(known) };
}

/** A profile just read, with what was known before in place of what could not be learnt this time. */
export const keepKnown = (next: OrgProfile, held: OrgProfile | undefined): OrgProfile =>
  held && next.missing ? takeOver(next, held, missingParts(next.missing)) : next;

export const missingParts = (missing: readonly MissingPart[] = []): SettingsPart[] => missing.map(({ part }) => part);
