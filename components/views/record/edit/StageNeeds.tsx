import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import { type AskedField, EDIT_FIELDS, type EditForm, type EditValues } from '@/lib/deal/edits/edit';
import { endOf, type Need } from '@/lib/deal/edits/needs';
import { t } from '@/lib/i18n';

import { fieldName, shownValue } from './edit-texts';
import { EditLine } from './EditLine';
import { EndNote } from './EndNote';
import type { Typed, Wrong } from './typed';

interface Props {
  view: RecordView;
  form: EditForm;
  whole: EditValues;
  stage: string;
  needed: readonly Need[];
  typed: Typed;
  wrong: Wrong;
  note: { text: string; set: (text: string) => void };
  onList: (field: AskedField, isAsked: boolean) => void;
}

/** What a stage asks for, beside what the CRM holds of it; and the org's own list of that, which a person makes here. */
export function StageNeeds({ view, form, whole, stage, needed, typed, wrong, note, onList }: Props) {
  const others = needed.filter(({ field }) => !EDIT_FIELDS.some((known) => known === field));
  const ends = endOf(form, stage);
  const hasNote = ends !== undefined && form.reason[ends] === undefined;
  const name = shownValue(view, 'stage', stage, form.fields.stage);
  return (
    <fieldset className="edit-needs">
      <legend>{t('edit.needs', { stage: name })}</legend>
      {others.map(({ field, from }) => (
        <EditLine
          key={field}
          view={view}
          form={form}
          whole={whole}
          field={field}
          typed={typed}
          problem={wrong[field]}
          hint={t(`edit.need.${from}`)}
          isAsked
        />
      ))}
      {hasNote && <EndNote text={note.text} onText={note.set} />}
      {others.length === 0 && !hasNote && <p className="quiet">{t('edit.needs.none')}</p>}
      <StageList form={form} stage={stage} name={name} onList={onList} />
    </fieldset>
  );
}

function StageList({ form, stage, name, onList }: Pick<Props, 'form' | 'stage' | 'onList'> & { name: string }) {
  const [chosen, setChosen] = useState('');
  const listed = form.needs.filter((need) => need.stage === stage);
  // Safe: the type has no other keys.
  const free = (Object.keys(form.fields) as AskedField[]).filter(
    (field) => field !== 'stage' && !listed.some((need) => need.field === field && need.from === 'list'),
  );
  return (
    <details className="edit-list">
      <summary>{t('edit.list.title', { stage: name })}</summary>
      {listed.length > 0 && (
        <ul>
          {listed.map(({ field, from }) => (
            <li key={field}>
              {fieldName(field, form.fields)}{' '}
              {/* It may have been renamed or hidden since, or belong to other kinds of deals: it is named all the same. */}
              <span className="quiet">{t(form.fields[field] ? `edit.need.${from}` : 'edit.list.absent')}</span>{' '}
              <Button
                look="link"
                aria-label={t('edit.list.remove', { field: fieldName(field, form.fields) })}
                onClick={() => onList(field, false)}
              >
                {t('edit.list.off')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p className="edit-ways">
        <select aria-label={t('edit.list.field')} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('edit.list.choose')}</option>
          {free.map((field) => (
            <option key={field} value={field}>
              {fieldName(field, form.fields)}
            </option>
          ))}
        </select>
        <Button
          disabled={chosen === ''}
          onClick={() => {
            // Safe: one of the options above.
            onList(chosen as AskedField, true);
            setChosen('');
          }}
        >
          {t('edit.list.add')}
        </Button>
      </p>
    </details>
  );
}
