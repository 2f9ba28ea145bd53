import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import type { ReviewDeal } from '@/lib/answers/leading/review-view';
import { day } from '@/lib/calendar/days';
import type { ReviewAction } from '@/lib/deal/own/review-mark';
import { formatDay, t } from '@/lib/i18n';
import { askEditForm, isPageEditing, saveEdit } from '@/lib/store/edit-store';
import { failureOf } from '@/lib/store/failures';

import { insteadLines, refusalWords, shownByForm, stateWords } from '../../record/edit/edit-texts';
import { makeTask } from '../../record/tasks/task-ways';
import { cut } from '../../shared/texts/cut';
import { failureWords } from '../../shared/texts/failure-words';

/** Longer texts the CRM does not take, where it does not say otherwise. */
const MOST = 255;

/** An action of a review, and the way into the CRM: through the outbox, where the owner of the deal sees it. */
export function WriteNextStep({ deal: { id, name, ownerId }, action }: { deal: ReviewDeal; action: ReviewAction }) {
  const [how, setHow] = useState<{ isSaved: boolean; words: string }>();
  const [made, setMade] = useState<{ isSaved: boolean; words: string }>();
  const [isPageTold, setPageTold] = useState(false);
  /** What the person was told that stands there. */
  const [seen, setSeen] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const text = t('review.text.action', { ...action, when: formatDay(action.when) }).replace(/^→ /, '');
  async function write(): Promise<void> {
    setBusy(true);
    try {
      // What stands there at this moment: nothing that somebody wrote is lost unseen.
      const form = await askEditForm(id);
      const { values, fields } = form;
      const before = values.nextStep ?? null;
      const after = cut(text, fields.nextStep?.maxLength ?? MOST);
      if (before !== null && before !== after && before !== seen) {
        setSeen(before);
        setHow({ isSaved: false, words: t('review.writeOver', { was: String(before) }) });
        return;
      }
      if (!isPageTold && (await isPageEditing())) {
        setPageTold(true);
        setHow({ isSaved: false, words: t('edit.pageEditing') });
        return;
      }
      const edit = await saveEdit(id, name, {
        before: { nextStep: before },
        after: { nextStep: after },
      });
      const { state } = edit;
      setHow({
        isSaved: state === 'saved',
        words:
          state === 'refused'
            ? t('review.unwritten', { words: refusalWords(edit) })
            : [
                state === 'saved' ? t('review.written') : stateWords(edit),
                ...insteadLines(shownByForm(form), edit, fields),
              ].join('\u00A0· '),
      });
    } catch (error) {
      setHow({ isSaved: false, words: t('review.unwritten', { words: failureWords(failureOf('action', error)) }) });
    } finally {
      setBusy(false);
    }
  }
  async function task(): Promise<void> {
    setBusy(true);
    try {
      const due = day(action.when);
      const { state } = await makeTask({
        recordId: id,
        recordName: name,
        subject: cut(`${action.who}: ${action.what}`, MOST),
        dueDay: due,
        assignee: ownerId,
      });
      setMade({ isSaved: true, words: t(state === 'saved' ? 'tasks.saved' : 'tasks.waits', { what: action.what }) });
    } catch (error) {
      setMade({ isSaved: false, words: failureWords(failureOf('action', error)) });
    } finally {
      setBusy(false);
    }
  }
  return (
    <li data-written={how?.isSaved}>
      <strong data-name>{name}</strong> <span className="note">{text}</span>{' '}
      {how?.isSaved !== true && (
        <Button look="link" disabled={isBusy} onClick={() => void write()}>
          {t('review.write')}
        </Button>
      )}
      {made?.isSaved !== true && (
        <Button look="link" disabled={isBusy} onClick={() => void task()}>
          {t('tasks.review')}
        </Button>
      )}
      {made && <span className={made.isSaved ? 'quiet' : 'problem'}>{made.words}</span>}
      <Toast isProblem={how && !how.isSaved}>{how?.words}</Toast>
    </li>
  );
}
