import { Section } from '@/components/ui/Section';
import type { RecordView } from '@/lib/answers/record-view';
import type { EditField } from '@/lib/deal/edits/edit';
import { t } from '@/lib/i18n';

import { todoText } from '../shared/evidence';

import './Todos.css';

interface Props {
  view: RecordView;
  onRemind: (text: string) => void;
  onEdit: (field: EditField) => void;
}

/** What is done about it in the form that changes the deal. */
const DONE_BY: Partial<Record<RecordView['todos'][number]['kind'], 'closeDate' | 'nextStep' | 'stage'>> = {
  overdue: 'closeDate',
  pushed: 'closeDate',
  noNextStep: 'nextStep',
  stalled: 'stage',
};

/** At most three things to do, each with the way to do it now and to be reminded of it. */
export function Todos({ view, onRemind, onEdit }: Props) {
  return (
    <Section title={t('record.do')}>
      {view.todos.length === 0 ? (
        <p className="quiet">{t('record.do.none')}</p>
      ) : (
        <ol className="todos">
          {view.todos.map((todo) => {
            const text = todoText(todo.kind, todo.values);
            const field = DONE_BY[todo.kind];
            return (
              <li key={todo.reminderId ?? todo.kind} data-todo={todo.kind}>
                <span>{text}</span>
                {todo.kind !== 'reminder' && (
                  <div className="todo-ways">
                    {field && (
                      <button
                        type="button"
                        className="link"
                        aria-label={`${t(`todo.edit.${field}`)}: ${text}`}
                        onClick={() => onEdit(field)}
                      >
                        {t(`todo.edit.${field}`)}
                      </button>
                    )}

                    <button
                      type="button"
                      className="link"
                      aria-label={`${t('reminder.remind')}: ${text}`}
                      onClick={() => onRemind(text)}
                    >
                      {t('reminder.remind')}
                    </button>
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}
