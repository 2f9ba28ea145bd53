import { isLimit, LIMIT_NAMES, type RuleLimits } from '@/lib/deal/signals/rule-limits';

/** Parts of Pipelens that an organisation may switch off. */
export const FEATURES = ['write', 'bulk', 'export', 'learn', 'notifications', 'pageRefresh'] as const;
export type Feature = (typeof FEATURES)[number];

/** Hours in which nothing is announced: `22:00` to `07:00`, by the clock of the computer; may go over midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

/** What the organisation that manages the browser has set; absent is left to the person. */
export interface Policy {
  disableFirstRunPage?: boolean;
  disabledFeatures?: readonly Feature[];
  /** Hosts of CRM pages, in small letters; others are not read. */
  crmOrigins?: readonly string[];
  oauthClientId?: string;
  maxApiSharePercent?: number;
  quietHours?: QuietHours;
  maxAlertsPerDay?: number;
  /** As it was given: whoever runs plays reads it. */
  playbook?: Readonly<Record<string, unknown>>;
  /** Title of the file in the CRM by which the team shares its playbook. */
  playbookTitle?: string;
  requireReasonOnLetGo?: boolean;
  /** What holds of the rules of the verdict, whatever a person has set. */
  rules?: Partial<RuleLimits>;
}

/** A policy as far as it could be understood, and what of it could not, by its key. */
export interface ReadPolicy {
  policy: Policy;
  problems: readonly string[];
}

const isFeature = (value: unknown): value is Feature => FEATURES.some((feature) => feature === value);
/** A time of the clock, such as `08:30`. */
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWithin = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && value >= low && value <= high;
const areLimits = (given: Readonly<Record<string, unknown>>): given is Partial<RuleLimits> =>
  Object.entries(given).every(([key, value]) => LIMIT_NAMES.some((name) => name === key && isLimit(name, value)));
const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** An address or a host as the host alone; undefined for what is neither. */
const hostOf = (text: string): string | undefined =>
  /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:\/.*)?$/i.exec(text.trim())?.[1]?.toLowerCase();

/** Each key by itself: what is wrong with one keeps none of the others from counting. */
const READERS: { [Key in keyof Policy]-?: (value: unknown) => Policy[Key] } = {
  disableFirstRunPage: (value) => (typeof value === 'boolean' ? value : undefined),
  disabledFeatures: (value) => (Array.isArray(value) && value.every(isFeature) ? value : undefined),
  crmOrigins(value) {
    if (!isTextList(value)) return undefined;
    const hosts = value.flatMap((each) => hostOf(each) ?? []);
    return hosts.length === value.length ? hosts : undefined;
  },
  oauthClientId: (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined),
  maxApiSharePercent: (value) => (isWithin(value, 0.1, 50) ? value : undefined),
  quietHours(value) {
    if (!isObject(value)) return undefined;
    const { from, to } = value;
    return isTime(from) && isTime(to) && from !== to ? { from, to } : undefined;
  },
  maxAlertsPerDay: (value) => (isWithin(value, 0, 1000) && Number.isInteger(value) ? value : undefined),
  playbook: (value) => (isObject(value) ? value : undefined),
  playbookTitle: (value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= 255 ? value.trim() : undefined,
  requireReasonOnLetGo: (value) => (typeof value === 'boolean' ? value : undefined),
  rules: (value) => (isObject(value) && areLimits(value) ? value : undefined),
};

/** Safe: they are the keys of that very object. */
const KEYS = Object.keys(READERS) as (keyof Policy)[];

/** Reads what a browser gives as managed settings; a key that is not known, or whose value is not understood, is named. */
export function readPolicy(given: Readonly<Record<string, unknown>>): ReadPolicy {
  const read = KEYS.flatMap((key): [keyof Policy, unknown][] => {
    const value = given[key] === undefined ? undefined : READERS[key](given[key]);
    return value === undefined ? [] : [[key, value]];
  });
  // Safe: each value came out of the reader of its key.
  const policy = Object.fromEntries(read) as Policy;
  return { policy, problems: Object.keys(given).filter((key) => !(key in policy)) };
}

export const isOff = ({ disabledFeatures = [] }: Policy, feature: Feature): boolean =>
  disabledFeatures.includes(feature);

/** Whether a minute of the day, such as `23:30`, lies in quiet hours; the last minute is `to` itself without. */
export const isQuiet = ({ from, to }: QuietHours, time: string): boolean =>
  from < to ? time >= from && time < to : time >= from || time < to;
