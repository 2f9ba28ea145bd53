import { siteOf } from '@/lib/crm/sites';
import type { Place } from '@/lib/messaging/protocol';

/** A place with its ids in the one form that is stored: addresses and rows carry them in more than one. What is no id is nobody's. */
export function inOneForm(host: string, place: Place): Place {
  const { idOf } = siteOf(host);
  if (place.kind === 'list') return { ...place, ids: place.ids.flatMap((id) => idOf(id) ?? []) };
  return place.kind === 'record' ? { ...place, recordId: idOf(place.recordId) ?? place.recordId } : place;
}

/** The same for a request about one record. */
export const withOwnId = <Request extends { host: string; recordId: string }>(request: Request): Request => ({
  ...request,
  recordId: siteOf(request.host || undefined).idOf(request.recordId) ?? request.recordId,
});
