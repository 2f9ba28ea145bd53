import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { AskedField, Edit, EditValues, FieldUse, OwnField, WrittenField } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, isOwnField, isSameThing, picked } from '@/lib/deal/edits/edit-values';
import { type Misfit, misfit } from '@/lib/deal/edits/misfit';
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
  // Nothing is said of the change: whoever is let in later sends it then.
  'apiBlocked',
  'apiDisabled',
  'appNotAttached',
]);

/** Why a change is not even sent. */
export interface Unsendable {
  why: 'pair' | 'reason' | 'readOnly' | 'money' | Misfit['why'];
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
  const open = differing(edit.after, before.values, before.several);
  const foreign = open.filter(
    (field) =>
      field in edit.before && differing(picked(edit.before, [field]), before.values, before.several).length > 0,
  );
  // A change without an answer has arrived, and a rule of the org made this of it: the user was the last to write.
  const isSilent = before.hasProducts && open.length > 0 && open.every((field) => field === 'amount');
  if (isOwn && (isSilent || (foreign.length > 0 && hasTrace(edit, before)))) return { end: savedAs(edit, before) };
  if (foreign.length > 0)
    return {
      end: {
        state: 'conflict',
        theirs: picked(before.values, foreign),
        // Or they did so elsewhere, and whether this one ever arrived is not known.
        ...(isOwn ? { why: 'overtaken', fields: foreign } : {}),
      },
    };
  if (open.length === 0) return { end: savedAs(edit, before) };
  return wrong ? { end: { state: 'refused', ...wrong } } : { open };
}

/** Whether a deal holds some of what was sent without an answer, though a rule of the org wrote it otherwise. */
const hasTrace = ({ before, after }: Edit, { values, several }: DealStanding): boolean =>
  differing(after, before, several).some((field) => {
    const [was, sent, is] = [before[field] ?? null, after[field] ?? null, values[field] ?? null];
    if (is === was) return false;
    if (typeof sent === 'number' && typeof is === 'number') return Math.abs(sent - is) < 1;
    if (typeof sent !== 'string' || typeof is !== 'string') return sent === is;
    const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
    return plain(is).includes(plain(sent)) && sent.length * 2 >= is.length;
  });

/** The CRM said yes. */
export const TAKEN = { isTaken: true } as const satisfies Partial<Edit>;

/** A change that was made: what the CRM holds instead, and what it changed along with it. */
export function savedAs(
  { after, aside = {}, kind }: Edit,
  { values, several, recordTypeId }: DealStanding,
): Partial<Edit> {
  const isOtherKind = kind !== undefined && recordTypeId !== undefined && recordTypeId !== kind;
  const kept = differing(after, values, several);
  const moved = differing(aside, values, several);
  return {
    state: 'saved',
    ...(kept.length > 0 ? { kept: picked(values, kept) } : {}),
    aside: picked(aside, moved),
    asideTo: picked(values, moved),
    ...(isOtherKind ? { isOtherKind } : {}),
  };
}

/** What the person's own earlier change has made of the deal since, they know: it is nobody else's. */
export function withOwn(edit: Edit, edits: readonly Edit[]): Edit {
  const before = { ...edit.before };
  for (const other of edits) {
    const { id, state, at, answeredAt = 0, after, kept, batch } = other;
    if (id === edit.id || !isSameThing(other, edit) || state !== 'saved') continue;
    // What was asked for at once was seen at once, however fast the first of it was done.
    const isSeenBefore = answeredAt >= edit.at || (batch !== undefined && batch === edit.batch);
    if (at <= edit.at && isSeenBefore)
      Object.assign(
        before,
        picked(
          { ...after, ...kept },
          fieldsOf(before).filter((field) => field in after),
        ),
      );
  }
  return { ...edit, before };
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
    isTaken: _taken,
    isUnseen: _unseen,
    isOtherKind: _otherKind,
    isOver: _over,
    alike: _alike,
    ...rest
  } = edit;
  return { ...rest, ...change };
}

/** How a deal stands that is about to be changed, as far as its change has to remember it. */
export const remembered = (standing: DealStanding, edit: Edit): Partial<Edit> => ({
  aside: asideOf(standing, edit),
  over: standing.stamp,
  ...(standing.recordTypeId === undefined ? {} : { kind: standing.recordTypeId }),
});

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

/** Those of the fields that do not hold what they are to, by the reason of the first. */
export function misfitting(
  after: EditValues,
  fields: readonly WrittenField[],
  useOf: (field: WrittenField) => FieldUse | undefined,
): { why: Misfit['why']; fields: WrittenField[] } | undefined {
  const found = fields.flatMap((field) => {
    const use = useOf(field);
    const wrong = use && misfit(use, after[field] ?? null);
    return wrong ? [{ field, why: wrong.why }] : [];
  });
  const [first] = found;
  return first && { why: first.why, fields: found.flatMap(({ field, why }) => (why === first.why ? field : [])) };
}

/**
 * What the CRM's own page would not let be, and its API takes: a field that is not on the page of what the deal is by now, a value that does not
 * go with the others, money of another currency than it was typed in; and a deal that is lost without a word where the organisation wants
 * one. What is taken back was so before, whatever may be chosen today, unless the deal is of another kind by now.
 */
export async function unsendable(
  client: Pick<CrmClient, 'editable' | 'standingOf'>,
  edit: Edit,
  before: DealStanding,
  wantsReason: boolean,
): Promise<Unsendable | undefined> {
  const { after, undoes, recordId, note, currency, kind } = edit;
  if (currency !== undefined && before.currency !== undefined && currency !== before.currency) {
    const money = fieldsOf(after).filter((field) => typeof after[field] === 'number' && field !== 'probability');
    if (money.length > 0) return { why: 'money', fields: money };
  }
  const chosen = fieldsOf(after).filter(isChosen);
  const isBack = undoes !== undefined;
  if (isBack && (kind === undefined || kind === before.recordTypeId)) return undefined;
  const rules = await client.editable(before).catch((error: unknown) => {
    // What is typed freely needs no list to be judged by.
    if (error instanceof CrmError && chosen.length === 0) return undefined;
    throw error;
  });
  if (!rules) return undefined;
  // What products make is sent, and told as what the CRM kept.
  const sealed = fieldsOf(after).filter(
    (field) =>
      !isBack &&
      field !== 'probability' &&
      !(field in rules.fields) &&
      !(field === 'amount' && rules.fixed.amount === 'products'),
  );
  if (sealed.length > 0) return { why: 'readOnly', fields: sealed };
  const wrong = isBack
    ? undefined
    : misfitting(after, fieldsOf(after), (field) =>
        field === 'probability' ? undefined : rules.fields[field as AskedField],
      );
  if (wrong) return wrong;
  if (chosen.length === 0) return undefined;
  const former = unfit(rules.fields, before.values);
  const pairs = unfit(rules.fields, { ...before.values, ...after }).filter((field) => {
    const by = rules.fields[field]?.by;
    return field in after || (by !== undefined && by in after && !former.includes(field));
  });
  if (pairs.length > 0) return { why: 'pair', fields: pairs };
  if (isBack || !wantsReason || endOf(rules, after.stage) !== 'lost' || endOf(rules, before.values.stage) === 'lost')
    return undefined;
  const { lost } = rules.reason;
  if (lost === undefined) return note === undefined ? { why: 'reason', fields: [] } : undefined;
  const given = after[lost] ?? (await client.standingOf(recordId, [lost]))?.values[lost] ?? null;
  return given === null ? { why: 'reason', fields: [lost] } : undefined;
}

/** The last: a CRM that is there, and says itself that it takes no change at this moment. */
export const isLater = ({ state, why }: CrmError): boolean =>
  LATER.has(state) || (state === 'unavailable' && why === 'busy');

/** No answer, or none that says whether it was done. */
export const mayHaveArrived = ({ state, status }: CrmError): boolean =>
  state === 'offline' || state === 'unavailable' || (state === 'malformed' && (status < 400 || status >= 500));

export const refusalOf = ({ said, message, status, fields, why, alike }: CrmError): Partial<Edit> => ({
  state: 'refused',
  ...(why === undefined ? {} : { why }),
  // An answer without words has a path and an id in its message, and a person knows neither.
  words: said ?? (status !== undefined && status >= 400 ? `HTTP ${status}` : message),
  fields: [...fields],
  ...(alike === undefined ? {} : { alike }),
});
