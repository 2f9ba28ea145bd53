import type { Activity, ContactRole, FieldChange } from '@/lib/deal/opportunity';
import type { PipelineLog } from '@/lib/log/event-log';
import { type Note, numberOf } from '@/lib/log/fingerprint';
import { type DealIndex, FIRST_DEAL } from '@/lib/log/positions';

/** What else became known of each deal; all instants ms. */
export interface DealFacts {
  readonly log: PipelineLog;
  of(deal: DealIndex): KnownOfDeal;
  /** The first change of a next step in the org: before it the CRM did not track them. */
  readonly nextStepsSince: number;
}

/** Oldest first. */
export interface KnownOfDeal {
  readonly activities: readonly KnownActivity[];
  readonly roles: readonly KnownRole[];
  /** Instants at which the next step was changed. */
  readonly nextSteps: readonly number[];
}

export interface KnownActivity {
  /** When the CRM held it. */
  knownAt: number;
  /** When it took place or was completed; absent for an open task. */
  doneAt?: number;
  isEvent: boolean;
  contactId?: string;
}

export interface KnownRole {
  knownAt: number;
  contactId: string;
}

/** Rows of a deal, in any order. */
interface Rows {
  activities: readonly Activity[];
  contactRoles: readonly ContactRole[];
  fieldChanges: readonly FieldChange[];
}

/**
 * What the rows of one deal say. What has no date of record counts from when it took place; a role without one is left out, for it is not
 * recorded since when it was known.
 */
export function knownOfRows({ activities, contactRoles, fieldChanges }: Rows): KnownOfDeal {
  const own = activities.flatMap(({ kind, at, isClosed, contactId, createdAt }): KnownActivity[] => {
    const doneAt = kind === 'event' || isClosed ? at : undefined;
    const knownAt = createdAt ?? doneAt;
    if (knownAt === undefined) return [];
    return [
      {
        knownAt,
        ...(doneAt === undefined ? {} : { doneAt }),
        isEvent: kind === 'event',
        ...(contactId === undefined ? {} : { contactId }),
      },
    ];
  });
  own.sort((a, b) => a.knownAt - b.knownAt || (a.doneAt ?? Infinity) - (b.doneAt ?? Infinity));
  return {
    activities: own,
    roles: contactRoles.flatMap(({ contactId, createdAt }) =>
      createdAt === undefined ? [] : [{ knownAt: createdAt, contactId }],
    ),
    nextSteps: fieldChanges.flatMap(({ field, at }) => (field === 'nextStep' ? [at] : [])),
  };
}

/** Of a deal that nothing else is known of. */
export const NOTHING_KNOWN: KnownOfDeal = { activities: [], roles: [], nextSteps: [] };

/** Notes what else became known of each deal, from when it was known: of an activity that it was there, and later that it was done. */
export function noteFacts({ log, of }: DealFacts, note: Note): void {
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const id = numberOf(log.ids[deal] ?? '');
    const { activities, roles, nextSteps } = of(deal);
    for (const { knownAt, doneAt, isEvent, contactId = '' } of activities) {
      const own = [Number(isEvent), numberOf(contactId)];
      note(knownAt, id, 1, ...own);
      if (doneAt !== undefined) note(Math.max(knownAt, doneAt), id, 2, doneAt, ...own);
    }
    for (const { knownAt, contactId } of roles) note(knownAt, id, 3, numberOf(contactId));
    for (const at of nextSteps) note(at, id, 4);
  }
}
