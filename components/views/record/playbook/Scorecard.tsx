import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import type { PlaybookView } from '@/lib/answers/playbook-view';
import type { RecordView } from '@/lib/answers/record-view';
import { day } from '@/lib/calendar/days';
import { type MappedFields, STORED_FIELDS } from '@/lib/deal/playbook/mapped-fields';
import { formatDay, t } from '@/lib/i18n';
import { askMapped } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { useTypedOver } from '../use-typed-over';
import type { ChangeSteps } from './change-steps';

type Card = NonNullable<PlaybookView['scorecard']>;

/** A method's elements: each empty, suggested by a field of the CRM, noted by the person, or confirmed by a manager by name. */
export function Scorecard({
  view: { recordId, people },
  card: { name, elements },
  steps,
  onChange,
}: {
  view: Pick<RecordView, 'recordId' | 'people'>;
  card: Card;
  steps: PlaybookView['steps'];
  onChange: ChangeSteps;
}) {
  const [held, setHeld] = useState<MappedFields>();
  const mapped = elements.flatMap(({ field = '' }) => (isAsked(field) ? field : []));
  const ask = (): void => void act(t('playbook.score.ask'), async () => setHeld(await askMapped(recordId, mapped)));
  const suggestion = ({ field = '' }: Card['elements'][number]): string | undefined => {
    const found = held?.[field];
    return found && heldText(found, people);
  };
  const sure = elements.filter(({ state }) => state === 'noted' || state === 'confirmed').length;
  return (
    <details
      className="scorecard"
      onToggle={({ currentTarget: { open } }) => open && mapped.length > 0 && held === undefined && ask()}
    >
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
        {elements.map((each) => {
          const text = each.state === 'empty' ? suggestion(each) : undefined;
          return (
            <Element
              key={each.id}
              of={text === undefined ? each : { ...each, state: 'suggested', text }}
              isGone={held !== undefined && isAsked(each.field) && !Object.hasOwn(held, each.field ?? '')}
              steps={steps}
              onChange={onChange}
            />
          );
        })}
      </ul>
    </details>
  );
}

/** Whether the CRM is asked for it: the rest is in the store. */
const isAsked = (field: string | undefined): boolean =>
  field !== undefined && field !== '' && !STORED_FIELDS.some((own) => own === field);

/** A value as a person reads it, and somebody of the deal by name; undefined for none. */
function heldText(held: MappedFields[string], people: RecordView['people']): string | undefined {
  if ('leadsTo' in held)
    return people.find(({ contactId }) => contactId === held.leadsTo)?.name ?? t('playbook.score.filled');
  const { value } = held;
  if (value === null || value === false) return undefined;
  if (value === true) return t('edit.yes');
  return day(String(value)) === undefined ? String(value) : formatDay(String(value));
}

function Element({
  of: { id, letter, title, field, state, text = '', by = '' },
  isGone,
  steps,
  onChange,
}: {
  of: Card['elements'][number];
  /** The CRM has no such field for this user. */
  isGone: boolean;
  steps: PlaybookView['steps'];
  onChange: ChangeSteps;
}) {
  const typed = useTypedOver(text);
  const manager = useTypedOver(by);
  const keep = (score: PlaybookView['steps']['scores'][string]): void =>
    onChange(title, { scores: { ...steps.scores, [id]: score } });
  return (
    <li data-element={id} data-element-state={state}>
      <strong>
        {letter} · {title}
      </strong>{' '}
      <span className="quiet">
        {t(`playbook.score.${state}`, { by: by === '' ? '?' : by })}
        {'\u00A0· '}
        {field === undefined ? t('playbook.score.local') : t('playbook.score.field', { field })}
      </span>
      {isGone && <span className="problem">{t('playbook.score.noField', { field: field ?? '' })}</span>}
      <input
        aria-label={title}
        value={typed.text}
        maxLength={500}
        onChange={(event) => typed.type(event.target.value)}
        onBlur={() => {
          const words = typed.leave();
          if (words !== undefined) keep(words.trim() === '' ? { state: 'empty' } : { state: 'noted', text: words });
        }}
      />
      {(state === 'noted' || state === 'confirmed') && (
        <span className="outcome">
          <input
            aria-label={t('playbook.score.manager', { title })}
            placeholder={t('playbook.score.manager.hint')}
            value={manager.text}
            maxLength={100}
            onChange={(event) => manager.type(event.target.value)}
          />
          <Button
            look="chip"
            disabled={manager.text.trim() === ''}
            onClick={() => keep({ state: 'confirmed', text: typed.text, by: manager.text.trim() })}
          >
            {t('playbook.score.confirm')}
          </Button>
        </span>
      )}
    </li>
  );
}
