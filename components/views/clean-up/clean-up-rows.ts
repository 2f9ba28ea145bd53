import { fieldName, refusalWords, stateWords } from '@/components/views/record/edit/edit-texts';
import { markOf, typedValue } from '@/components/views/record/edit/typed';
import { markWords } from '@/components/views/shared/typed-number';
import type { Day } from '@/lib/calendar/days';
import { type Breach, breachesOf } from '@/lib/deal/edits/clean-up';
import type { AskedField, DealForm, Edit, EditForm, EditOption, EditValues, FieldUse } from '@/lib/deal/edits/edit';
import { fieldsOf, isOwnField, picked } from '@/lib/deal/edits/edit-values';
import { unfit } from '@/lib/deal/edits/needs';
import type { Pasted } from '@/lib/files/pasted';
import { readsAs } from '@/lib/files/scripts';
import { t } from '@/lib/i18n';
import type { BatchChange } from '@/lib/store/edit-store';

/** A deal that breaks a rule, and the cells that it needs. */
export interface CleanRow {
  recordId: string;
  recordName: string;
  form: EditForm;
  breaches: Partial<Record<AskedField, Breach>>;
}

/** A field that any of the deals needs, and what it is called. */
export interface CleanColumn {
  field: AskedField;
  name: string;
}

export interface Days {
  today: Day;
  quarterEnd?: Day | undefined;
}

/** Those of the deals that need a value, and the fields that any of them needs, in the order in which they are asked for. */
export function cleanRows(forms: readonly DealForm[], today: Day): { rows: CleanRow[]; columns: CleanColumn[] } {
  const rows = forms.flatMap(({ recordId, recordName, form }): CleanRow[] => {
    const breaches = form ? breachesOf(form, today) : {};
    return form && Object.keys(breaches).length > 0 ? [{ recordId, recordName, form, breaches }] : [];
  });
  // Safe: the keys of breaches.
  const all = new Set(rows.flatMap(({ breaches }) => Object.keys(breaches) as AskedField[]));
  const known = (['stage', 'amount', 'closeDate', 'forecastCategory', 'nextStep'] as const).filter((field) =>
    all.has(field),
  );
  const columns = [...known, ...[...all].filter(isOwnField)].map((field) => ({
    field,
    name: fieldName(field, rows.find(({ form }) => form.fields[field])?.form.fields),
  }));
  return { rows, columns };
}

/** The change that the filled cells of a row make; or what is wrong with each of them. */
export function changeOf(
  { recordId, recordName, form, breaches }: CleanRow,
  textOf: (field: AskedField) => string,
  days: Days,
): { change?: BatchChange; wrong: Record<string, string> } {
  const values: EditValues = {};
  const wrong: Record<string, string> = {};
  // Safe: the keys of breaches.
  for (const field of Object.keys(breaches) as AskedField[]) {
    const [text, use] = [textOf(field).trim(), form.fields[field]];
    if (text === '' || !use) continue;
    const typed = typedValue(days, use, text, { mark: markOf(field, use, form.currency), before: form.values[field] });
    const isOne = use.options !== undefined && use.kind !== 'several';
    const option = isOne ? optionOf(use, text) : undefined;
    if ('wrong' in typed) wrong[field] = typed.wrong;
    else if (isOne && !option) wrong[field] = t('cleanup.noOption', { text });
    else values[field] = option?.value ?? typed.value;
  }
  for (const field of unfit(form.fields, { ...form.values, ...values }))
    if (field in values) wrong[field] ??= t('cleanup.unfit');
  const fields = fieldsOf(values);
  if (fields.length === 0 || Object.keys(wrong).length > 0) return { wrong };
  const own = fields.filter(isOwnField).map((field) => [field, form.fields[field]?.label ?? field] as const);
  return {
    wrong,
    change: {
      recordId,
      recordName,
      before: picked(form.values, fields),
      after: values,
      ...(form.currency === undefined ? {} : { currency: form.currency }),
      ...(own.length > 0 ? { labels: Object.fromEntries(own) } : {}),
    },
  };
}

/** A text for a choice as the value that is stored, by whatever of the two a person writes it; else as it is, to be told of. */
export const optionTyped = (use: FieldUse | undefined, text: string): string => optionOf(use, text)?.value ?? text;

/** By its very letters first: two choices may differ in capitals alone. */
const optionOf = (use: FieldUse | undefined, text: string): EditOption | undefined =>
  use?.options?.find(({ value, label }) => value === text || label === text) ??
  use?.options?.find(({ value, label }) => readsAs(value, text) || readsAs(label, text));

/** Why a pasted column was not taken. */
export function pasteProblem(pasted: Extract<Pasted, { wrong: string }>, cells: number): string {
  if (pasted.wrong === 'tooLong') return t('cleanup.paste.tooLong', { lines: pasted.lines, cells });
  const text = pasted.text.replaceAll('\t', ' ⇥ ');
  if (pasted.wrong === 'twoWays')
    return t('cleanup.paste.none', { why: t('edit.twoWays', { text, one: pasted.one, two: pasted.two }) });
  if (pasted.wrong === 'mark') return t('cleanup.paste.none', { why: markWords(text, pasted.own) });
  return t(`cleanup.paste.${pasted.wrong}`, { text });
}

/** How a row ended, as a person reads it. */
export function verdictWords(edit: Edit): string {
  if (edit.state === 'refused') return refusalWords(edit);
  if (edit.undoes !== undefined && edit.state === 'saved') return t('cleanup.row.undone');
  if (edit.isUnseen) return `${t('edit.state.saved')}. ${t('edit.noRecord')}`;
  return edit.isHeld ? t('cleanup.row.held') : stateWords(edit);
}
