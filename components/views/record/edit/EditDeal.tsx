import { useEffect, useId, useRef, useState } from 'react';

import type { RecordView } from '@/lib/answers/record-view';
import type { Edit, EditField, EditForm as Form, EditValues } from '@/lib/deal/edits/edit';
import { EDIT_FIELDS } from '@/lib/deal/edits/edit';
import { differing, picked } from '@/lib/deal/edits/edit-values';
import { parseDay } from '@/lib/deal/followup';
import { t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { askEditForm, decideEdit, saveEdit } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { useCovered } from '../../shared/use-covered';
import { fieldName, shownValue } from './edit-texts';

import './EditDeal.css';

/** An emptied field is typed too, and a draft without a character is none. */
const EMPTIED = ' ';

interface Typed {
  text: string | undefined;
  set: (text: string | undefined) => void;
}

/** What a person typed of a field and has not saved, kept by record. */
function useTyped(view: RecordView, field: EditField): Typed {
  const [draft, setDraft] = useDraft(`edit/${view.reader.key}/${view.recordId}/${field}`);
  return {
    text: draft === '' ? undefined : draft === EMPTIED ? '' : draft,
    set: (text) => setDraft(text === undefined ? '' : text === '' ? EMPTIED : text),
  };
}

/** The way to change a deal where one reads it: asks the CRM what may be changed and how it stands, and saves it there. */
export function EditDeal({ view, isOtherPage }: { view: RecordView; isOtherPage: boolean }) {
  const [form, setForm] = useState<Form>();
  const [isAsking, setAsking] = useState(false);
  const typed: Record<EditField, Typed> = {
    stage: useTyped(view, 'stage'),
    amount: useTyped(view, 'amount'),
    closeDate: useTyped(view, 'closeDate'),
    nextStep: useTyped(view, 'nextStep'),
  };
  const forget = (): void => EDIT_FIELDS.forEach((field) => typed[field].set(undefined));
  const open = async (): Promise<void> => {
    setAsking(true);
    await act(t('edit.open.label'), async () => setForm(await askEditForm(view.recordId)));
    setAsking(false);
  };
  if (!form)
    return (
      <p className="edit-open">
        <button
          type="button"
          className="link"
          aria-label={t('edit.open.label')}
          aria-keyshortcuts="e"
          data-edit=""
          onClick={() => void open()}
        >
          <span aria-hidden="true">✎ </span>
          {t('edit.open')}
        </button>
        <span role="status" className="quiet">
          {isAsking && t('edit.loading')}
        </span>
      </p>
    );
  return (
    <EditForm
      view={view}
      form={form}
      typed={typed}
      isOtherPage={isOtherPage}
      onEnd={(isDone) => {
        if (isDone) forget();
        setForm(undefined);
      }}
    />
  );
}

interface FormProps {
  view: RecordView;
  form: Form;
  typed: Record<EditField, Typed>;
  isOtherPage: boolean;
  /** `isDone`: what was typed is on its way, or given up. */
  onEnd: (isDone: boolean) => void;
}

function EditForm({ view, form, typed, isOtherPage, onEnd }: FormProps) {
  const [problems, setProblems] = useState<Partial<Record<EditField, string>>>({});
  const [words, setWords] = useState<string>();
  const [refused, setRefused] = useState<Edit>();
  const [isSaving, setSaving] = useState(false);
  const title = useId();
  const button = useRef<HTMLButtonElement>(null);
  const isCovered = useCovered(button);

  // Escape in a field leaves the field first; what was typed stays for the next time.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isInField = event.target instanceof HTMLElement && event.target.matches('input,select');
      if (event.key !== 'Escape' || isInField) return;
      event.preventDefault();
      onEnd(false);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onEnd]);

  async function save(): Promise<void> {
    const { values, wrong } = readTyped(view, form, typed);
    const changed = differing(values, form.values);
    setProblems(wrong);
    setWords(Object.keys(wrong).length === 0 && changed.length === 0 ? t('edit.same') : undefined);
    if (Object.keys(wrong).length > 0 || changed.length === 0) return;
    const change = { before: picked(form.values, changed), after: picked(values, changed) };
    setSaving(true);
    await act(t('edit.title'), async () => {
      if (refused) await decideEdit(refused.id, 'drop');
      const edit = await saveEdit(view.recordId, view.opportunity.name, change);
      setRefused(edit.state === 'refused' ? edit : undefined);
      if (edit.state !== 'refused') return onEnd(true);
      // What was typed stays, beside the CRM's own words.
      setWords(edit.words ?? t('edit.noRecord'));
      setProblems(Object.fromEntries((edit.fields ?? []).map((field) => [field, edit.words ?? ''])));
      return undefined;
    });
    setSaving(false);
  }

  return (
    <form
      className="edit-form"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (isCovered()) setWords(t('edit.covered'));
        else if (!isSaving && !isOtherPage) void save();
      }}
    >
      <h2 id={title}>{t('edit.title')}</h2>
      {EDIT_FIELDS.map((field, position) => (
        <EditLine
          key={field}
          view={view}
          form={form}
          field={field}
          typed={typed[field]}
          problem={problems[field]}
          isFirst={position === 0}
        />
      ))}
      {isOtherPage && <p className="problem">{t('edit.otherPage')}</p>}
      {words !== undefined && (
        <p className="problem" role="alert">
          {refused ? `${t('edit.state.refused')} ${words}` : words}
        </p>
      )}
      <p className="actions">
        <button ref={button} type="submit" className="button primary" disabled={isSaving || isOtherPage}>
          {t(isSaving ? 'edit.state.sending' : 'edit.save')}
        </button>
        <button type="button" className="button" onClick={() => onEnd(true)}>
          {t('edit.cancel')}
        </button>
      </p>
    </form>
  );
}

interface LineProps {
  view: RecordView;
  form: Form;
  field: EditField;
  typed: Typed;
  problem: string | undefined;
  isFirst: boolean;
}

function EditLine({ view, form, field, typed, problem, isFirst }: LineProps) {
  const id = useId();
  const held = form.values[field];
  const may = form.fields[field];
  if (held === undefined) return null;
  if (!may)
    return (
      <p className="edit-fixed">
        <span className="quiet">{fieldName(field)}</span> <span>{shownValue(view, field, held)}</span>
        <span className="quiet">{t(field === 'amount' && form.hasProducts ? 'edit.products' : 'edit.fixed')}</span>
      </p>
    );
  const value = typed.text ?? (held === null ? '' : String(held));
  const shared = {
    value,
    'aria-invalid': problem !== undefined,
    'aria-describedby': problem === undefined ? undefined : id,
    'aria-required': may.isRequired,
    autoFocus: isFirst,
    onChange: (event: { target: { value: string } }) => typed.set(event.target.value),
  };
  return (
    <div className={field === 'nextStep' ? 'edit-field wide' : 'edit-field'}>
      <label>
        {fieldName(field)}
        {may.options ? (
          <select {...shared}>
            {/* A stage that was switched off since stays until another is chosen. */}
            {!may.options.some((option) => option.value === held) && (
              <option value={String(held)}>{shownValue(view, field, held)}</option>
            )}
            {may.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...shared}
            dir="auto"
            inputMode={field === 'amount' ? 'decimal' : 'text'}
            placeholder={field === 'closeDate' ? t('edit.closeDate.hint') : undefined}
          />
        )}
      </label>
      {problem !== undefined && (
        <span id={id} className="problem">
          {problem}
        </span>
      )}
    </div>
  );
}

/** What the fields say, and what is wrong with those that cannot be read. */
function readTyped(
  view: RecordView,
  { values: held, fields }: Form,
  typed: Record<EditField, Typed>,
): { values: EditValues; wrong: Partial<Record<EditField, string>> } {
  const values: EditValues = {};
  const wrong: Partial<Record<EditField, string>> = {};
  for (const field of EDIT_FIELDS) {
    const may = fields[field];
    const text = typed[field].text?.trim();
    if (!may || text === undefined || held[field] === undefined) continue;
    if (text === '') {
      if (may.isRequired) wrong[field] = t('edit.empty');
      else values[field] = null;
    } else if (field === 'amount') {
      const amount = Number(text.replace(/[\s_]/g, '').replace(',', '.'));
      if (Number.isFinite(amount)) values.amount = amount;
      else wrong.amount = t('edit.badAmount');
    } else if (field === 'closeDate') {
      const on = parseDay(text, view.today, view.quarterEnd);
      if (on === undefined) wrong.closeDate = t('edit.badDay', { text });
      else values.closeDate = on;
    } else {
      const over = text.length - (may.maxLength ?? Infinity);
      if (over > 0) wrong[field] = t('edit.tooLong', { count: over });
      else values[field] = text;
    }
  }
  return { values, wrong };
}
