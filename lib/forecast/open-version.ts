import type { OrgFacts } from '@/lib/forecast/facts';
import { dealWithId } from '@/lib/log/deal-with-id';
import { OPEN, versionAt } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/** Position in the log of an open deal and of its present version; undefined for one that is unknown, gone or closed. */
export function openVersion(
  { log, now }: OrgFacts,
  id: string,
): { deal: DealIndex; version: VersionIndex } | undefined {
  const deal = dealWithId(log, id);
  if (deal === undefined) return undefined;
  const version = versionAt(log, deal, now);
  return version >= 0 && log.status[version] === OPEN ? { deal, version } : undefined;
}
