import { type RefObject, useId, useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import { parseDay } from '@/lib/files/typed-when';
import { formatDay, t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { act } from '@/lib/store/failures';

import { useKeyed } from '../../shared/commands/use-commands';
import { finishTask, makeTask } from './task-ways';

import './Tasks.css';

interface Props {
  view: RecordView;
  isOtherPage: boolean;
  /** What a to-do proposes as the subject. */
  draft: string;
  onDraft: (text: string) => void;
  subjectRef: RefObject<HTMLInputElement | null>;
}

/** The CRM's open tasks of this deal, each with the way to say that it is done, and one line to make another. */
export function Tasks({ view, isOtherPage, draft, onDraft, subjectRef }: Props) {
  const { tasks, opportunity, recordId, today } = view;
  // What became of what was typed stays in sight.
  const [isUsed, setUsed] = useState(false);
  const isOpen = tasks.length > 0 || draft !== '' || isUsed;
  return (
    <Fold
      title={t('tasks.title')}
      {...(isOpen ? { isOpen } : {})}
      {...(tasks.length > 0 ? { aside: t('tasks.count', { count: tasks.length }) } : {})}
    >
      {tasks.length === 0 ? (
        <p className="quiet">{t('tasks.none')}</p>
      ) : (
        <ul className="tasks">
          {tasks.map(({ id, subject, day, ownerName, isLate }) => (
            <li key={id} data-task={id}>
              <span>
                {subject}
                <br />
                <span className={isLate ? 'late' : 'quiet'}>
                  {day === undefined ? t('tasks.noDay') : <time dateTime={day}>{formatDay(day, today)}</time>}
                  {[
                    '',
                    ...(isLate ? [t('tasks.late')] : []),
                    ...(ownerName === undefined ? [] : [t('tasks.of', { name: ownerName })]),
                  ].join('\u00A0· ')}
                </span>
              </span>
              <Button
                look="link"
                disabled={isOtherPage}
                aria-label={`${t('tasks.done')}: ${subject}`}
                onClick={() =>
                  void act(`${t('tasks.done')} · ${subject}`, () =>
                    finishTask({ recordId, recordName: opportunity.name, taskId: id, subject }),
                  )
                }
              >
                {t('tasks.done')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <NewTask
        view={view}
        isOtherPage={isOtherPage}
        draft={draft}
        onDraft={(text) => {
          setUsed(true);
          onDraft(text);
        }}
        subjectRef={subjectRef}
      />
    </Fold>
  );
}

function NewTask({ view, isOtherPage, draft, onDraft, subjectRef }: Props) {
  const { recordId, opportunity, reader, today, quarterEnd } = view;
  const keyed = useKeyed('task', t('tasks.new'));
  const [due, setDue] = useDraft(`task/${reader.key}/${recordId}/due`);
  const [words, setWords] = useState<{ isProblem: boolean; text: string }>();
  const [isBusy, setBusy] = useState(false);
  const said = useId();
  const problem = (text: string): void => setWords({ isProblem: true, text });
  async function make(): Promise<void> {
    const subject = draft.trim();
    const dueDay = due.trim() === '' ? undefined : parseDay(due, today, quarterEnd);
    if (subject === '') return problem(t('tasks.noSubject'));
    if (due.trim() !== '' && dueDay === undefined) return problem(t('edit.badDay', { text: due }));
    if (Array.isArray(dueDay)) return problem(t('edit.twoWays', { text: due, one: dueDay[0], two: dueDay[1] }));
    setWords(undefined);
    setBusy(true);
    await act(t('tasks.new'), async () => {
      const { state } = await makeTask({ recordId, recordName: opportunity.name, subject, dueDay });
      setWords({ isProblem: false, text: t(state === 'saved' ? 'tasks.saved' : 'tasks.waits', { what: subject }) });
      setDue('');
      onDraft('');
    });
    setBusy(false);
  }
  return (
    <form
      className="task-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && !isOtherPage) void make();
      }}
    >
      <label>
        {t('tasks.new')}
        <input
          ref={subjectRef}
          value={draft}
          maxLength={255}
          {...keyed}
          aria-invalid={words?.isProblem === true}
          aria-describedby={said}
          onChange={(event) => onDraft(event.target.value)}
        />
      </label>
      <label>
        {t('tasks.due')}
        <input value={due} placeholder={t('tasks.due.hint')} onChange={(event) => setDue(event.target.value)} />
      </label>
      {isOtherPage && draft !== '' && <p className="problem">{t('edit.otherPage')}</p>}
      <Button type="submit" disabled={isBusy || isOtherPage}>
        {t(isBusy ? 'edit.state.sending' : 'tasks.make')}
      </Button>
      <p id={said} role="status" className={words?.isProblem ? 'problem' : 'quiet'}>
        {words?.text}
      </p>
    </form>
  );
}
