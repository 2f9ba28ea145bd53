import { Section } from '@/components/ui/Section';
import type { RecordView } from '@/lib/answers/record-view';
import { t } from '@/lib/i18n';

import { todoText } from '../shared/evidence';

import './Todos.css';

/** At most three things to do; each can become a follow-up. */
export function Todos({ view, onRemind }: { view: RecordView; onRemind: (text: string) => void }) {
  return (
    <Section title={t('record.do')}>
      {view.todos.length === 0 ? (
        <p className="quiet">{t('record.do.none')}</p>
      ) : (
        <ol className="todos">
          {view.todos.map((todo) => {
            const text = todoText(todo.kind, todo.values);
            return (
              <li key={todo.reminderId ?? todo.kind} data-todo={todo.kind}>
                <span>{text}</span>
                {todo.kind !== 'reminder' && (
                  <button
                    type="button"
                    className="link"
                    aria-label={`${t('reminder.remind')}: ${text}`}
                    onClick={() => onRemind(text)}
                  >
                    {t('reminder.remind')}
                  </button>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}
