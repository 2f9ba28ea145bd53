import type { RecordView } from '@/lib/answers/record-view';
import type { TeamMember, TeamNote } from '@/lib/deal/team/buying-team';
import { formatDay, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';

import { Figure } from '../../shared/Definition';
import { useTypedOver } from '../use-typed-over';
import { LEVELS, noteWords, RATED } from './note-words';
import { RoleForm } from './RoleForm';

/** Somebody of the buying team: who, when last and next, how often, and what the person keeps of them. */
export function PersonRow({
  view,
  person,
  isOtherPage,
}: {
  view: RecordView;
  person: TeamMember;
  isOtherPage: boolean;
}) {
  const { recordId } = view;
  const { contactId, name, title, role, isPrimary, isDecisionMaker, lastTouch, nextTouch, due, cadence } = person;
  const touch = [
    lastTouch === undefined ? t('record.people.never') : t('record.people.last', { day: formatDay(lastTouch) }),
    ...(nextTouch === undefined ? [] : [t('record.people.next', { day: formatDay(nextTouch) })]),
    ...(due === undefined ? [] : [t('record.people.due', { day: formatDay(due) })]),
  ].join('\u00A0· ');
  return (
    <li>
      <span className={isDecisionMaker ? 'dot dot-full' : 'dot'} aria-hidden="true" />
      <div className="person" data-person={contactId}>
        <strong>{name ?? t('record.people.unnamed')}</strong>
        {title !== undefined && <span className="quiet"> {title}</span>}
        <br />
        <span className={isDecisionMaker ? 'role decider' : 'role'}>{role ?? t('record.people.noRole')}</span>
        {isPrimary && <span className="quiet"> · {t('record.people.primary')}</span>}
        <span className="quiet"> · {touch}</span>
        {cadence !== undefined && person.everyDays !== undefined && (
          <>
            <br />
            <Figure metric="cadenceDays" count={cadence.n}>
              {t(`record.people.every.${cadence.from}`, { days: person.everyDays, n: cadence.n })}
            </Figure>
          </>
        )}
        <br />
        <RoleForm view={view} isOtherPage={isOtherPage} of={{ contactId, name: name ?? t('record.people.unnamed') }} />
        <PersonForm recordId={recordId} person={person} kept={noteWords(person)} />
      </div>
    </li>
  );
}

function PersonForm({ recordId, person, kept }: { recordId: string; person: TeamMember; kept: string }) {
  const { stance, urgency, influence, need, contactId, name = '' } = person;
  const typed = useTypedOver(need ?? '');
  const keep = (change: { [Field in keyof TeamNote]: TeamNote[Field] | undefined }): void => {
    const was = { stance, urgency, influence, need };
    const value: TeamNote = Object.fromEntries(
      Object.entries({ ...was, ...change }).filter(([, each]) => each !== undefined),
    );
    void act(t('person.keep', { name }), () =>
      keepJotting({
        kind: 'person',
        of: `${recordId}/${contactId}`,
        ...(Object.keys(value).length === 0 ? {} : { value }),
        was: Object.fromEntries(Object.entries(was).filter(([, each]) => each !== undefined)),
      }),
    );
  };
  return (
    <details className="person-form">
      <summary>{kept === '' ? t('person.add') : kept}</summary>
      {RATED.map((field) => (
        <label key={field}>
          {t(`person.${field}`)}
          <select
            value={person[field] ?? ''}
            onChange={({ target: { value } }) => keep({ [field]: value === '' ? undefined : value })}
          >
            <option value="">{t('person.unknown')}</option>
            {Object.entries(LEVELS[field]).map(([level, key]) => (
              <option key={level} value={level}>
                {t(key)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label>
        {t('person.need')}
        <input
          value={typed.text}
          maxLength={500}
          onChange={(event) => typed.type(event.target.value)}
          onBlur={() => {
            const text = typed.leave()?.trim();
            if (text !== undefined && text !== (need ?? '')) keep({ need: text === '' ? undefined : text });
          }}
        />
      </label>
      <p className="quiet">{t('person.local')}</p>
    </details>
  );
}
