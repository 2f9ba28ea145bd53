import { DataTable } from '@/components/ui/table/DataTable';
import type { TeamMember } from '@/lib/deal/team/buying-team';
import { formatDay, t } from '@/lib/i18n';

const none = '–';

/** The same people as a table: what the map shows, and when each was and is touched. */
export const PeopleTable = ({ people }: { people: readonly TeamMember[] }) => (
  <div className="team-cards">
    <DataTable isCards>
      <caption className="hidden-text">{t('record.people')}</caption>
      <thead>
        <tr>
          {(['name', 'role', 'stance', 'influence', 'urgency', 'last', 'next'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`person.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="people">
        {people.map(({ contactId, name, role, stance, influence, urgency, lastTouch, nextTouch, due }) => (
          <tr key={contactId}>
            <th scope="row">{name ?? t('record.people.unnamed')}</th>
            <td data-label={t('person.column.role')}>{role ?? none}</td>
            <td data-label={t('person.column.stance')}>{stance === undefined ? none : t(`person.stance.${stance}`)}</td>
            <td data-label={t('person.column.influence')}>
              {influence === undefined ? none : t(`person.influence.${influence}`)}
            </td>
            <td data-label={t('person.column.urgency')}>
              {urgency === undefined ? none : t(`person.urgency.${urgency}`)}
            </td>
            <td data-label={t('person.column.last')}>{lastTouch === undefined ? none : formatDay(lastTouch)}</td>
            <td data-label={t('person.column.next')}>
              {nextTouch === undefined && due === undefined ? none : formatDay(nextTouch ?? due ?? '')}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  </div>
);
