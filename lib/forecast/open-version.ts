import { derived } from '@/lib/calendar/derived';
import type { OrgFacts } from '@/lib/forecast/facts';
import { OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { type DealIndex, dealIndex, type VersionIndex } from '@/lib/log/positions';

const placesIn = ({ ids }: PipelineLog): ReadonlyMap<string, DealIndex> =>
  new Map(ids.map((id, deal) => [id, dealIndex(deal)]));

/** Position in the log of an open deal and of its present version; undefined for one that is unknown, gone or closed. */
export function openVersion(
  { log, now }: OrgFacts,
  id: string,
): { deal: DealIndex; version: VersionIndex } | undefined {
  const deal = derived(log, placesIn).get(id);
  if (deal === undefined) return undefined;
  const version = versionAt(log, deal, now);
  return version >= 0 && log.status[version] === OPEN ? { deal, version } : undefined;
}
