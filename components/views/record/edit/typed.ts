import type { RecordView } from '@/lib/answers/record-view';
import type { Day } from '@/lib/calendar/days';
import {
  type AskedField,
  EDIT_FIELDS,
  type EditForm,
  type EditValue,
  type EditValues,
  type FieldUse,
} from '@/lib/deal/edits/edit';
import { type Need, unfit } from '@/lib/deal/edits/needs';
import { parseDay } from '@/lib/deal/followup';
import { t } from '@/lib/i18n';
import { useDraftFields } from '@/lib/store/drafts';

import { typedNumber } from '../../shared/typed-number';
import { fieldName, shownValue } from './edit-texts';

/** An emptied field is typed too, and a draft without a character is none. */
const EMPTIED = ' ';

/** What a person typed of the fields of a record and has not saved. */
export interface Typed {
  of(field: AskedField): string | undefined;
  set(field: AskedField, text: string | undefined): void;
}

export function useTyped(
  { reader, recordId }: Pick<RecordView, 'reader' | 'recordId'>,
  in_: 'edit' | 'let-go' = 'edit',
): Typed {
  const drafts = useDraftFields(`${in_}/${reader.key}/${recordId}`);
  return {
    of(field) {
      const draft = drafts.of(field);
      return draft === '' ? undefined : draft === EMPTIED ? '' : draft;
    },
    set: (field, text) => drafts.set(field, text === undefined ? '' : text === '' ? EMPTIED : text),
  };
}

export type Wrong = Partial<Record<AskedField, string>>;

export interface TypedValues {
  values: EditValues;
  wrong: Wrong;
  /** What the CRM may refuse the change for the want of. */
  doubtful: AskedField[];
}

/** What the fields say, and what is wrong with those that cannot be read or left so. `needed`: what is asked for besides. */
export function readTyped(view: RecordView, form: EditForm, typed: Typed, needed: readonly Need[]): TypedValues {
  const { values: held, fields } = form;
  const read: TypedValues = { values: {}, wrong: {}, doubtful: [] };
  for (const field of fieldsAsked(needed)) {
    const use = fields[field];
    const need = needed.find((each) => each.field === field);
    const text = typed.of(field)?.trim() ?? '';
    const isTyped = typed.of(field) !== undefined;
    if (!use || (held[field] === undefined && !need)) continue;
    const isEmpty = isTyped ? text === '' : (held[field] ?? null) === null;
    if (isEmpty && need && use.kind === 'elsewhere') read.wrong[field] = t('edit.elsewhere');
    else if (
      isEmpty &&
      (need?.from === 'required' || need?.from === 'list' || need?.from === 'managed' || (isTyped && use.isRequired))
    )
      read.wrong[field] = t('edit.empty');
    else {
      if (isEmpty && need) read.doubtful.push(field);
      if (!isTyped) continue;
      const value =
        text === ''
          ? { value: null }
          : typedValue(view, use, text, field === 'amount' ? (view.opportunity.currency ?? view.currency) : undefined);
      if ('wrong' in value) read.wrong[field] = value.wrong;
      else read.values[field] = value.value;
    }
  }
  const whole = { ...held, ...read.values };
  for (const field of unfit(fields, whole))
    if (field in read.values || isBesideTyped(fields[field], read.values))
      read.wrong[field] ??= t('edit.pair', {
        value: shownValue(view, field, whole[field], fields[field]),
        by: fieldName(fields[field]?.by ?? field, form.fields),
      });
  return read;
}

const isBesideTyped = (use: FieldUse | undefined, values: EditValues): boolean =>
  use?.by !== undefined && use.by in values;

/** Those of every deal, then those of the stage. */
const fieldsAsked = (needed: readonly Need[]): AskedField[] => [
  ...EDIT_FIELDS,
  ...needed.map(({ field }) => field).filter((field) => !EDIT_FIELDS.some((known) => known === field)),
];

/** A text as the value of a field, or what is wrong with it. */
export function typedValue(
  { today, quarterEnd }: { today: Day; quarterEnd?: Day | undefined },
  { kind, maxLength = Infinity }: FieldUse,
  text: string,
  currency?: string,
): { value: EditValue } | { wrong: string } {
  if (kind === 'number') {
    return typedNumber(text, currency);
  }
  if (kind === 'day') {
    const on = parseDay(text, today, quarterEnd);
    return on === undefined ? { wrong: t('edit.badDay', { text }) } : { value: on };
  }
  if (kind === 'check') return { value: text === 'true' };
  const over = text.length - maxLength;
  return over > 0 ? { wrong: t('edit.tooLong', { count: over }) } : { value: text };
}
