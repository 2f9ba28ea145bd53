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
import { isOwnField } from '@/lib/deal/edits/edit-values';
import { misfit } from '@/lib/deal/edits/misfit';
import { type Need, valuesIn, unfit } from '@/lib/deal/edits/needs';
import { readsAs } from '@/lib/files/scripts';
import { parseDay } from '@/lib/files/typed-when';
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
  /** Fields into which something is typed that may no longer be changed by this form: hidden or renamed since, or set by the CRM. */
  leftOf(form: EditForm): AskedField[];
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
    leftOf: ({ fields }) =>
      drafts
        .names()
        .filter((name): name is AskedField => isOwnField(name) || EDIT_FIELDS.some((field) => field === name))
        .filter((field) => fields[field] === undefined),
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
          : typedValue(view, use, text, {
              mark: markOf(field, use, form.currency ?? view.opportunity.currency ?? view.currency),
              before: held[field],
            });
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

/** What may stand beside a number of a field: the deal's currency, or %. */
export const markOf = (field: AskedField, { unit }: FieldUse, currency: string | undefined): string | undefined =>
  field === 'amount' || unit === 'money' ? currency : unit === 'percent' ? '%' : undefined;

/** A text as the value of a field, or what is wrong with it. `mark`: see {@link markOf}; `before`: what the field holds. */
export function typedValue(
  { today, quarterEnd }: { today: Day; quarterEnd?: Day | undefined },
  use: FieldUse,
  text: string,
  { mark, before }: { mark?: string | undefined; before?: EditValue | undefined } = {},
): { value: EditValue } | { wrong: string } {
  const held = (value: EditValue): { value: EditValue } | { wrong: string } => {
    const found = misfit(use, value);
    if (found?.why !== 'size') return { value };
    return {
      wrong:
        found.of === 'characters'
          ? t('edit.tooLong', { count: found.over })
          : t(`edit.${found.of}`, { count: found.most }),
    };
  };
  if (use.kind === 'number') {
    const read = typedNumber(text, mark, { use, held: before });
    return 'wrong' in read ? read : held(read.value);
  }
  if (use.kind === 'day') {
    const on = parseDay(text, today, quarterEnd);
    return typeof on === 'string'
      ? { value: on }
      : { wrong: on ? t('edit.twoWays', { text, one: on[0], two: on[1] }) : t('edit.badDay', { text }) };
  }
  if (use.kind === 'several') return severalOf(use, text);
  if (use.kind === 'check') return { value: text === 'true' };
  return held(text);
}

/** Values or their labels, with `;` or a line between them, as they are stored: in the order of the list. */
function severalOf(use: FieldUse, text: string): { value: EditValue } | { wrong: string } {
  const { options = [] } = use;
  const parts = valuesIn(use, text.replaceAll('\n', ';'));
  const found = options.filter(({ value, label }) =>
    parts.some((part) => readsAs(part, value) || readsAs(part, label)),
  );
  const stray = parts.find((part) => !found.some(({ value, label }) => readsAs(part, value) || readsAs(part, label)));
  return stray === undefined
    ? { value: found.map(({ value }) => value).join(';') }
    : { wrong: t('cleanup.noOption', { text: stray }) };
}
