import { isOff, isTime, type Policy, type QuietHours } from '@/lib/deal/kept/policy';

/** When a person wants to be told. Hours and days are those of the clock in front of them. */
export interface AlertSettings {
  /** Notifications a day at most, the daily list among them; 0: none, everything is on the surfaces alone. */
  perDay: number;
  /** Absent: no hour is quiet. */
  quiet?: QuietHours;
  /** Days on which they work, 0 is Sunday. */
  workdays: readonly number[];
  /** When what was held back comes as one list, such as `08:30`. */
  digestAt: string;
}

/** What of them a person has changed; `quiet: 'none'`: from now on no hour is. */
export type AlertChange = Partial<Omit<AlertSettings, 'quiet'> & { quiet: QuietHours | 'none' }>;

/** What holds until a person chooses otherwise. */
export const USUAL_QUIET: QuietHours = { from: '19:00', to: '08:00' };
export const USUAL_ALERTS: AlertSettings = {
  perDay: 5,
  quiet: USUAL_QUIET,
  workdays: [1, 2, 3, 4, 5],
  digestAt: '08:30',
};

/** More than so many a day nobody reads. */
export const MOST_ALERTS = 20;

const isDayOfWeek = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 6;

/** Settings as they are kept; what is absent or wrong is as usual. `quiet: 'none'` is the choice of no quiet hours, which an earlier version kept as null. */
export function readAlertSettings(raw: unknown): AlertSettings {
  const { perDay, quiet, workdays, digestAt }: Record<string, unknown> =
    typeof raw === 'object' && raw !== null ? { ...raw } : {};
  const { quiet: _usual, ...usual } = USUAL_ALERTS;
  return {
    ...usual,
    ...(typeof perDay === 'number' && Number.isInteger(perDay) && perDay >= 0 && perDay <= MOST_ALERTS
      ? { perDay }
      : {}),
    ...(quiet === 'none' || quiet === null ? {} : { quiet: readQuiet(quiet) }),
    ...(Array.isArray(workdays) && workdays.every(isDayOfWeek)
      ? { workdays: [...new Set(workdays)].toSorted((a, b) => a - b) }
      : {}),
    ...(isTime(digestAt) ? { digestAt } : {}),
  };
}

function readQuiet(raw: unknown): QuietHours {
  const { from, to }: Record<string, unknown> = typeof raw === 'object' && raw !== null ? { ...raw } : {};
  return isTime(from) && isTime(to) && from !== to ? { from, to } : USUAL_QUIET;
}

/** What holds: the person's own, and above it what the organisation has set. Undefined where it has switched notifications off. */
export function alertsInForce(own: AlertSettings, policy: Policy): AlertSettings | undefined {
  if (isOff(policy, 'notifications')) return undefined;
  const { quietHours, maxAlertsPerDay } = policy;
  return {
    ...own,
    ...(quietHours ? { quiet: quietHours } : {}),
    ...(maxAlertsPerDay === undefined ? {} : { perDay: maxAlertsPerDay }),
  };
}
