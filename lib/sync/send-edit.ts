import { CrmError } from '@/lib/crm/crm';
import type { Edit, WrittenField } from '@/lib/deal/edits/edit';
import { fieldsOf, picked } from '@/lib/deal/edits/edit-values';

import { type DealClient, dealWay, type JudgedEdit, type Way } from './deal-write';
import { isLater, mayHaveArrived, refusalOf, renewed, TAKEN } from './edit-steps';
import { type RowClient, rowWay } from './row-write';

/** So often a change is tried where others change the same deal meanwhile. */
const TRIES = 3;

/**
 * Brings a change to the CRM, once: the deal is read right before, so that only what the person saw is overwritten, and right after,
 * so that what is said to be saved is what the CRM holds. `keep` writes the change down before each step; what it was last given is
 * what is known. A step that may have been made is read back and never blindly repeated.
 */
export async function sendEdit({
  client,
  edit,
  now,
  wantsReason = false,
  keep,
  userId = '',
  taken = [],
  wordsOf,
}: {
  client: DealClient & RowClient;
  edit: Edit;
  /** The organisation wants to know why each lost deal was lost. */
  wantsReason?: boolean;
  now: () => number;
  keep: (edit: Edit) => Promise<void>;
  /** Why it waits, or is in doubt, in words for the person. */
  wordsOf: (error: CrmError) => string;
  /** Who sends it, and ids of rows that other changes have made: what is looked for after a lost answer is none of them. */
  userId?: string;
  taken?: readonly string[];
}): Promise<Edit> {
  return edit.on
    ? sendBy(rowWay(client, edit.on, { now, userId, taken }), { edit, now, keep, wordsOf })
    : sendBy(dealWay(client, edit, { wantsReason, userId }), { edit, now, keep, wordsOf });
}

async function sendBy<Standing>(
  way: Way<Standing>,
  {
    edit: given,
    now,
    keep,
    wordsOf,
  }: { edit: Edit } & Pick<Parameters<typeof sendEdit>[0], 'now' | 'keep' | 'wordsOf'>,
): Promise<Edit> {
  let edit = given;
  const to = async (change: Partial<Edit>): Promise<Edit> => {
    edit = renewed(edit, change);
    await keep(edit);
    return edit;
  };
  const answered = (change: Partial<Edit>): Promise<Edit> => to({ ...change, answeredAt: now() });

  /** What only followed the change is not this user's to write: the rest is taken back without it. */
  const leave = async (fields: readonly WrittenField[] = []): Promise<boolean> => {
    const { after, left = [], mayLeave = [] } = edit;
    const rest = fieldsOf(after).filter((field) => !fields.includes(field));
    if (fields.length === 0 || rest.length === 0) return false;
    await to({
      state: 'waiting',
      after: picked(after, rest),
      mayLeave: mayLeave.filter((field) => !fields.includes(field)),
      left: [...left, ...fields],
    });
    return true;
  };

  for (let tried = 1; ; tried += 1) {
    const isDoubtful = edit.state === 'sending' || edit.state === 'unknown';
    const { isTaken = false } = edit;
    let before: Standing | undefined;
    let judged: JudgedEdit;
    let marked: Partial<Edit> = {};
    try {
      before = await way.read(edit);
      judged =
        isDoubtful && (way.isMade(edit, before) || (isTaken && way.saved(edit, before, true).state === 'saved'))
          ? { end: way.saved(edit, before, isTaken) }
          : await way.judge(edit, before, isDoubtful);
      if ('open' in judged) marked = await way.mark(edit, before);
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      // Nothing was sent now: it waits, or stays in doubt, until the CRM answers.
      const words = wordsOf(error);
      if (isDoubtful) return to({ state: 'unknown', words, ...(isTaken ? TAKEN : {}) });
      return isLater(error) || mayHaveArrived(error) ? to({ state: 'waiting', words }) : answered(refusalOf(error));
    }
    if ('end' in judged) {
      const { why, fields = [] } = judged.end;
      const isAside = fields.every((field) => edit.mayLeave?.includes(field));
      const mayBeLeft = why === 'noField' ? isAside || edit.undoes !== undefined : why === 'pair' && isAside;
      if (mayBeLeft && (await leave(fields))) continue;
      return answered(judged.end);
    }
    await to({ state: 'sending', ...marked });
    try {
      const sent = await way.send(edit, judged.open, before);
      if (!sent) {
        // Changed between reading and writing: read again, merged field by field.
        await to({ state: 'waiting' });
        if (tried < TRIES) continue;
        return edit;
      }
      // Whoever changes it before it is read back has changed what was saved.
      await to({ state: 'sending', ...TAKEN, ...sent });
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      if (isLater(error)) return to({ state: 'waiting', words: wordsOf(error) });
      const { mayLeave = [] } = edit;
      const named = error.fields.length > 0 && error.fields.every((field) => mayLeave.includes(field));
      if ((named || error.why === 'readOnly') && (await leave(named ? error.fields : mayLeave))) continue;
      if (!mayHaveArrived(error)) return answered(refusalOf(error));
      await to({ state: 'unknown', words: wordsOf(error) });
      if (tried < TRIES) continue;
      return edit;
    }
    try {
      return await answered(way.saved(edit, await way.read(edit), true));
    } catch (error) {
      if (error instanceof CrmError) return to({ state: 'unknown', ...TAKEN });
      throw error;
    }
  }
}
