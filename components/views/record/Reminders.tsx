import { type RefObject, useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import { calendarFile } from '@/lib/deal/own/calendar-file';
import type { UnreadTime } from '@/lib/deal/reminders';
import { clockName, formatClock, t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { act } from '@/lib/store/failures';
import { addReminder, finishReminder, snoozeReminder } from '@/lib/store/reminder-store';

import { useKeyed } from '../shared/commands/use-commands';
import { Figure } from '../shared/Definition';
import { NoticesNote } from '../shared/state/NoticesNote';
import { followUpDay, followUpWhat } from '../shared/texts/follow-up-text';
import { useNow } from '../shared/use-now';
import { finishTask, makeTask } from './tasks/task-ways';

import './Reminders.css';

interface Props {
  view: RecordView;
  /** What a to-do proposes as the text. */
  draft: string;
  onDraft: (text: string) => void;
  whenRef: RefObject<HTMLInputElement | null>;
}

/** Follow-ups on this deal: the ones set, and one line to set another. */
export function Reminders({ view, draft, onDraft, whenRef }: Props) {
  const now = useNow(60_000);
  const keyed = useKeyed('remind', t('reminder.when'));
  const [when, setWhen] = useDraft(`reminder/${view.reader.key}/${view.recordId}/when`);
  const [problem, setProblem] = useState<UnreadTime>();
  const [setFor, setSetFor] = useState<number>();
  const [made, setMade] = useState<string>();
  const { timeZone } = view.reader;
  const clock = clockName(timeZone, now);
  const add = async (): Promise<void> => {
    setSetFor(undefined);
    const answer = await addReminder(
      view.recordId,
      view.opportunity.name,
      draft.trim() || t('reminder.what.default'),
      when,
    );
    setProblem('unreadable' in answer ? answer : undefined);
    if ('reminder' in answer) {
      setSetFor(answer.reminder.dueAt);
      setWhen('');
      onDraft('');
    }
  };
  // What is set, or what a person began to write, is in sight.
  const isOpen = view.reminders.length > 0 || draft !== '' || when !== '';
  const aside = [
    ...(view.next ? [followUpDay(view.next, view.today)] : []),
    ...(view.reminders.length > 0 ? [t('reminder.count', { count: view.reminders.length })] : []),
  ].join('\u00A0· ');
  return (
    <Fold title={t('reminder.title')} {...(isOpen ? { isOpen } : {})} {...(aside === '' ? {} : { aside })}>
      <p className="next-follow-up" data-next={view.next?.on ?? ''} data-next-kind={view.next?.kind ?? ''}>
        <strong>{t('next.title')}</strong>{' '}
        {view.next ? (
          <Figure metric="nextFollowUp">
            {followUpWhat(view.next)} · {followUpDay(view.next, view.today)}
          </Figure>
        ) : (
          t('next.none')
        )}
      </p>
      <ul className="reminders">
        {view.reminders.map(({ id, text, dueAt, day, isDue, isToday, taskId, isTaskGone }) => (
          <li key={id}>
            <span>
              {text}
              <br />
              <span className={isDue ? 'due' : 'quiet'}>
                {isDue && `${t('reminder.due')} · `}
                {formatClock(dueAt, now, timeZone)}
              </span>
              <br />
              {isTaskGone && (
                <>
                  <span className="quiet">{t('tasks.gone')}</span>
                  <br />
                </>
              )}
              {taskId === undefined ? (
                <Button
                  look="link"
                  aria-label={`${t('tasks.make.of')}: ${text}`}
                  onClick={() =>
                    void act(`${t('tasks.make.of')} · ${text}`, async () => {
                      const { state } = await makeTask({
                        recordId: view.recordId,
                        recordName: view.opportunity.name,
                        subject: text,
                        dueDay: day,
                        reminderId: id,
                      });
                      setMade(t(state === 'saved' ? 'tasks.saved' : 'tasks.waits', { what: text }));
                    })
                  }
                >
                  {t('tasks.make.of')}
                </Button>
              ) : (
                <span className="quiet">{t('tasks.linked')}</span>
              )}
            </span>
            <a
              className="link"
              href={calendarLink({ id, summary: `${view.opportunity.name}: ${text}`, description: text, at: dueAt })}
              download="follow-up.ics"
              aria-label={`${t('reminder.calendar')} · ${text}`}
              title={t('reminder.calendar')}
            >
              {t('reminder.calendar.short')}
            </a>
            {/* What is for tomorrow or later would come no later by it. */}
            {isToday && (
              <Button
                look="link"
                onClick={() => void act(`${t('reminder.snooze')} · ${text}`, () => snoozeReminder(id))}
              >
                {t('reminder.snooze')}
              </Button>
            )}
            <Button look="link" onClick={() => void act(`${t('reminder.done')} · ${text}`, () => finishReminder(id))}>
              {t('reminder.done')}
            </Button>
            {taskId !== undefined && (
              <Button
                look="link"
                aria-label={`${t('tasks.done.both')}: ${text}`}
                onClick={() =>
                  void act(`${t('tasks.done.both')} · ${text}`, async () => {
                    await finishTask({
                      recordId: view.recordId,
                      recordName: view.opportunity.name,
                      taskId,
                      subject: text,
                    });
                    await finishReminder(id);
                  })
                }
              >
                {t('tasks.done.both')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="quiet">
        {made}
      </p>
      <form
        className="reminder-form"
        onSubmit={(event) => {
          event.preventDefault();
          void act(t('reminder.add'), add);
        }}
      >
        <label>
          {t('reminder.what')}
          <input
            value={draft}
            placeholder={t('reminder.what.default')}
            maxLength={200}
            onChange={(event) => onDraft(event.target.value)}
          />
        </label>
        <label>
          {t('reminder.when')}
          <input
            ref={whenRef}
            {...keyed}
            value={when}
            placeholder={t('reminder.when.hint')}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : 'reminder-problem'}
            required
            onChange={(event) => {
              setWhen(event.target.value);
              setProblem(undefined);
            }}
          />
        </label>
        {clock !== undefined && <p className="quiet">{t('reminder.clock', { clock })}</p>}
        <NoticesNote />
        <Button type="submit">{t('reminder.add')}</Button>
        <p role="status" className="quiet">
          {setFor !== undefined && t('reminder.set', { time: formatClock(setFor, now, timeZone) })}
        </p>
        {problem !== undefined && (
          <p id="reminder-problem" className="problem" role="alert">
            {unreadWords(problem)}
          </p>
        )}
      </form>
    </Fold>
  );
}

const unreadWords = ({ unreadable: text, ways }: UnreadTime): string =>
  ways ? t('edit.twoWays', { text, one: ways[0], two: ways[1] }) : t('reminder.unreadable', { text });

/** A file that a program of calendars opens: the follow-up leaves by the person's own hand alone. */
const calendarLink = (entry: Parameters<typeof calendarFile>[0]): string =>
  `data:text/calendar;charset=utf-8,${encodeURIComponent(calendarFile(entry, Date.now()))}`;
