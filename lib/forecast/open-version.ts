import { derived } from '@/lib/calendar/derived';
import type { OrgFacts } from '@/lib/forecast/facts';
import { OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';

const placesIn = ({ ids }: PipelineLog): ReadonlyMap<string, number> => new Map(ids.map((id, at) => [id, at]));

/** Position in the log of an open deal and of its present version; undefined for one that is unknown, gone or closed. */
export function openVersion({ log, now }: OrgFacts, id: string): { at: number; version: number } | undefined {
  const at = derived(log, placesIn).get(id);
  if (at === undefined) return undefined;
  const version = versionAt(log, at, now);
  return version >= 0 && log.status[version] === OPEN ? { at, version } : undefined;
}
