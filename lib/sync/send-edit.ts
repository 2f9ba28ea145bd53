import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { Edit, EditValues } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, isOwnField, picked } from '@/lib/deal/edits/edit-values';
import { unfit } from '@/lib/deal/edits/needs';

/** So often a change is tried where others change the same deal meanwhile. */
const TRIES = 3;

/** States after which a change has surely not been made, and may be later. */
const LATER: ReadonlySet<ConnectionState> = new Set([
  'noSession',
  'expired',
  'limitDaily',
  'limitConcurrent',
  'budget',
  'withheld',
  'deleted',
]);

/**
 * Brings a change to the CRM, once: the deal is read right before, so that only what the person saw is overwritten, and right after,
 * so that what is said to be saved is what the CRM holds. `keep` writes the change down before each step; what it was last given is
 * what is known. A step that may have been made is read back and never blindly repeated.
 */
export async function sendEdit({
  client,
  edit: given,
  now,
  keep,
}: {
  client: Pick<CrmClient, 'standingOf' | 'editable' | 'change'>;
  edit: Edit;
  now: () => number;
  keep: (edit: Edit) => Promise<void>;
}): Promise<Edit> {
  let edit = given;
  const own = fieldsOf({ ...edit.before, ...edit.after }).filter(isOwnField);
  const to = async (change: Partial<Edit>): Promise<Edit> => {
    const { words: _words, why: _why, fields: _fields, theirs: _theirs, ...rest } = edit;
    edit = { ...rest, ...change };
    await keep(edit);
    return edit;
  };
  const answered = (change: Partial<Edit>): Promise<Edit> => to({ ...change, answeredAt: now() });

  /** What the CRM holds after the change, and has changed along with it. */
  const saved = ({ values }: DealStanding): Promise<Edit> => {
    const kept = differing(edit.after, values);
    const { aside = {} } = edit;
    const moved = differing(aside, values);
    return answered({
      state: 'saved',
      ...(kept.length > 0 ? { kept: picked(values, kept) } : {}),
      aside: picked(aside, moved),
      asideTo: picked(values, moved),
    });
  };

  for (let tried = 1; ; tried += 1) {
    const isDoubtful = edit.state === 'sending' || edit.state === 'unknown';
    let before: DealStanding | undefined;
    let wrong: Edit['fields'] = [];
    try {
      before = await client.standingOf(edit.recordId, own);
      if (before && !isDoubtful) wrong = await unfitIn(client, edit, before);
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      // Nothing was sent now: it waits, or stays in doubt, until the CRM answers.
      const words = error.said ?? error.message;
      if (isDoubtful) return to({ state: 'unknown', words });
      return isLater(error) || mayHaveArrived(error) ? to({ state: 'waiting', words }) : answered(refusalOf(error));
    }
    if (!before) return answered({ state: 'refused', why: 'gone', fields: [] });
    if (isDoubtful && differing(edit.after, before.values).length === 0) return saved(before);
    // What somebody else has set to the very same value is no conflict.
    const open = differing(edit.after, before.values);
    const foreign = open.filter(
      (field) => field in edit.before && differing(picked(edit.before, [field]), before.values).length > 0,
    );
    if (foreign.length > 0) return answered({ state: 'conflict', theirs: picked(before.values, foreign) });
    if (open.length === 0) return saved(before);
    if (wrong.length > 0) return answered({ state: 'refused', why: 'pair', fields: wrong });
    await to({ state: 'sending', aside: asideOf(before, edit) });
    try {
      if (!(await client.change(edit.recordId, picked(edit.after, open), before, edit))) {
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
    return after ? saved(after) : to({ state: 'unknown' });
  }
}

/** What may follow what is changed, such as a probability its stage: what it was is known only before. */
const asideOf = ({ values }: DealStanding, { after }: Edit): EditValues =>
  picked(
    values,
    fieldsOf(values).filter((field) => !(field in after)),
  );

/** What is taken back was so before, whatever may be chosen today. */
async function unfitIn(
  client: Pick<CrmClient, 'editable'>,
  { after, undoes }: Edit,
  before: DealStanding,
): Promise<NonNullable<Edit['fields']>> {
  const chosen = fieldsOf(after).filter(
    (field) => field === 'stage' || field === 'forecastCategory' || isOwnField(field),
  );
  if (chosen.length === 0 || undoes !== undefined) return [];
  const { fields } = await client.editable(before);
  return unfit(fields, { ...before.values, ...after }).filter((field) => field in after);
}

const isLater = ({ state }: CrmError): boolean => LATER.has(state);

/** No answer, or none that says whether it was done. */
const mayHaveArrived = ({ state, status }: CrmError): boolean =>
  state === 'offline' || state === 'unavailable' || (state === 'malformed' && (status < 400 || status >= 500));

const refusalOf = ({ said, message, fields, why }: CrmError): Partial<Edit> => ({
  state: 'refused',
  ...(why === undefined ? {} : { why }),
  words: said ?? message,
  fields: [...fields],
});
