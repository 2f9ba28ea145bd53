import { derived } from '@/lib/calendar/derived';
import type { PipelineLog } from '@/lib/log/event-log';
import { type DealIndex, dealIndex } from '@/lib/log/positions';

/** Where the deal of an id lies in the log; undefined for one that is not there. Logs of the same deals share what is looked up. */
export const dealWithId = ({ ids }: Pick<PipelineLog, 'ids'>, id: string): DealIndex | undefined =>
  derived(ids, placesIn).get(id);

const placesIn = (ids: readonly string[]): ReadonlyMap<string, DealIndex> =>
  new Map(ids.map((id, place) => [id, dealIndex(place)]));
