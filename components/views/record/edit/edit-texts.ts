import type { RecordView } from '@/lib/answers/record-view';
import type { Edit, EditValues, WrittenField } from '@/lib/deal/edits/edit';
import { fieldsOf } from '@/lib/deal/edits/edit-values';
import { formatDay, formatMoney, formatShare, t } from '@/lib/i18n';

type Value = EditValues[WrittenField];

export const fieldName = (field: WrittenField): string =>
  t(field === 'probability' ? 'edit.probability' : `record.change.${field}`);

/** A value as a person reads it: a stage by its label, money in the deal's own currency. */
export function shownValue({ opportunity, currency, stage }: RecordView, field: WrittenField, value: Value): string {
  if (value === null || value === undefined || value === '') return t('record.change.empty');
  if (field === 'amount') return formatMoney(Number(value), opportunity.currency ?? currency);
  if (field === 'probability') return formatShare(Number(value) / 100);
  if (field === 'closeDate') return formatDay(String(value));
  return field === 'stage' ? (stage.path.find(({ name }) => name === value)?.label ?? String(value)) : String(value);
}

/** One line a field: what it was and what it was made. */
export const editLines = (view: RecordView, { before, after }: Pick<Edit, 'before' | 'after'>): string[] =>
  fieldsOf(after).flatMap((field) =>
    // What only follows the stage is named where it differs from what was asked for.
    field === 'probability'
      ? []
      : [
          t('edit.line', {
            field: fieldName(field),
            from: shownValue(view, field, before[field]),
            to: shownValue(view, field, after[field]),
          }),
        ],
  );

/** One line a field of what is so instead. */
export const valueLines = (view: RecordView, key: 'edit.kept' | 'edit.theirs', values: EditValues = {}): string[] =>
  fieldsOf(values).map((field) => t(key, { field: fieldName(field), value: shownValue(view, field, values[field]) }));
