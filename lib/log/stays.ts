import { calendarDays } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import { type PipelineLog, versionAt } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';

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

/** Who had a deal until an instant (ms), or has had it from then on. */
export function ownerBefore(log: PipelineLog, deal: DealIndex, at: number): number {
  const before = versionAt(log, deal, instant(at - 1));
  return log.owner[before < 0 ? (log.starts[deal] ?? FIRST_VERSION) : before] ?? 0;
}

/** The version with which a deal came to be won or lost as it is, and the code of whoever had it until then. */
export function closingOf(
  log: PipelineLog,
  { deal, version }: { deal: DealIndex; version: VersionIndex },
): { version: VersionIndex; owner: number } {
  const since = sinceVersion(log, deal, version, 'status');
  return { version: since, owner: ownerBefore(log, deal, log.from[since] ?? 0) };
}
