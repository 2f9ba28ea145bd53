import { type Day, dayAt, isPlausible } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { staysOf } from '@/lib/deal/history';
import type { Stage } from '@/lib/deal/org';
import type { Deal } from '@/lib/deal/org';
import { contactsOf } from '@/lib/deal/team/attendance';
import { touch } from '@/lib/deal/touch';

/** What happened to a deal and what is planned, as days of the person's calendar, each list oldest first. */
export interface DealTimeline {
  /** The first day there is and the last. */
  from: Day;
  to: Day;
  today: Day;
  /** Back to back; the last ends today. */
  stages: { label: string; from: Day; to: Day }[];
  /** Moves of the close date to a later day. */
  pushes: { on: Day; to: Day }[];
  /** Past ones up to today; a name where the contact is on the deal and may be read. */
  touches: { on: Day; name?: string }[];
  ahead: { on: Day; name?: string }[];
  /** Open tasks whose day has passed. */
  late: number;
  closeDate?: Day;
}

interface Clock {
  today: Day;
  now: number;
  timeZone: string;
}

/** The timeline of a deal; `stages` by stored value. Close dates that nobody can mean are left out. */
export function dealTimeline(deal: Deal, stages: ReadonlyMap<string, Stage>, clock: Clock): DealTimeline {
  const { opportunity, versions, activities, contactRoles } = deal;
  const { today, timeZone } = clock;
  const names = new Map(contactRoles.map(({ contactId, name }) => [contactId, name]));
  const label = (stage: string): string => stages.get(stage)?.label ?? stage;
  const upTo = (at: number): Day => (dayAt(instant(at), timeZone) > today ? today : dayAt(instant(at), timeZone));

  const touched = activities
    .flatMap((activity) => {
      const found = touch(activity, clock);
      if (!found || !isPlausible(found.day)) return [];
      const name =
        contactsOf(deal, activity)
          .flatMap((id) => names.get(id) ?? [])
          .join(', ') || undefined;
      return [{ on: found.day, isAhead: found.isAhead, ...(name === undefined ? {} : { name }) }];
    })
    .toSorted((a, b) => a.on.localeCompare(b.on));

  const pushes: DealTimeline['pushes'] = [];
  let last: Day | undefined;
  for (const { from, closeDate } of versions) {
    if (closeDate === undefined || !isPlausible(closeDate)) continue;
    if (last !== undefined && closeDate > last) pushes.push({ on: upTo(from), to: closeDate });
    last = closeDate;
  }

  const { closeDate } = opportunity;
  const isDated = closeDate !== undefined && isPlausible(closeDate);
  const those = (areAhead: boolean): DealTimeline['touches'] =>
    touched.flatMap(({ isAhead, on, name }) =>
      isAhead === areAhead ? [{ on, ...(name === undefined ? {} : { name }) }] : [],
    );
  const [past, ahead] = [those(false), those(true)];
  const stays = staysOf(deal).map(({ stage, from, to }) => ({
    label: label(stage),
    from: upTo(from),
    to: to === undefined ? today : upTo(to),
  }));
  const days = [
    today,
    ...stays.map(({ from }) => from),
    ...[...past, ...ahead].map(({ on }) => on),
    ...(isDated ? [closeDate] : []),
  ].toSorted();
  return {
    from: days[0] ?? today,
    to: days.at(-1) ?? today,
    today,
    stages: stays,
    pushes,
    touches: past,
    ahead,
    late: activities.filter(
      ({ kind, isClosed, day }) => kind === 'task' && !isClosed && day !== undefined && day < today,
    ).length,
    ...(isDated ? { closeDate } : {}),
  };
}
