import * as v from 'valibot';

import type { Activity, Attendee, ContactRole, Email } from '@/lib/deal/opportunity';

import { calendarDay, flag, id, optional, optionalId, present, related, stamp, shortText } from './parsed-values';

/** What tasks and events have alike. */
const TOUCH = {
  Id: id,
  WhatId: id,
  WhoId: optionalId,
  OwnerId: optionalId,
  Subject: shortText,
  ActivityDate: calendarDay,
  CreatedDate: optional(stamp),
  CreatedById: optionalId,
};

export const task = v.pipe(
  v.looseObject({
    ...TOUCH,
    IsClosed: flag,
    CompletedDateTime: optional(stamp),
    TaskSubtype: shortText,
  }),
  v.transform((raw): Activity =>
    present({
      id: raw.Id,
      opportunityId: raw.WhatId,
      kind: 'task' as const,
      subject: raw.Subject ?? '',
      day: raw.ActivityDate,
      at: raw.CompletedDateTime,
      isClosed: raw.IsClosed,
      ownerId: raw.OwnerId,
      contactId: raw.WhoId,
      isEmail: raw.TaskSubtype === 'Email' ? (true as const) : undefined,
      createdAt: raw.CreatedDate,
      by: raw.CreatedById,
    }),
  ),
);
export const event = v.pipe(
  v.looseObject({
    ...TOUCH,
    StartDateTime: optional(stamp),
    IsAllDayEvent: flag,
  }),
  v.transform((raw): Activity =>
    present({
      id: raw.Id,
      opportunityId: raw.WhatId,
      kind: 'event' as const,
      subject: raw.Subject ?? '',
      day: raw.ActivityDate,
      // Midnight UTC of that day is no hour of it.
      at: raw.IsAllDayEvent ? undefined : raw.StartDateTime,
      isClosed: true,
      ownerId: raw.OwnerId,
      contactId: raw.WhoId,
      createdAt: raw.CreatedDate,
      by: raw.CreatedById,
    }),
  ),
);
export const contactRole = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    ContactId: id,
    Contact: related,
    Role: shortText,
    IsPrimary: flag,
    CreatedDate: optional(stamp),
  }),
  v.transform((raw): ContactRole =>
    present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      contactId: raw.ContactId,
      name: raw.Contact?.Name,
      title: raw.Contact?.Title,
      role: raw.Role,
      isPrimary: raw.IsPrimary,
      createdAt: raw.CreatedDate,
    }),
  ),
);
const ANSWERS: ReadonlyMap<string, NonNullable<Attendee['answer']>> = new Map([
  ['Accepted', 'accepted'],
  ['Declined', 'declined'],
]);
export const attendee = v.pipe(
  v.looseObject({
    Id: id,
    EventId: id,
    RelationId: id,
    Status: shortText,
    Event: v.looseObject({ WhatId: id }),
  }),
  v.transform((raw): Attendee =>
    present({
      id: raw.Id,
      opportunityId: raw.Event.WhatId,
      activityId: raw.EventId,
      contactId: raw.RelationId,
      answer: ANSWERS.get(raw.Status ?? ''),
    }),
  ),
);
export const email = v.pipe(
  v.looseObject({
    Id: id,
    RelatedToId: id,
    ActivityId: optionalId,
    Incoming: flag,
    MessageDate: optional(stamp),
    Subject: shortText,
  }),
  v.transform((raw): Email =>
    present({
      id: raw.Id,
      opportunityId: raw.RelatedToId,
      activityId: raw.ActivityId,
      isIncoming: raw.Incoming,
      at: raw.MessageDate,
      subject: raw.Subject,
    }),
  ),
);
