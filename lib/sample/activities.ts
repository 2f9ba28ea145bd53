import { DAY_MS, dayAt } from '@/lib/calendar/days';

import { type SampledDeal, workHour } from './deal';
import { SUBJECTS } from './names';
import type { Row, Value } from './org-tables';
import type { Random } from './random';
import { WON } from './stages';

type Bare = Omit<Row, 'Id'> & Record<string, Value>;

interface ActivityInput {
  id: string;
  ownerId: string;
  deal: SampledDeal;
  until: number;
  contactIds: readonly string[];
}

/** Tasks and meetings of one deal: denser where the deal is fit, thinning out where nobody works it any more. */
export function makeActivities(random: Random, input: ActivityInput): { tasks: Bare[]; events: Bare[] } {
  const { id, ownerId, deal, until, contactIds } = input;
  const first = deal.steps[0]?.at ?? until;
  const last = deal.steps.at(-1);
  const isOpen = last !== undefined && last.stage < WON;
  const end = isOpen ? Math.min(until, deal.silentFrom ?? until) : (last?.at ?? until);
  const gap = Math.max(3, 11 - 2 * deal.fit);
  const tasks: Bare[] = [];
  const events: Bare[] = [];
  const who = (): string | null => (contactIds.length > 0 && random.chance(0.85) ? random.pick(contactIds) : null);

  for (
    let at = workHour(random, first + DAY_MS);
    at < end && tasks.length < 40;
    at = workHour(random, at + random.logNormal(gap, 0.8) * DAY_MS)
  ) {
    if (random.chance(0.25)) events.push(meeting(at));
    else tasks.push(task(at, true));
  }
  if (isOpen && end === until) {
    if (random.chance(0.45)) tasks.push(task(workHour(random, until + random.int(-6, 14) * DAY_MS), false));
    if (random.chance(0.3)) events.push(meeting(workHour(random, until + random.int(1, 21) * DAY_MS)));
  }
  return { tasks, events };

  function task(at: number, isDone: boolean): Bare {
    const changed = new Date(Math.min(at, until)).toISOString();
    return {
      WhatId: id,
      WhoId: who(),
      OwnerId: ownerId,
      Subject: random.pick(SUBJECTS),
      ActivityDate: dayAt(at),
      Status: isDone ? 'Completed' : 'Not Started',
      Priority: 'Normal',
      IsClosed: isDone,
      CompletedDateTime: isDone ? new Date(at).toISOString() : null,
      TaskSubtype: 'Task',
      Type: null,
      IsDeleted: false,
      CreatedDate: new Date(Math.min(at, until) - 3_600_000).toISOString(),
      SystemModstamp: changed,
    };
  }

  function meeting(at: number): Bare {
    return {
      WhatId: id,
      WhoId: who(),
      OwnerId: ownerId,
      Subject: 'Meeting',
      ActivityDate: dayAt(at),
      StartDateTime: new Date(at).toISOString(),
      EndDateTime: new Date(at + 3_600_000).toISOString(),
      IsAllDayEvent: false,
      IsChild: false,
      IsDeleted: false,
      CreatedDate: new Date(Math.min(at, until) - 7_200_000).toISOString(),
      SystemModstamp: new Date(Math.min(at, until)).toISOString(),
    };
  }
}
