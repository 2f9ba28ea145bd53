import { useId } from 'react';

import type { RecordView } from '@/lib/answers/record-view';
import { type AskedField, type Edit, EDIT_FIELDS, type EditField, type EditForm as Form } from '@/lib/deal/edits/edit';
import { differing, isOwnField, picked } from '@/lib/deal/edits/edit-values';
import { endOf, type Need, needsAt, unfit } from '@/lib/deal/edits/needs';
import { t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { listNeed, saveEdit } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { EditLine } from './EditLine';
import { SaveBar } from './SaveBar';
import { StageNeeds } from './StageNeeds';
import { readTyped, useTyped } from './typed';
import { useEscape } from './use-escape';
import { ownLabels, useSaving } from './use-saving';

export interface ChangeFormProps {
  view: RecordView;
  form: Form;
  isOtherPage: boolean;
  /** Has the focus at first. */
  first: EditField;
  /** Asks the CRM anew what may be changed. */
  onAsk: () => Promise<void>;
  onEnd: () => void;
}

/** What is asked for with what is typed so far: of the stage, of the refusal just met, and of values that no longer go together. */
function neededNow(form: Form, stage: unknown, refused: Edit | undefined, wrong: readonly AskedField[]): Need[] {
  const isMoved = typeof stage === 'string' && stage !== form.values.stage;
  const all = [
    ...(isMoved ? needsAt(form, stage) : []),
    ...wrong.filter(isOwnField).map((field): Need => ({ field, from: 'unfit' })),
    ...(refused?.fields ?? []).filter(isOwnField).map((field): Need => ({ field, from: 'refusal' })),
  ];
  return all.filter(({ field }, index) => all.findIndex((other) => other.field === field) === index);
}

/** The form that changes a deal, loaded when it is asked for. */
export function ChangeForm({ view, form, isOtherPage, first, onAsk, onEnd }: ChangeFormProps) {
  const typed = useTyped(view);
  const [note, setNote] = useDraft(`edit/${view.reader.key}/${view.recordId}/note`);
  const title = useId();
  const end = (): void => {
    for (const field of [...EDIT_FIELDS, ...Object.keys(form.fields).filter(isOwnField)]) typed.set(field, undefined);
    setNote('');
    onEnd();
  };
  const saving = useSaving(view, form, end);
  const { problems, refused, isSaving } = saving;
  const asked = neededNow(form, typed.of('stage'), refused, []);
  const whole = { ...form.values, ...readTyped(view, form, typed, asked).values };
  const stage = whole.stage;
  const needed = neededNow(form, stage, refused, unfit(form.fields, whole));

  useEscape(onEnd);

  async function save(): Promise<void> {
    const { values, wrong, doubtful } = readTyped(view, form, typed, needed);
    const changed = differing(values, form.values);
    const isLost = endOf(form, values.stage) === 'lost';
    const lacksReason = isLost && form.wantsReason === true && form.reason.lost === undefined && note.trim() === '';
    if (!saving.isReady({ wrong, doubtful, lacksReason, isSame: changed.length === 0 })) return;
    await saving.send(t('edit.title'), () =>
      saveEdit(view.recordId, view.opportunity.name, {
        before: picked(form.values, changed),
        after: picked(values, changed),
        ...(form.currency === undefined ? {} : { currency: form.currency }),
        ...ownLabels(changed, form.fields),
        ...(note.trim() !== '' && endOf(form, stage) !== undefined ? { note: note.trim() } : {}),
      }),
    );
  }

  return (
    <form
      className="edit-form"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving && !isOtherPage) void save();
      }}
    >
      <h2 id={title}>{t('edit.title')}</h2>
      {EDIT_FIELDS.map((field) => (
        <EditLine
          key={field}
          view={view}
          form={form}
          whole={whole}
          field={field}
          typed={typed}
          problem={problems[field]}
          hint={hintOf(needed.find((need) => need.field === field))}
          isFirst={field === first}
        />
      ))}
      {typeof stage === 'string' && (stage !== form.values.stage || needed.length > 0) && (
        <StageNeeds
          view={view}
          form={form}
          whole={whole}
          stage={stage}
          needed={needed}
          typed={typed}
          wrong={problems}
          note={{ text: note, set: setNote }}
          onList={(field, isAsked) =>
            void act(t('edit.list.title', { stage }), async () => {
              await listNeed(stage, field, isAsked);
              await onAsk();
            })
          }
        />
      )}
      <SaveBar
        saving={saving}
        save={t('edit.save')}
        cancel={t('edit.cancel')}
        isOtherPage={isOtherPage}
        onCancel={end}
      />
    </form>
  );
}

const hintOf = (need: Need | undefined): string | undefined => (need ? t(`edit.need.${need.from}`) : undefined);
