import type { OrgFacts } from '@/lib/forecast/facts';
import { OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';

const places = new WeakMap<PipelineLog, Map<string, number>>();

/** Position in the log of an open deal and of its present version; undefined for one that is unknown, gone or closed. */
export function openVersion({ log, now }: OrgFacts, id: string): { at: number; version: number } | undefined {
  let held = places.get(log);
  if (!held) places.set(log, (held = new Map(log.ids.map((each, at) => [each, at]))));
  const at = held.get(id);
  if (at === undefined) return undefined;
  const version = versionAt(log, at, now);
  return version >= 0 && log.status[version] === OPEN ? { at, version } : undefined;
}
