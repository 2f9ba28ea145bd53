import { useId } from 'react';

import type { RecordView } from '@/lib/answers/record-view';
import type { AskedField, EditForm, EditValues } from '@/lib/deal/edits/edit';
import { optionsBeside } from '@/lib/deal/edits/needs';
import { t } from '@/lib/i18n';

import { fieldName, shownValue } from './edit-texts';
import { saveByEnter } from './enter';
import { ManyOptions } from './ManyOptions';
import type { Typed } from './typed';

interface Props {
  view: RecordView;
  form: EditForm;
  /** What the deal would hold with what is typed so far: values that depend on others follow it. */
  whole: EditValues;
  field: AskedField;
  typed: Typed;
  problem: string | undefined;
  /** Why it is asked for. */
  hint?: string | undefined;
  isAsked?: boolean;
  isFirst?: boolean;
}

/** One field of a deal: what the CRM holds, in what way it can be changed, or why it cannot. */
export function EditLine({ view, form, whole, field, typed, problem, hint, isAsked = false, isFirst = false }: Props) {
  const id = useId();
  const held = form.values[field];
  const may = form.fields[field];
  if (held === undefined && !isAsked) return null;
  const name = fieldName(field, form.fields);
  if (!may || may.kind === 'elsewhere') {
    const fixed = may || field.startsWith('own:') ? undefined : form.fixed[field as keyof EditForm['fixed']];
    return (
      <p className="edit-fixed">
        <span className="quiet">{name}</span> <span>{shownValue(view, field, held, may)}</span>
        <span className={problem === undefined ? 'quiet' : 'problem'}>
          {problem ?? t(may ? 'edit.elsewhere' : `edit.fixed.${fixed ?? 'readOnly'}`)}
        </span>
      </p>
    );
  }
  const value = typed.of(field) ?? (held === null || held === undefined ? '' : String(held));
  const said = problem ?? hint;
  const shared = {
    name: field,
    value,
    'aria-invalid': problem !== undefined,
    'aria-describedby': said === undefined ? undefined : id,
    'aria-required': may.isRequired,
    autoFocus: isFirst,
    onChange: (event: { target: { value: string } }) => typed.set(field, event.target.value),
  };
  const options =
    may.kind === 'check'
      ? [true, false].map((is) => ({ value: String(is), label: t(is ? 'edit.yes' : 'edit.no') }))
      : optionsBeside(may, whole);
  return (
    <div className={field === 'nextStep' || may.isLong ? 'edit-field wide' : 'edit-field'}>
      <label>
        {name}
        {options && may.kind === 'several' ? (
          <ManyOptions
            {...shared}
            onKeyDown={saveByEnter}
            options={options}
            use={may}
            onText={(text) => typed.set(field, text)}
          />
        ) : options ? (
          <select {...shared} onKeyDown={saveByEnter}>
            {!may.isRequired && may.kind === 'choice' && <option value="">{t('record.change.empty')}</option>}
            {/* A value that was switched off since, or does not go with the others, stays until another is chosen. */}
            {(value !== '' || may.isRequired) && !options.some((option) => option.value === value) && (
              <option value={value}>{shownValue(view, field, value, may)}</option>
            )}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : may.isLong || value.includes('\n') ? (
          <textarea {...shared} dir="auto" rows={3} />
        ) : (
          <input
            {...shared}
            dir="auto"
            inputMode={may.kind === 'number' ? 'decimal' : 'text'}
            placeholder={may.kind === 'day' ? t('edit.closeDate.hint') : undefined}
          />
        )}
      </label>
      {said !== undefined && (
        <span id={id} className={problem === undefined ? 'quiet' : 'problem'}>
          {said}
        </span>
      )}
    </div>
  );
}
