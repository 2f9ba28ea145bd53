import { useState } from 'react';

import type { PlaybookView } from '@/lib/answers/playbook-view';
import { t } from '@/lib/i18n';

import type { ChangeSteps } from './change-steps';

type Card = NonNullable<PlaybookView['scorecard']>;

/** A method's elements: each empty, suggested by a field of the CRM, noted by the person, or confirmed by a manager by name. */
export function Scorecard({
  card: { name, elements },
  steps,
  onChange,
}: {
  card: Card;
  steps: PlaybookView['steps'];
  onChange: ChangeSteps;
}) {
  const sure = elements.filter(({ state }) => state === 'noted' || state === 'confirmed').length;
  return (
    <details className="scorecard">
      <summary className="note">
        {t('playbook.scorecard', { name, done: sure, of: elements.length })}
        <span className="letters" aria-hidden="true">
          {elements.map(({ id, letter, state }) => (
            <span key={id} className={`letter letter-${state}`}>
              {letter}
            </span>
          ))}
        </span>
      </summary>
      <ul className="steps">
        {elements.map((each) => (
          <Element key={each.id} of={each} steps={steps} onChange={onChange} />
        ))}
      </ul>
    </details>
  );
}

function Element({
  of: { id, letter, title, field, state, text = '', by = '' },
  steps,
  onChange,
}: {
  of: Card['elements'][number];
  steps: PlaybookView['steps'];
  onChange: ChangeSteps;
}) {
  const [words, setWords] = useState(text);
  const [manager, setManager] = useState(by);
  const keep = (score: PlaybookView['steps']['scores'][string]): void =>
    onChange(title, { scores: { ...steps.scores, [id]: score } });
  return (
    <li data-element={id} data-element-state={state}>
      <strong>
        {letter} · {title}
      </strong>{' '}
      <span className="quiet">
        {t(`playbook.score.${state}`, { by: by === '' ? '?' : by })}
        {' · '}
        {field === undefined ? t('playbook.score.local') : t('playbook.score.field', { field })}
      </span>
      <input
        aria-label={title}
        value={words}
        maxLength={500}
        onChange={(event) => setWords(event.target.value)}
        onBlur={() =>
          words !== text && keep(words.trim() === '' ? { state: 'empty' } : { state: 'noted', text: words })
        }
      />
      {(state === 'noted' || state === 'confirmed') && (
        <span className="outcome">
          <input
            aria-label={t('playbook.score.manager', { title })}
            placeholder={t('playbook.score.manager.hint')}
            value={manager}
            maxLength={100}
            onChange={(event) => setManager(event.target.value)}
          />
          <button
            type="button"
            className="chip"
            disabled={manager.trim() === ''}
            onClick={() => keep({ state: 'confirmed', text: words, by: manager.trim() })}
          >
            {t('playbook.score.confirm')}
          </button>
        </span>
      )}
    </li>
  );
}
