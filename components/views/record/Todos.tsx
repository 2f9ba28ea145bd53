import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { RecordView, Todo } from '@/lib/answers/record-view';
import type { EditField } from '@/lib/deal/edits/edit';
import type { AdviceAnswer } from '@/lib/deal/own/rule-advice';
import type { DealFocus } from '@/lib/forecast/focus-of';
import { t } from '@/lib/i18n';
import { todoText } from '@/lib/i18n/evidence';
import { act } from '@/lib/store/failures';
import { answerAdvice, muteAdvice } from '@/lib/store/jotting-store';

import { percent } from '../shared/chance';
import { Figure } from '../shared/Definition';
import { alikeText } from '../shared/texts/alike-text';
import { ruleName } from '../shared/texts/rule-name';

import './Todos.css';

interface Props {
  view: RecordView;
  onRemind: (text: string) => void;
  onTask: (text: string) => void;
  onEdit: (field: EditField) => void;
}

/** What is done about it in the form that changes the deal. */
const DONE_BY: Partial<Record<RecordView['todos'][number]['kind'], 'closeDate' | 'nextStep' | 'stage'>> = {
  overdue: 'closeDate',
  pushed: 'closeDate',
  noNextStep: 'nextStep',
  stalled: 'stage',
};

/** More than these at once nobody does. */
const FEW = 3;

/** At most three things to do until all are asked for, each with the way to do it now, to be reminded of it, and to say that it is done, waits, or is of no use. */
export function Todos({ view, onRemind, onTask, onEdit }: Props) {
  const [isAll, setAll] = useState(false);
  const todos = isAll ? view.todos : view.todos.slice(0, FEW);
  const focus = view.outlook?.focus?.bucket === 'nearLoss' ? view.outlook.focus : undefined;
  return (
    <Section title={t(focus ? 'record.rescue' : 'record.do')}>
      {focus && <Why focus={focus} />}
      {view.outlook?.focus?.bucket === 'letGo' && <p className="note">{t('record.do.letGo')}</p>}
      {view.todos.length === 0 ? (
        <p className="quiet">{t('record.do.none')}</p>
      ) : (
        <ol className="todos">
          {todos.map((todo) => {
            const text = todoText(todo.kind, todo.values);
            const field = DONE_BY[todo.kind];
            return (
              <li key={todo.reminderId ?? text} data-todo={todo.kind}>
                <span>{text}</span>
                {todo.kind !== 'reminder' && (
                  <div className="todo-ways">
                    {field && (
                      <Button
                        look="link"
                        aria-label={`${t(`todo.edit.${field}`)}: ${text}`}
                        onClick={() => onEdit(field)}
                      >
                        {t(`todo.edit.${field}`)}
                      </Button>
                    )}
                    <Button look="link" aria-label={`${t('reminder.remind')}: ${text}`} onClick={() => onRemind(text)}>
                      {t('reminder.remind')}
                    </Button>
                    <Button
                      look="link"
                      aria-label={`${t('tasks.make.of')}: ${text}`}
                      title={t('tasks.make.of')}
                      onClick={() => onTask(text)}
                    >
                      {t('tasks.todo')}
                    </Button>
                    {todo.kind === 'obstacle' ? (
                      <Button look="link" aria-label={`${t('todo.playbook')}: ${text}`} onClick={openPlaybook}>
                        {t('todo.playbook')}
                      </Button>
                    ) : (
                      <Answers todo={todo} kind={todo.kind} text={text} />
                    )}
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {view.todos.length > FEW && (
        <Button look="link" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? t('app.less') : t('app.more', { count: view.todos.length })}
        </Button>
      )}
      {view.muted.map(({ rule, isByItself, shown, done }) => (
        <p key={rule} className="quiet note" data-muted={rule}>
          {t(isByItself ? 'advice.muted.itself' : 'advice.muted.person', { rule: ruleName(rule), shown, done })}{' '}
          <Button look="link" onClick={() => void act(t('advice.back'), () => muteAdvice(rule, false))}>
            {t('advice.back')}
          </Button>
        </p>
      ))}
    </Section>
  );
}

/** What put the deal among those that are nearly lost, so that anybody can work it out again. */
function Why({ focus }: { focus: DealFocus }) {
  const { rule, p, pBefore, slips, alike } = focus;
  return (
    <p className="quiet note" data-rescue={rule}>
      {rule === 'chanceFell' && pBefore !== undefined && p !== undefined
        ? t('rescue.fell', { from: percent(pBefore), to: percent(p) })
        : t('rescue.slips', { count: slips.length, signs: slips.map(ruleName).join(', ') })}{' '}
      {alike > 0 && (
        <Figure metric="alikeWon" count={alike}>
          {alikeText(focus, 'rescue.alike')}
        </Figure>
      )}
    </p>
  );
}

/** Where an obstacle is marked as out of the way. */
function openPlaybook(): void {
  const fold = document.querySelector<HTMLDetailsElement>('details.playbook');
  if (!fold) return;
  fold.open = true;
  fold.querySelector('summary')?.focus();
}

/** What a person may say of an advice. */
function Answers({
  todo: { recordId },
  kind,
  text,
}: {
  todo: Todo;
  kind: Exclude<Todo['kind'], 'obstacle'>;
  text: string;
}) {
  const answer = (name: 'done' | 'snooze' | 'useless', given: AdviceAnswer) => (
    <Button
      look="link"
      data-answer={name}
      aria-label={`${t(`advice.${name}`)}: ${text}`}
      onClick={() => void act(t(`advice.${name}`), () => answerAdvice(kind, recordId, given))}
    >
      {t(`advice.${name}`)}
    </Button>
  );
  return (
    <details className="todo-more">
      <summary aria-label={`${t('advice.more')}: ${text}`} title={t('advice.more')}>
        ⋯
      </summary>
      {answer('done', 'done')}
      {answer('snooze', 'later')}
      {answer('useless', 'useless')}
    </details>
  );
}
