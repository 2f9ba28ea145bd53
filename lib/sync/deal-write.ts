import type { CrmClient, DealStanding } from '@/lib/crm/crm';
import type { Edit, WrittenField } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, isOwnField, picked } from '@/lib/deal/edits/edit-values';

import { judge, remembered, savedAs, tiedFields, unsendable } from './edit-steps';
import { changedSince } from './sight';

/** A change that was made, and by which the user has lost sight of the deal: a rule of the org may hand it over. */
export const UNSEEN = { state: 'saved', isUnseen: true } as const satisfies Partial<Edit>;

/** Where a change goes: nothing more of it is sent, or these fields of it are. */
export type JudgedEdit = { end: Partial<Edit> } | { open: WrittenField[] };

/** How one kind of change is brought to the CRM: what is changed is read before and after, and between them is sent once. */
export interface Way<Standing> {
  /** How what is changed stands now; undefined where it is not there. */
  read(edit: Edit): Promise<Standing | undefined>;
  /** Whether what was sent without an answer has arrived. */
  isMade(edit: Edit, standing: Standing | undefined): boolean;
  judge(edit: Edit, standing: Standing | undefined, isDoubtful: boolean): Promise<JudgedEdit>;
  /** What is written down with it right before it is sent. */
  mark(edit: Edit, standing: Standing | undefined): Promise<Partial<Edit>>;
  /** What is known of it from then on; undefined where it was changed since it stood so, and nothing was sent. */
  send(edit: Edit, open: readonly WrittenField[], standing: Standing | undefined): Promise<Partial<Edit> | undefined>;
  /** `isTaken`: the CRM said that it was done, whatever can be seen of it now. */
  saved(edit: Edit, standing: Standing | undefined, isTaken?: boolean): Partial<Edit>;
}

export type DealClient = Pick<CrmClient, 'standingOf' | 'editable' | 'change' | 'record'>;

/** The way of changes of the deal itself. */
export function dealWay(
  client: DealClient,
  given: Edit,
  { wantsReason, userId }: { wantsReason: boolean; userId: string },
): Way<DealStanding> {
  const own = fieldsOf({ ...given.before, ...given.after }).filter(isOwnField);
  return {
    async read(edit) {
      const { recordId } = edit;
      const standing = await client.standingOf(recordId, own);
      const tied = await tiedFields(client, [edit], [standing]);
      return tied.length === 0 ? standing : client.standingOf(recordId, [...own, ...tied]);
    },
    isMade: ({ after }, standing) =>
      standing !== undefined && differing(after, standing.values, standing.several).length === 0,
    async judge(edit, standing, isDoubtful) {
      const changed = standing && edit.seen ? await changedSince(client, edit, edit.seen, standing) : undefined;
      const wrong = standing && !isDoubtful ? await unsendable(client, edit, standing, wantsReason) : undefined;
      const isOwn = isDoubtful && standing?.byId === userId && standing.stamp !== (edit.over ?? standing.stamp);
      return changed ? { end: changed } : judge(edit, standing, wrong, isOwn);
    },
    mark: (edit, standing) => Promise.resolve(standing ? remembered(standing, edit) : {}),
    send: async (edit, open, standing) =>
      standing !== undefined && (await client.change(edit.recordId, picked(edit.after, open), standing, edit))
        ? {}
        : undefined,
    saved: (edit, standing, isTaken = false) =>
      standing ? savedAs(edit, standing) : isTaken ? UNSEEN : { state: 'unknown' },
  };
}
