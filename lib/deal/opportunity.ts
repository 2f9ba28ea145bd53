import type { Day } from '@/lib/calendar/days';

/** Forecast categories (G1.3). */
export type ForecastCategory = 'omitted' | 'pipeline' | 'bestCase' | 'mostLikely' | 'commit' | 'closed';

/**
 * The deal (G1.1). Absent means unknown or empty in the CRM; null never occurs.
 * A field that the user's permissions hide is absent here and named in `OrgProfile.hiddenFields`.
 */
export interface Opportunity {
  id: string;
  name: string;
  accountId?: string;
  accountName?: string;
  /** New or existing business, in the org's own words. */
  type?: string;
  /** Where the deal came from, in the org's own words. */
  source?: string;
  ownerId?: string;
  recordTypeId?: string;
  /** The campaign that the CRM counts it to, and its name where the user may see it. */
  campaignId?: string;
  campaignName?: string;
  /** The sales territory that it lies in, and its name where the user may see it. */
  territoryId?: string;
  territoryName?: string;
  /** The stored value of the stage, not its label. */
  stage: string;
  /** In major units of `currency`, or of the org's currency when that is absent. */
  amount?: number;
  currency?: string;
  closeDate?: Day;
  /** Percent, 0–100, as the CRM holds it. */
  probability?: number;
  category?: ForecastCategory;
  isClosed: boolean;
  isWon: boolean;
  nextStep?: string;
  /** Instant, ms. */
  createdAt: number;
  /** When the CRM last changed anything of it, ms: what the delta sync goes by. */
  modifiedAt: number;
  /** The CRM's own: latest event or *closed* task due date; may lie in the future. */
  lastActivityDay?: Day;
  /** The CRM's own, ms; absent until the first stage change. */
  stageChangedAt?: number;
  /** The CRM's own count of pushes across calendar months (G4.2). */
  pushCountSf?: number;
  /** The CRM ignores edits of the amount when products exist. */
  hasProducts?: boolean;
  /** Why it was lost, in the org's own words. */
  lossReason?: string;
  /** When it was found deleted or no longer visible, ms: it counts in the past and in nothing of the present. */
  goneAt?: number;
}

/** The complete state of a deal from one instant on: the event log that all questions are asked of. */
export interface Version {
  id: string;
  opportunityId: string;
  /** Instant from which it holds, ms. */
  from: number;
  stage: string;
  amount?: number;
  /** Currency that the amount was in; absent in single-currency orgs. */
  currency?: string;
  closeDate?: Day;
  probability?: number;
  category?: ForecastCategory;
  /** User who made the change. */
  by?: string;
}

/** One change of a field that the CRM tracks. */
export interface FieldChange {
  id: string;
  opportunityId: string;
  /** The model's own name of the field, `ownerId` or `nextStep`; for a field that the model lacks a name of the CRM's, which nobody reads. */
  field: keyof Opportunity | (string & {});
  /** Of a field that names another record, that record's id. */
  from?: string;
  to?: string;
  at: number;
  by?: string;
}

/** A task or an event that belongs to a deal. */
export interface Activity {
  id: string;
  opportunityId: string;
  kind: 'task' | 'event';
  subject: string;
  /** Due day of a task, start day of an event. */
  day?: Day;
  /** A task: when it was completed. An event: when it starts. Instant, ms. */
  at?: number;
  /** A task that is done, or an event; an open task is false. */
  isClosed: boolean;
  ownerId?: string;
  contactId?: string;
  /** A task that an e-mail was logged as. */
  isEmail?: true;
  /** When the CRM first held it, ms: a meeting planned for the future was not known before. */
  createdAt?: number;
  /** User who wrote it down. */
  by?: string;
}

/** Somebody who is invited to an event of a deal. */
export interface Attendee {
  id: string;
  opportunityId: string;
  /** The event. */
  activityId: string;
  contactId: string;
  /** Absent while they have not answered. */
  answer?: 'accepted' | 'declined';
}

/** Which way an e-mail of a deal went. */
export interface Email {
  id: string;
  opportunityId: string;
  /** The task that it was logged as. */
  activityId?: string;
  /** From the buyer to us. */
  isIncoming: boolean;
  /** When it was sent or came, ms. */
  at?: number;
  subject?: string;
}

/** A product on a deal, as it stands now: no history of it is kept. */
export interface LineItem {
  id: string;
  opportunityId: string;
  /** Of the product, in the org's own words; absent where it has none, or where the user may not read it. */
  family?: string;
  /** In major units of the deal's currency; absent when the user may not read it. */
  total?: number;
}

/** A person's part in the credit of a deal, as it stands now: no history of it is kept. Those of one deal and kind of split belong together. */
export interface Split {
  id: string;
  opportunityId: string;
  /** Who is credited. */
  userId: string;
  /** Which kind of split it is of, and what the org calls that; absent for the CRM's own default kind, which is `revenue`. */
  typeId?: string;
  type?: string;
  /** `revenue`: the parts of a deal make up its amount. `overlay`: credit beside it, of any size. */
  kind: 'revenue' | 'overlay';
  /** It divides another amount than the deal's own: percent of the deal's says nothing. */
  isOfOther?: boolean;
  /** Of what is divided, 0–100; of an overlay up to 1,000. Absent when the user may not read it. */
  percent?: number;
  /** In major units of the deal's currency; absent when the user may not read it. */
  amount?: number;
}

/** One person of the buying team on a deal. */
export interface ContactRole {
  id: string;
  opportunityId: string;
  contactId: string;
  /** Absent when the user may not read the contact. */
  name?: string;
  title?: string;
  role?: string;
  isPrimary: boolean;
  /** When the CRM first held it, ms. */
  createdAt?: number;
}
