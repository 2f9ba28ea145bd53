import { isRecent } from '@/lib/calendar/recent';
import type { CrmClient, RowStanding } from '@/lib/crm/crm';
import type { Edit, EditedRow, FieldUse, RowField, RowRules, WrittenField } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, picked } from '@/lib/deal/edits/edit-values';

import { type JudgedEdit, UNSEEN, type Way } from './deal-write';
import { asideOf, judge, misfitting, savedAs } from './edit-steps';

/**
 * So long a call may still be worked on after its answer was lost, ms: the slowest CRM ends one after ten minutes at the latest. What was to
 * be made and is not there after that was not made.
 */
const ARRIVING_MS = 600_000;

export type RowClient = Pick<CrmClient, 'rowsOf' | 'rowRules' | 'makeRow' | 'changeRow' | 'removeRow'>;

/** The way of changes of what hangs on a deal: a task, somebody's role. `taken`: rows that other changes of the journal have made. */
export function rowWay(
  client: RowClient,
  on: EditedRow,
  { now, userId, taken }: { now: () => number; userId: string; taken: readonly string[] },
): Way<RowStanding> {
  /** Whether the person put a row there after it was sent, and no other change of theirs is that row. */
  const isNew =
    (sent: EditedRow['sent']) =>
    ({ id, byId }: RowStanding): boolean =>
      sent !== undefined && !sent.known.includes(id) && !taken.includes(id) && (byId === undefined || byId === userId);

  return {
    async read({ recordId, after, on: row = on }) {
      const rows = await client.rowsOf(recordId, row.kind, row.id);
      if (row.id !== undefined || row.act !== 'make') return rows[0];
      return rows.filter(isNew(row.sent)).findLast(({ values }) => isLike(row, after, values));
    },
    isMade: ({ after, on: row = on }, standing) =>
      on.act === 'remove'
        ? standing === undefined
        : // Its id is the CRM's own word that it was made.
          (on.act === 'make' && row.id !== undefined) ||
          (standing !== undefined && (on.act === 'make' || differing(after, standing.values).length === 0)),
    async judge(edit, standing, isDoubtful): Promise<JudgedEdit> {
      const { kind, act, sent, stamp } = edit.on ?? on;
      if (act === 'make') {
        if (isDoubtful && sent !== undefined && isRecent(sent.at, now(), ARRIVING_MS))
          return { end: { state: 'unknown', why: 'arriving' } };
        // What else the person put there meanwhile may be this one, made otherwise by a rule of the org: that is theirs to tell.
        const stranger = isDoubtful ? (await client.rowsOf(edit.recordId, kind)).find(isNew(sent)) : undefined;
        if (stranger) return { end: { state: 'conflict', theirs: picked(stranger.values, fieldsOf(edit.after)) } };
        const { mayMake, fields } = await client.rowRules(kind);
        if (!mayMake) return { end: { state: 'refused', why: 'access', fields: [] } };
        return strangeTo(fields, edit, fieldsOf(edit.after)) ?? { open: fieldsOf(edit.after) };
      }
      if (act === 'remove') {
        // Whoever took it away first did what was to be done.
        if (!standing) return { end: { state: 'saved' } };
        const theirs = differing(edit.before, standing.values);
        if (theirs.length > 0 || (stamp !== undefined && stamp !== standing.stamp))
          return { end: { state: 'conflict', theirs: picked(standing.values, theirs) } };
        const { mayRemove } = await client.rowRules(kind);
        return mayRemove ? { open: [] } : { end: { state: 'refused', why: 'access', fields: [] } };
      }
      const judged = judge(edit, standing && { ...standing, hasProducts: false }, undefined);
      if ('end' in judged || edit.undoes !== undefined) return judged;
      const { fields } = await client.rowRules(kind);
      const sealed = judged.open.filter((field) => fields[field as keyof typeof fields] === undefined);
      if (sealed.length > 0) return { end: { state: 'refused', why: 'readOnly', fields: sealed } };
      return strangeTo(fields, edit, judged.open) ?? judged;
    },
    async mark(edit, standing) {
      const row = edit.on ?? on;
      const others =
        row.act === 'make' || edit.after.isPrimary === true ? await client.rowsOf(edit.recordId, row.kind) : [];
      const former =
        edit.after.isPrimary === true
          ? others.find(({ values, id }) => values.isPrimary === true && id !== row.id)
          : undefined;
      return {
        on: {
          ...row,
          ...(row.act === 'make' ? { sent: { at: now(), known: others.map(({ id }) => id) } } : {}),
          ...(former && edit.undoes === undefined ? { former: former.id } : {}),
          ...(standing?.number === undefined ? {} : { number: standing.number }),
        },
        ...(standing && row.act === 'change' ? { aside: asideOf({ ...standing, hasProducts: false }, edit) } : {}),
      };
    },
    async send({ recordId, after, on: row = on }, open, standing) {
      const { kind, act } = row;
      if (act === 'make') return { on: { ...row, id: await client.makeRow(recordId, kind, after) } };
      if (!standing) return undefined;
      if (act === 'change')
        return (await client.changeRow(kind, standing.id, picked(after, open), standing)) ? {} : undefined;
      await client.removeRow(kind, standing.id);
      return {};
    },
    saved(edit, standing, isTaken = false) {
      // What was looked for is found.
      const { sent: _sent, ...row } = edit.on ?? on;
      if (row.act === 'remove') return standing ? { state: 'unknown' } : { state: 'saved' };
      if (!standing && (row.act === 'make' ? row.id !== undefined : isTaken)) return { ...UNSEEN, on: row };
      if (!standing) return { state: 'unknown', ...(row.act === 'make' ? { why: 'arriving' as const } : {}) };
      const saved = savedAs(edit, { ...standing, hasProducts: false });
      // Two versions came where one was sent.
      const { number } = row;
      if (number !== undefined && (standing.number ?? number) > number + 1) return { ...saved, isOver: true };
      return row.act === 'make' ? { ...saved, on: { ...row, id: standing.id, stamp: standing.stamp } } : saved;
    },
  };
}

/** The end of a change with a value that is none of its field's, which the API might take, or that does not fit into it. */
function strangeTo(
  rules: RowRules['fields'],
  { after }: Edit,
  fields: readonly WrittenField[],
): { end: Partial<Edit> } | undefined {
  const useOf = (field: WrittenField): FieldUse | undefined => rules[field as RowField];
  const strange = fields.filter((field) => {
    const options = useOf(field)?.options;
    const value = after[field] ?? null;
    return options !== undefined && value !== null && !options.some((option) => option.value === value);
  });
  const wrong = strange.length > 0 ? { why: 'value' as const, fields: strange } : misfitting(after, fields, useOf);
  return wrong && { end: { state: 'refused', ...wrong } };
}

/** Whether a row that came is what was sent; a rule of the org may have set the rest of it otherwise. */
const isLike = ({ kind }: EditedRow, after: Edit['after'], values: RowStanding['values']): boolean =>
  kind === 'contactRole'
    ? values.contact === after.contact
    : kind === 'file'
      ? values.body === after.body
      : String(values.subject ?? '').includes(String(after.subject).trim());
