import { useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import type { RecordView } from '@/lib/answers/record-view';
import type { Person } from '@/lib/deal/people';
import { formatDay, t } from '@/lib/i18n';

import './People.css';

const FEW = 6;

/** The buying team, decision makers first; a team of more than six opens on demand. */
export function People({ view: { people, verdict } }: { view: RecordView }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? people : people.slice(0, FEW);
  const lacksDecider =
    verdict.state !== 'done' && people.length > 0 && !people.some(({ isDecisionMaker }) => isDecisionMaker);
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
      <ul className="people">
        {shown.map((person) => (
          <PersonRow key={person.contactId} person={person} />
        ))}
      </ul>
      {people.length > FEW && (
        <button type="button" className="link" onClick={() => setAll(!isAll)}>
          {isAll ? t('app.less') : t('app.more', { count: people.length })}
        </button>
      )}
    </Fold>
  );
}

function PersonRow({
  person: { name, title, role, isPrimary, isDecisionMaker, lastTouch, nextTouch },
}: {
  person: Person;
}) {
  const touch = [
    lastTouch === undefined ? t('record.people.never') : t('record.people.last', { day: formatDay(lastTouch) }),
    ...(nextTouch === undefined ? [] : [t('record.people.next', { day: formatDay(nextTouch) })]),
  ].join(' · ');
  return (
    <li>
      <span className={isDecisionMaker ? 'dot dot-full' : 'dot'} aria-hidden="true" />
      <span className="person">
        <strong>{name ?? t('record.people.unnamed')}</strong>
        {title !== undefined && <span className="quiet"> {title}</span>}
        <br />
        <span className={isDecisionMaker ? 'role decider' : 'role'}>{role ?? t('record.people.noRole')}</span>
        {isPrimary && <span className="quiet"> · {t('record.people.primary')}</span>}
        <span className="quiet"> · {touch}</span>
      </span>
    </li>
  );
}
