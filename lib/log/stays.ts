import { calendarDays } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { PipelineLog } from '@/lib/log/event-log';
import { type DealIndex, type VersionIndex } from '@/lib/log/positions';

/** What a deal can stay in: its stage, or open, won or lost as it is. */
export type StaysIn = 'stage' | 'status';

/** For how many days a deal has been in something, at least and at most. */
export interface LongIn {
  in: StaysIn;
  from: number;
  to?: number;
}

/** Lower edges of the bands of time in stage, in days. */
export const AGE_BANDS = [0, 30, 60, 90, 180, 365] as const;
export const bandOfDays = (days: number): number => AGE_BANDS.findLastIndex((edge) => days >= edge);

/** The version with which a deal came to what it is in: those between it and the given one changed other fields. */
export function sinceVersion(log: PipelineLog, deal: DealIndex, version: VersionIndex, staysIn: StaysIn): VersionIndex {
  const { status, stage } = log;
  const first = log.starts[deal] ?? 0;
  let since = version;
  while (
    since > first &&
    status[since - 1] === status[version] &&
    (staysIn === 'status' || stage[since - 1] === stage[version])
  )
    since--;
  return since;
}

/** Days of the org's calendar from a version to an instant, as `daysInStage` (G2.28) counts them: the same all day long. */
export function daysSince(log: PipelineLog, version: VersionIndex, at: Instant): number {
  if (!Number.isFinite(at)) throw new RangeError('How long a deal has been in its stage is asked of an instant.');
  return calendarDays(instant(log.from[version] ?? at), at, log.timeZone);
}
