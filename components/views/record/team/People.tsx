import { useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import { Chips } from '@/components/ui/press/Chips';
import type { RecordView } from '@/lib/answers/record-view';
import type { TeamMember } from '@/lib/deal/team/buying-team';
import { formatDay, t } from '@/lib/i18n';

import { LeftNotes } from './LeftNotes';
import { PeopleMap } from './PeopleMap';
import { PeopleTable } from './PeopleTable';
import { PersonRow } from './PersonRow';
import { RoleForm } from './RoleForm';

import './People.css';

const FEW = 6;
/** Teams have three to ten people: fewer get a word, more are grouped by role. */
const SMALL = 3;
const LARGE = 10;
const VIEWS = ['list', 'table', 'map'] as const;

/** The buying team, decision makers first; a team of more than six opens on demand, one of more than ten by role. */
export function People({ view, isOtherPage }: { view: RecordView; isOtherPage: boolean }) {
  const { people, verdict, meeting } = view;
  const [shownAs, setShownAs] = useState<(typeof VIEWS)[number]>('list');
  const isOpen = verdict.state !== 'done';
  const lacksDecider = isOpen && people.length > 0 && !people.some(({ isDecisionMaker }) => isDecisionMaker);
  return (
    <Fold
      title={t('record.people')}
      aside={
        <>
          {lacksDecider && <span className="missing">{t('record.people.noDecider')} · </span>}
          <span>{t('record.people.count', { count: people.length })}</span>
        </>
      }
    >
      {people.length === 0 && <p className="quiet">{t('record.people.none')}</p>}
      {isOpen && people.length > 0 && people.length < SMALL && (
        <p className="missing note">{t('record.people.few', { count: people.length })}</p>
      )}
      {meeting && (
        <p className="team-meeting">
          {t('record.people.meeting', { day: formatDay(meeting.on, view.today), what: meeting.what })}{' '}
          {meeting.who.length > 0
            ? t('record.people.attend', { names: meeting.who.join(', '), of: people.length })
            : t('record.people.attend.unknown')}
          {meeting.declined.length > 0 && ` ${t('record.people.declined', { names: meeting.declined.join(', ') })}`}
          {meeting.isMainOnly && ` ${t('record.people.mainOnly')}`}
        </p>
      )}
      {people.length > 1 && (
        <Chips
          label={t('record.people.as')}
          chosen={shownAs}
          from={VIEWS.map((name) => [name, t(`record.people.as.${name}`)])}
          onChoose={setShownAs}
        />
      )}
      {shownAs === 'list' &&
        (people.length > LARGE ? (
          <ByRole view={view} isOtherPage={isOtherPage} />
        ) : (
          <Some people={people} view={view} isOtherPage={isOtherPage} />
        ))}
      {shownAs === 'table' && <PeopleTable people={people} />}
      {shownAs === 'map' && <PeopleMap people={people} />}
      <LeftNotes view={view} />
      <RoleForm view={view} isOtherPage={isOtherPage} />
    </Fold>
  );
}

interface SomeProps {
  view: RecordView;
  people: readonly TeamMember[];
  isOtherPage: boolean;
}

function Some({ view, people, isOtherPage }: SomeProps) {
  const [isAll, setAll] = useState(false);
  return (
    <>
      <ul className="people">
        {(isAll ? people : people.slice(0, FEW)).map((person) => (
          <PersonRow key={person.contactId} view={view} person={person} isOtherPage={isOtherPage} />
        ))}
      </ul>
      {people.length > FEW && (
        <Button look="link" onClick={() => setAll(!isAll)}>
          {isAll ? t('app.less') : t('app.more', { count: people.length })}
        </Button>
      )}
    </>
  );
}

/** Each role with how many hold it; those who decide stand open. */
function ByRole({ view, isOtherPage }: Omit<SomeProps, 'people'>) {
  const roles = Map.groupBy(view.people, ({ role }) => role ?? '');
  return [...roles].map(([role, all]) => (
    <details key={role} className="people people-role" open={all.some(({ isDecisionMaker }) => isDecisionMaker)}>
      <summary>
        {role === '' ? t('record.people.noRole') : role} <span className="quiet">({all.length})</span>
      </summary>
      <Some people={all} view={view} isOtherPage={isOtherPage} />
    </details>
  ));
}
