import { useId, useState } from 'react';

import type { LetGoReceipt } from '@/lib/answers/let-go';
import type { RecordView } from '@/lib/answers/record-view';
import type { Edit, EditForm } from '@/lib/deal/edits/edit';
import { differing, isOwnField, picked } from '@/lib/deal/edits/edit-values';
import { needsAt } from '@/lib/deal/edits/needs';
import { t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { isPageEditing, saveEdit } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { fieldName, refusalWords, refusedFields } from '../edit/edit-texts';
import { EditLine } from '../edit/EditLine';
import { EndNote } from '../edit/EndNote';
import { readTyped, useTyped, type Wrong } from '../edit/typed';
import { useEscape } from '../edit/use-escape';
import { Receipt } from './Receipt';

interface Props {
  view: RecordView;
  form: EditForm;
  receipt?: LetGoReceipt;
  isOtherPage: boolean;
  onEnd: () => void;
}

/** The receipt, what the org wants to know of a lost deal, and the one step that closes it as lost. */
export function LetGoForm({ view, form: given, receipt, isOtherPage, onEnd }: Props) {
  const [note, setNote] = useDraft(`let-go/${view.reader.key}/${view.recordId}/note`);
  const [problems, setProblems] = useState<Wrong>({});
  const [words, setWords] = useState<string>();
  const [isWarned, setWarned] = useState(false);
  const [isPageTold, setPageTold] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const title = useId();
  const lost = given.fields.stage?.options?.filter(({ ends }) => ends === 'lost') ?? [];
  const form = withStages(given, lost);
  const drafts = useTyped(view, 'let-go');
  const typed: typeof drafts = {
    ...drafts,
    of: (field) => drafts.of(field) ?? (field === 'stage' ? lost[0]?.value : undefined),
  };
  const stage = typed.of('stage') ?? '';
  const needed = needsAt(form, stage);
  const whole = { ...form.values, ...readTyped(view, form, typed, needed).values };
  const hasNote = form.reason.lost === undefined;
  useEscape(onEnd);
  const end = (): void => {
    for (const field of ['stage' as const, ...needed.map((need) => need.field)]) drafts.set(field, undefined);
    setNote('');
    onEnd();
  };

  async function save(): Promise<void> {
    const { values, wrong, doubtful } = readTyped(view, form, typed, needed);
    const isWrong = Object.keys(wrong).length > 0;
    const lacksReason = hasNote && form.wantsReason === true && note.trim() === '';
    const isDoubtful = !isWrong && doubtful.length > 0 && !isWarned;
    setProblems(wrong);
    setWords(
      lacksReason
        ? t('edit.why.reason', { deal: view.opportunity.name })
        : isDoubtful
          ? t('edit.doubt', { fields: doubtful.map((field) => fieldName(field, form.fields)).join(', ') })
          : undefined,
    );
    setWarned(isDoubtful);
    if (isWrong || lacksReason || isDoubtful) return;
    const changed = differing(values, form.values);
    const own = changed.filter(isOwnField).map((field) => [field, fieldName(field, form.fields)] as const);
    setSaving(true);
    await act(t('letGo.title', { deal: view.opportunity.name }), async () => {
      if (!isPageTold && (await isPageEditing())) {
        setPageTold(true);
        return setWords(t('edit.pageEditing'));
      }
      return told(
        await saveEdit(view.recordId, view.opportunity.name, {
          // Whatever of it is another by then, the person is asked again.
          before: form.values,
          after: picked(values, changed),
          ...(own.length > 0 ? { labels: Object.fromEntries(own) } : {}),
          ...(hasNote && note.trim() !== '' ? { note: note.trim() } : {}),
          ...(form.seen ? { seen: form.seen } : {}),
        }),
      );
    });
    setSaving(false);
  }

  function told(edit: Edit): void {
    if (edit.state !== 'refused') return end();
    setWords(refusalWords(edit));
    setProblems(refusedFields(edit));
    return undefined;
  }

  return (
    <form
      className="let-go"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving && !isOtherPage) void save();
      }}
    >
      <h2 id={title}>{t('letGo.title', { deal: view.opportunity.name })}</h2>
      {receipt ? <Receipt receipt={receipt} /> : <p className="quiet">{t('letGo.noReceipt')}</p>}
      {lost.length === 0 && <p className="problem">{t('letGo.noStage')}</p>}
      {lost.length > 1 && (
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
      {hasNote && lost.length > 0 && <EndNote text={note} onText={setNote} />}
      {isOtherPage && <p className="problem">{t('edit.otherPage')}</p>}
      {words !== undefined && (
        <p className="problem" role="alert">
          {words}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="button primary" disabled={isSaving || isOtherPage || lost.length === 0}>
          {t(isSaving ? 'edit.state.sending' : 'letGo.do')}
        </button>
        <button type="button" className="button" onClick={end}>
          {t('letGo.keep')}
        </button>
      </p>
    </form>
  );
}

/** The same form with these stages and no others. */
const withStages = (
  form: EditForm,
  options: NonNullable<NonNullable<EditForm['fields']['stage']>['options']>,
): EditForm =>
  form.fields.stage ? { ...form, fields: { ...form.fields, stage: { ...form.fields.stage, options } } } : form;
