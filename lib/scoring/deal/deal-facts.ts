import type { Activity, ContactRole, FieldChange } from '@/lib/deal/opportunity';
import type { PipelineLog } from '@/lib/log/event-log';
import { type Note, numberOf } from '@/lib/log/fingerprint';
import { FIRST_DEAL } from '@/lib/log/positions';

/** What else became known of each deal, oldest first, by position in the log; all instants ms. */
export interface DealFacts {
  readonly log: PipelineLog;
  readonly activities: readonly (readonly KnownActivity[])[];
  readonly roles: readonly (readonly KnownRole[])[];
  /** Instants at which the next step was changed, and the first one in the org: before it the CRM did not track them. */
  readonly nextSteps: readonly (readonly number[])[];
  readonly nextStepsSince: number;
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

/**
 * Sorts activities and contact roles to their deals. What has no date of record counts from when it took place; a role without one
 * is left out, for it is not recorded since when it was known.
 */
export function dealFacts(
  log: PipelineLog,
  activities: readonly Activity[],
  contactRoles: readonly ContactRole[],
  fieldChanges: readonly FieldChange[] = [],
): DealFacts {
  const positions = new Map(log.ids.map((id, deal) => [id, deal]));
  const [own, roles] = [log.ids.map((): KnownActivity[] => []), log.ids.map((): KnownRole[] => [])];
  for (const { opportunityId, kind, at, isClosed, contactId, createdAt } of activities) {
    const deal = positions.get(opportunityId);
    const doneAt = kind === 'event' || isClosed ? at : undefined;
    const knownAt = createdAt ?? doneAt;
    if (deal === undefined || knownAt === undefined) continue;
    own[deal]?.push({
      knownAt,
      ...(doneAt === undefined ? {} : { doneAt }),
      isEvent: kind === 'event',
      ...(contactId === undefined ? {} : { contactId }),
    });
  }
  for (const { opportunityId, contactId, createdAt } of contactRoles) {
    const deal = positions.get(opportunityId);
    if (deal !== undefined && createdAt !== undefined) roles[deal]?.push({ knownAt: createdAt, contactId });
  }
  const nextSteps = log.ids.map((): number[] => []);
  let nextStepsSince = Infinity;
  for (const { opportunityId, field, at } of fieldChanges) {
    const deal = field === 'nextStep' ? positions.get(opportunityId) : undefined;
    if (deal === undefined) continue;
    nextSteps[deal]?.push(at);
    nextStepsSince = Math.min(nextStepsSince, at);
  }
  for (const list of own) list.sort((a, b) => a.knownAt - b.knownAt || (a.doneAt ?? Infinity) - (b.doneAt ?? Infinity));
  return { log, activities: own, roles, nextSteps, nextStepsSince };
}

/** Notes what else became known of each deal, from when it was known: of an activity that it was there, and later that it was done. */
export function noteFacts({ log, activities, roles, nextSteps }: DealFacts, note: Note): void {
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const id = numberOf(log.ids[deal] ?? '');
    for (const { knownAt, doneAt, isEvent, contactId = '' } of activities[deal] ?? []) {
      const own = [Number(isEvent), numberOf(contactId)];
      note(knownAt, id, 1, ...own);
      if (doneAt !== undefined) note(Math.max(knownAt, doneAt), id, 2, doneAt, ...own);
    }
    for (const { knownAt, contactId } of roles[deal] ?? []) note(knownAt, id, 3, numberOf(contactId));
    for (const at of nextSteps[deal] ?? []) note(at, id, 4);
  }
}
