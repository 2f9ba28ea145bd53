import { day } from '@/lib/calendar/days';

import type { Edit, EditField, EditValues, OwnField, WrittenField } from './edit';

/** So long a change can be taken back, ms: 30 days. */
export const UNDO_MS = 30 * 86_400_000;

/** What is still to be sent or found out. */
export const isOpenEdit = ({ state }: Pick<Edit, 'state'>): boolean =>
  state === 'waiting' || state === 'sending' || state === 'unknown';

/** The fields in which two sets of values differ, of those that the first has. */
export const differing = (values: EditValues, others: EditValues): WrittenField[] =>
  fieldsOf(values).filter((field) => (values[field] ?? null) !== (others[field] ?? null));

/** Safe: the type has no other keys. */
export const fieldsOf = (values: EditValues): WrittenField[] => Object.keys(values) as WrittenField[];

export const isOwnField = (field: string): field is OwnField => field.startsWith('own:');

export const picked = (values: EditValues, fields: readonly WrittenField[]): EditValues =>
  Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));

/** The change that takes another back: what it made of the deal becomes what it was, with what the CRM changed along. */
export function takenBack({
  after,
  before,
  kept,
  aside = {},
  asideTo,
}: Edit): Pick<Edit, 'before' | 'after' | 'mayLeave'> {
  const fields = fieldsOf(after);
  return {
    before: { ...picked(after, fields), ...kept, ...asideTo },
    after: { ...picked(before, fields), ...aside },
    mayLeave: fieldsOf(aside),
  };
}

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
