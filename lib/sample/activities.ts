import { dayFromNumber } from '@/lib/calendar/days';

import type { DealLife } from './deal';
import { SUBJECTS } from './made-names';
import type { Row, Value } from './org-tables';
import { WON_STAGE } from './sample-stages';
import type { Random } from './seeded';
import { addWorkdays, type WorkClock } from './workdays';

type Bare = Omit<Row, 'Id'> & Record<string, Value>;

interface ActivityInput {
  id: string;
  ownerId: string;
  life: DealLife;
  /** The last day that is over, and the instant that "now" is. */
  lastDay: number;
  now: number;
  clock: WorkClock;
  contactIds: readonly string[];
}

const HOUR = 3_600_000;
const MOST = 60;

/** Tasks and meetings of one deal: denser where the deal is fit, to the day it is closed, or left alone, or today. */
export function makeActivities(random: Random, input: ActivityInput): { tasks: Bare[]; events: Bare[] } {
  const { id, ownerId, life, lastDay, now, clock, contactIds } = input;
  const { deal, steps } = life;
  const isOpen = deal.stage < WON_STAGE;
  const end = Math.min(lastDay, deal.silentFrom ?? Infinity, isOpen ? Infinity : (steps.at(-1)?.day ?? lastDay));
  const gap = Math.max(2, 8 - 1.5 * deal.fit);
  const tasks: Bare[] = [];
  const events: Bare[] = [];
  const who = (): string | null => (contactIds.length > 0 && random.chance(0.85) ? random.pick(contactIds) : null);
  const next = (day: number): number => addWorkdays(day, Math.max(1, Math.round(random.logNormal(gap, 0.8))));

  for (let day = next(deal.createdDay); day <= end && tasks.length + events.length < MOST; day = next(day)) {
    if (random.chance(0.25)) events.push(meeting(day));
    else tasks.push(task(day, true));
  }
  if (isOpen && deal.silentFrom === undefined) {
    if (random.chance(0.45)) tasks.push(task(addWorkdays(lastDay, random.int(-3, 11)), false));
    if (random.chance(0.3)) events.push(meeting(addWorkdays(lastDay, random.int(1, 15))));
  }
  return { tasks, events };

  function task(day: number, isDone: boolean): Bare {
    const at = clock.at(random, day);
    return {
      WhatId: id,
      WhoId: who(),
      OwnerId: ownerId,
      Subject: random.pick(SUBJECTS),
      ActivityDate: dayFromNumber(day),
      Status: isDone ? 'Completed' : 'Not Started',
      Priority: 'Normal',
      IsClosed: isDone,
      CompletedDateTime: isDone ? iso(at) : null,
      TaskSubtype: 'Task',
      Type: null,
      IsDeleted: false,
      CreatedDate: iso(Math.min(at, now) - HOUR),
      SystemModstamp: iso(Math.min(at, now)),
    };
  }

  function meeting(day: number): Bare {
    const at = clock.at(random, day);
    return {
      WhatId: id,
      WhoId: who(),
      OwnerId: ownerId,
      Subject: 'Meeting',
      ActivityDate: dayFromNumber(day),
      StartDateTime: iso(at),
      EndDateTime: iso(at + HOUR),
      IsAllDayEvent: false,
      IsChild: false,
      IsDeleted: false,
      CreatedDate: iso(Math.min(at, now) - 2 * HOUR),
      SystemModstamp: iso(Math.min(at, now)),
    };
  }
}

const iso = (at: number): string => new Date(at).toISOString();
