import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { Edit } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, isOwnField, picked } from '@/lib/deal/edits/edit-values';

import {
  asideOf,
  isLater,
  judge,
  mayHaveArrived,
  refusalOf,
  renewed,
  savedAs,
  unsendable,
  type Unsendable,
} from './edit-steps';
import { changedSince } from './sight';

/** So often a change is tried where others change the same deal meanwhile. */
const TRIES = 3;

/**
 * Brings a change to the CRM, once: the deal is read right before, so that only what the person saw is overwritten, and right after,
 * so that what is said to be saved is what the CRM holds. `keep` writes the change down before each step; what it was last given is
 * what is known. A step that may have been made is read back and never blindly repeated.
 */
export async function sendEdit({
  client,
  edit: given,
  now,
  wantsReason = false,
  keep,
}: {
  client: Pick<CrmClient, 'standingOf' | 'editable' | 'change' | 'record'>;
  edit: Edit;
  /** The organisation wants to know why each lost deal was lost. */
  wantsReason?: boolean;
  now: () => number;
  keep: (edit: Edit) => Promise<void>;
}): Promise<Edit> {
  let edit = given;
  const own = fieldsOf({ ...edit.before, ...edit.after }).filter(isOwnField);
  const to = async (change: Partial<Edit>): Promise<Edit> => {
    edit = renewed(edit, change);
    await keep(edit);
    return edit;
  };
  const answered = (change: Partial<Edit>): Promise<Edit> => to({ ...change, answeredAt: now() });

  for (let tried = 1; ; tried += 1) {
    const isDoubtful = edit.state === 'sending' || edit.state === 'unknown';
    let before: DealStanding | undefined;
    let wrong: Unsendable | undefined;
    let changed: Partial<Edit> | undefined;
    try {
      before = await client.standingOf(edit.recordId, own);
      const isMade = isDoubtful && before !== undefined && differing(edit.after, before.values).length === 0;
      if (before && edit.seen && !isMade) changed = await changedSince(client, edit, edit.seen, before);
      if (before && !isDoubtful) wrong = await unsendable(client, edit, before, wantsReason);
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      // Nothing was sent now: it waits, or stays in doubt, until the CRM answers.
      const words = error.said ?? error.message;
      if (isDoubtful) return to({ state: 'unknown', words });
      return isLater(error) || mayHaveArrived(error) ? to({ state: 'waiting', words }) : answered(refusalOf(error));
    }
    if (before && isDoubtful && differing(edit.after, before.values).length === 0)
      return answered(savedAs(edit, before));
    if (changed) return answered(changed);
    const judged = judge(edit, before, wrong);
    if ('end' in judged || !before) return answered('end' in judged ? judged.end : {});
    await to({ state: 'sending', aside: asideOf(before, edit) });
    try {
      if (!(await client.change(edit.recordId, picked(edit.after, judged.open), before, edit))) {
        // Changed between reading and writing: read again, merged field by field.
        await to({ state: 'waiting' });
        if (tried < TRIES) continue;
        return edit;
      }
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      if (isLater(error)) return to({ state: 'waiting', words: error.said ?? error.message });
      const { mayLeave = [], after } = edit;
      if (error.why === 'readOnly' && mayLeave.length > 0) {
        // What only followed the change is not this user's to write: the rest is taken back without it.
        const own = fieldsOf(after).filter((field) => !mayLeave.includes(field));
        await to({ state: 'waiting', after: picked(after, own), mayLeave: [], left: mayLeave });
        continue;
      }
      if (!mayHaveArrived(error)) return answered(refusalOf(error));
      await to({ state: 'unknown', words: error.said ?? error.message });
      if (tried < TRIES) continue;
      return edit;
    }
    const after = await client.standingOf(edit.recordId, own).catch((error: unknown) => {
      if (error instanceof CrmError) return undefined;
      throw error;
    });
    return after ? answered(savedAs(edit, after)) : to({ state: 'unknown' });
  }
}
