import { day } from '@/lib/calendar/days';

import {
  type Edit,
  type EditedRow,
  type EditField,
  type EditValue,
  type EditValues,
  type OwnField,
  ROW_FIELDS,
  type RowField,
  type RowKind,
  type WrittenField,
} from './edit';

/** So long a change can be taken back, ms: 30 days. */
export const UNDO_MS = 30 * 86_400_000;

/** What is still to be sent or found out. */
export const isOpenEdit = ({ state }: Pick<Edit, 'state'>): boolean =>
  state === 'waiting' || state === 'sending' || state === 'unknown';

/** Whether it stands in the journal: under way however old it is, else until {@link UNDO_MS} after the CRM last answered for it. */
export const isKept = (edit: Pick<Edit, 'state' | 'at' | 'answeredAt'>, now: number): boolean =>
  isOpenEdit(edit) || now - (edit.answeredAt ?? edit.at) < UNDO_MS;

/** The fields in which two sets of values differ, of those that the first has. `several`: fields of several values, whose order means nothing. */
export const differing = (
  values: EditValues,
  others: EditValues,
  several: readonly WrittenField[] = [],
): WrittenField[] =>
  fieldsOf(values).filter((field) => {
    const [value, other] = [values[field] ?? null, others[field] ?? null];
    return value !== other && !(several.includes(field) && inOrder(value) === inOrder(other));
  });

const inOrder = (value: EditValue): string => String(value).split(';').toSorted().join(';');

/** A file is kept as it is, and a choice is one of its values or none. */
const EXACT: ReadonlySet<WrittenField> = new Set(['body', 'stage', 'forecastCategory']);

/** Values as the CRM keeps them: without blanks around a text, a line ended by one character, and a text of blanks as none. */
export const asKept = (values: EditValues): EditValues =>
  Object.fromEntries(
    fieldsOf(values).map((field) => {
      const value = values[field];
      if (typeof value !== 'string' || EXACT.has(field)) return [field, value];
      return [field, value.replaceAll(/\r\n?/g, '\n').trim() || null];
    }),
  );

/** Safe: the type has no other keys. */
export const fieldsOf = (values: EditValues): WrittenField[] => Object.keys(values) as WrittenField[];

export const isOwnField = (field: string): field is OwnField => field.startsWith('own:');

export const picked = (values: EditValues, fields: readonly WrittenField[]): EditValues =>
  Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));

/** The change that takes another back: what it made becomes what it was, with what the CRM changed along; what it put there goes. */
export function takenBack({
  after,
  before,
  kept,
  aside = {},
  asideTo,
  on,
}: Edit): Pick<Edit, 'before' | 'after' | 'mayLeave' | 'on'> {
  const fields = fieldsOf(after);
  if (on?.act === 'make')
    return { before: { ...picked(after, fields), ...kept }, after: {}, on: { ...on, act: 'remove' } };
  return {
    before: { ...picked(after, fields), ...kept, ...asideTo },
    after: { ...picked(before, fields), ...aside },
    mayLeave: fieldsOf(aside),
    ...(on ? { on } : {}),
  };
}

/** Whether two changes are about the very same thing. */
export const isSameThing = (a: Pick<Edit, 'recordId' | 'on'>, b: Pick<Edit, 'recordId' | 'on'>): boolean =>
  a.recordId === b.recordId && a.on?.kind === b.on?.kind && a.on?.id === b.on?.id;

/**
 * A row of a deal, and values of it, as a message brings them: one that is made has all that it cannot be without, one that is changed is
 * named. Undefined where it is none; what is taken away is only ever what was made from here, so that no message asks for it.
 */
export function editedRow(
  given: unknown,
  before: unknown,
  after: unknown,
): Pick<Edit, 'on' | 'before' | 'after'> | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { kind, act, id, name, reminderId } = given as Partial<EditedRow>;
  if (kind === undefined || !Object.hasOwn(ROW_FIELDS, kind) || typeof name !== 'string') return undefined;
  const fields: readonly string[] = ROW_FIELDS[kind];
  const isFit = (values: unknown): values is EditValues =>
    typeof values === 'object' &&
    values !== null &&
    Object.entries(values).every(([field, value]) => fields.includes(field) && ROW_FITS[field as RowField](value));
  if (!isFit(before) || !isFit(after) || Object.keys(after).length === 0) return undefined;
  if (act === 'make') {
    const needed = after[NEEDED[kind]];
    const of = typeof reminderId === 'string' && ROW_ID.test(reminderId) ? { reminderId } : {};
    return typeof needed === 'string' ? { on: { kind, act, name, ...of }, before: {}, after } : undefined;
  }
  if (act !== 'change' || typeof id !== 'string' || !ROW_ID.test(id)) return undefined;
  return Object.keys(after).every((field) => field in before)
    ? { on: { kind, act, id, name }, before, after }
    : undefined;
}

/** What such a row cannot be without. */
const NEEDED: Record<RowKind, RowField> = { task: 'subject', note: 'subject', contactRole: 'contact', file: 'body' };
const ROW_ID = /^[\w-]{1,64}$/;
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const ROW_FITS: Record<RowField, (value: unknown) => boolean> = {
  subject: isText,
  details: isText,
  dueDay: (value) => value === null || (typeof value === 'string' && day(value) !== undefined),
  assignee: (value) => typeof value === 'string' && ROW_ID.test(value),
  isDone: (value) => typeof value === 'boolean',
  status: isText,
  contact: (value) => typeof value === 'string' && ROW_ID.test(value),
  role: (value) => value === null || isText(value),
  isPrimary: (value) => typeof value === 'boolean',
  body: isText,
};

/** Values as a message brings them; undefined where one is none of its field's. */
export function editValues(given: unknown): EditValues | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const entries = Object.entries(given);
  const isFit = entries.every(([field, value]) =>
    isOwnField(field) ? isOwnValue(value) : Object.hasOwn(FITS, field) && FITS[field as EditField](value),
  );
  return isFit && entries.length > 0 ? (given as EditValues) : undefined;
}

const isOwnValue = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value !== '') ||
  (typeof value === 'number' && Number.isFinite(value));

/** Safe to index by any key that {@link Object.hasOwn} finds in it. */
const FITS: Record<EditField, (value: unknown) => boolean> = {
  stage: (value) => typeof value === 'string' && value !== '',
  amount: (value) => value === null || (typeof value === 'number' && Number.isFinite(value)),
  closeDate: (value) => typeof value === 'string' && day(value) !== undefined,
  forecastCategory: (value) => typeof value === 'string' && value !== '',
  nextStep: (value) => value === null || (typeof value === 'string' && value !== ''),
};
