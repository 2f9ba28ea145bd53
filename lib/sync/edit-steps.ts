import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { Edit, EditValues, OwnField, WrittenField } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, isOwnField, picked } from '@/lib/deal/edits/edit-values';
import { endOf, tiedTo, unfit } from '@/lib/deal/edits/needs';

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

/** Why a change is not even sent. */
export interface Unsendable {
  why: 'pair' | 'reason';
  fields: WrittenField[];
}

/** What comes of a change of a deal that stands so: it ends as it is, or these fields of it are to be sent. */
export function judge(
  edit: Edit,
  before: DealStanding | undefined,
  wrong: Unsendable | undefined,
  isOwn = false,
): { end: Partial<Edit> } | { open: WrittenField[] } {
  if (!before) return { end: { state: 'refused', why: 'gone', fields: [] } };
  // Renamed, deleted or hidden since it was shown: what is not there is neither empty nor somebody else's.
  const unseen = fieldsOf(edit.after).filter((field) => !(field in before.values));
  if (unseen.length > 0) return { end: { state: 'refused', why: 'noField', fields: unseen } };
  // What somebody else has set to the very same value is no conflict.
  const open = differing(edit.after, before.values);
  const foreign = open.filter(
    (field) => field in edit.before && differing(picked(edit.before, [field]), before.values).length > 0,
  );
  // A change without an answer has arrived, and a rule of the org made this of it: the user was the last to write.
  const isSilent = before.hasProducts && open.length > 0 && open.every((field) => field === 'amount');
  if (isOwn && (foreign.length > 0 || isSilent)) return { end: savedAs(edit, before) };
  if (foreign.length > 0) return { end: { state: 'conflict', theirs: picked(before.values, foreign) } };
  if (open.length === 0) return { end: savedAs(edit, before) };
  return wrong ? { end: { state: 'refused', ...wrong } } : { open };
}

/** A change that was made: what the CRM holds instead, and what it changed along with it. */
export function savedAs({ after, aside = {} }: Edit, { values }: DealStanding): Partial<Edit> {
  const kept = differing(after, values);
  const moved = differing(aside, values);
  return {
    state: 'saved',
    ...(kept.length > 0 ? { kept: picked(values, kept) } : {}),
    aside: picked(aside, moved),
    asideTo: picked(values, moved),
  };
}

/** The change with what has become of it; what was said of it before is over. */
export function renewed(edit: Edit, change: Partial<Edit>): Edit {
  const {
    words: _words,
    why: _why,
    fields: _fields,
    theirs: _theirs,
    news: _news,
    isHeld: _isHeld,
    isUnseen: _unseen,
    ...rest
  } = edit;
  return { ...rest, ...change };
}

/** What may follow what is changed, such as a probability its stage: what it was is known only before. */
export const asideOf = ({ values }: DealStanding, { after }: Edit): EditValues =>
  picked(
    values,
    fieldsOf(values).filter((field) => !(field in after)),
  );

/** Values of these fields alone are judged by how the org has set them up. */
const isChosen = (field: WrittenField): boolean =>
  field === 'stage' || field === 'forecastCategory' || isOwnField(field);

/** What else has to be read of deals that stand so, since it goes with what is changed of them or does not. */
export async function tiedFields(
  client: Pick<CrmClient, 'editable'>,
  edits: readonly Edit[],
  standings: readonly (DealStanding | undefined)[],
): Promise<OwnField[]> {
  const tied = await Promise.all(
    edits.map(async ({ after, undoes }, index) => {
      const standing = standings[index];
      const chosen = fieldsOf(after).filter(isChosen);
      if (!standing || chosen.length === 0 || undoes !== undefined) return [];
      try {
        const { fields } = await client.editable(standing);
        return tiedTo(fields, chosen).filter((field) => !(field in standing.values));
      } catch (error) {
        // How the deal stands is known all the same: whoever has to judge it asks again, and hears of it.
        if (error instanceof CrmError) return [];
        throw error;
      }
    }),
  );
  return [...new Set(tied.flat())];
}

/**
 * What the CRM's own page would not let be, and its API takes; and a deal that is lost without a word where the organisation wants one.
 * What is taken back was so before, whatever may be chosen today.
 */
export async function unsendable(
  client: Pick<CrmClient, 'editable' | 'standingOf'>,
  edit: Edit,
  before: DealStanding,
  wantsReason: boolean,
): Promise<Unsendable | undefined> {
  const { after, undoes, recordId, note } = edit;
  const chosen = fieldsOf(after).filter(isChosen);
  if (chosen.length === 0 || undoes !== undefined) return undefined;
  const rules = await client.editable(before);
  const former = unfit(rules.fields, before.values);
  const pairs = unfit(rules.fields, { ...before.values, ...after }).filter((field) => {
    const by = rules.fields[field]?.by;
    return field in after || (by !== undefined && by in after && !former.includes(field));
  });
  if (pairs.length > 0) return { why: 'pair', fields: pairs };
  if (!wantsReason || endOf(rules, after.stage) !== 'lost' || endOf(rules, before.values.stage) === 'lost')
    return undefined;
  const { lost } = rules.reason;
  if (lost === undefined) return note === undefined ? { why: 'reason', fields: [] } : undefined;
  const given = after[lost] ?? (await client.standingOf(recordId, [lost]))?.values[lost] ?? null;
  return given === null ? { why: 'reason', fields: [lost] } : undefined;
}

export const isLater = ({ state }: CrmError): boolean => LATER.has(state);

/** No answer, or none that says whether it was done. */
export const mayHaveArrived = ({ state, status }: CrmError): boolean =>
  state === 'offline' || state === 'unavailable' || (state === 'malformed' && (status < 400 || status >= 500));

export const refusalOf = ({ said, message, fields, why }: CrmError): Partial<Edit> => ({
  state: 'refused',
  ...(why === undefined ? {} : { why }),
  words: said ?? message,
  fields: [...fields],
});
