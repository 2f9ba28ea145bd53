import { useId } from 'react';

import type { LetGoReceipt } from '@/lib/answers/let-go';
import type { RecordView } from '@/lib/answers/record-view';
import type { EditForm } from '@/lib/deal/edits/edit';
import { differing, picked } from '@/lib/deal/edits/edit-values';
import { endOf, needsAt } from '@/lib/deal/edits/needs';
import { t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { saveEdit } from '@/lib/store/edit-store';

import { EditLine } from '../edit/EditLine';
import { EndNote } from '../edit/EndNote';
import { SaveBar } from '../edit/SaveBar';
import { readTyped, useTyped } from '../edit/typed';
import { useEscape } from '../edit/use-escape';
import { ownLabels, useSaving } from '../edit/use-saving';
import { Receipt } from './Receipt';

export interface LetGoFormProps {
  view: RecordView;
  form: EditForm;
  receipt?: LetGoReceipt;
  isOtherPage: boolean;
  onEnd: () => void;
}

/** The receipt, what the org wants to know of a lost deal, and the one step that closes it as lost. */
export function LetGoForm({ view, form: given, receipt, isOtherPage, onEnd }: LetGoFormProps) {
  const [note, setNote] = useDraft(`let-go/${view.reader.key}/${view.recordId}/note`);
  const title = useId();
  const lost = given.fields.stage?.options?.filter(({ ends }) => ends === 'lost') ?? [];
  const form = withStages(given, lost);
  const drafts = useTyped(view, 'let-go');
  const typed: typeof drafts = {
    ...drafts,
    of: (field) => drafts.of(field) ?? (field === 'stage' ? lost[0]?.value : undefined),
  };
  const stage = typed.of('stage') ?? '';
  // It was closed since the panel was drawn.
  const ended = endOf(given, given.values.stage);
  const mayEnd = ended === undefined && lost.length > 0;
  const needed = mayEnd ? needsAt(form, stage) : [];
  const whole = { ...form.values, ...readTyped(view, form, typed, needed).values };
  const hasNote = form.reason.lost === undefined;
  useEscape(onEnd);
  const end = (): void => {
    for (const field of ['stage' as const, ...needed.map((need) => need.field)]) drafts.set(field, undefined);
    setNote('');
    onEnd();
  };
  const saving = useSaving(view, form, end);
  const { problems, isSaving } = saving;

  async function save(): Promise<void> {
    const { values, wrong, doubtful } = readTyped(view, form, typed, needed);
    const lacksReason = hasNote && form.wantsReason === true && note.trim() === '';
    if (!saving.isReady({ wrong, doubtful, lacksReason })) return;
    const changed = differing(values, form.values);
    await saving.send(t('letGo.title', { deal: view.opportunity.name }), () =>
      saveEdit(view.recordId, view.opportunity.name, {
        // Whatever of it is another by then, the person is asked again.
        before: form.values,
        after: picked(values, changed),
        ...(form.currency === undefined ? {} : { currency: form.currency }),
        ...ownLabels(changed, form.fields),
        ...(hasNote && note.trim() !== '' ? { note: note.trim() } : {}),
        ...(form.seen ? { seen: form.seen } : {}),
      }),
    );
  }

  return (
    <form
      className="let-go"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving && !isOtherPage && mayEnd) void save();
      }}
    >
      <h2 id={title}>{t('letGo.title', { deal: view.opportunity.name })}</h2>
      {ended !== undefined ? (
        <p className="problem">{t(`letGo.ended.${ended}`)}</p>
      ) : receipt ? (
        <Receipt receipt={receipt} />
      ) : (
        <p className="quiet">{t('letGo.noReceipt')}</p>
      )}
      {lost.length === 0 && <p className="problem">{t('letGo.noStage')}</p>}
      {mayEnd && lost.length > 1 && (
        <EditLine view={view} form={form} whole={whole} field="stage" typed={typed} problem={problems.stage} isAsked />
      )}
      {needed.map(({ field, from }, index) => (
        <EditLine
          key={field}
          view={view}
          form={form}
          whole={whole}
          field={field}
          typed={typed}
          problem={problems[field]}
          hint={t(`edit.need.${from}`)}
          isAsked
          isFirst={index === 0}
        />
      ))}
      {hasNote && mayEnd && <EndNote text={note} onText={setNote} />}
      <SaveBar
        saving={saving}
        save={t('letGo.do')}
        cancel={t('letGo.keep')}
        isOtherPage={isOtherPage}
        isIdle={!mayEnd}
        onCancel={onEnd}
      />
    </form>
  );
}

/** The same form with these stages and no others. */
const withStages = (
  form: EditForm,
  options: NonNullable<NonNullable<EditForm['fields']['stage']>['options']>,
): EditForm =>
  form.fields.stage ? { ...form, fields: { ...form.fields, stage: { ...form.fields.stage, options } } } : form;
