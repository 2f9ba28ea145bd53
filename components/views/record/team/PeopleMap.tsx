import type { TeamMember } from '@/lib/deal/team/buying-team';
import { t } from '@/lib/i18n';

const STANCES = ['for', 'neutral', 'against'] as const;
const INFLUENCES = ['high', 'normal', 'low'] as const;

/** Who has influence, and where each stands; of whom nothing is kept stands apart. */
export function PeopleMap({ people }: { people: readonly TeamMember[] }) {
  const unknown = people.filter(({ stance, influence }) => stance === undefined || influence === undefined);
  const names = (all: readonly TeamMember[]): string =>
    all.map(({ name }) => name ?? t('record.people.unnamed')).join(', ');
  return (
    <>
      <div className="team-table">
        <table className="team-map">
          <caption className="hidden-text">{t('record.people.as.map')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('person.influence')}</th>
              {STANCES.map((stance) => (
                <th key={stance} scope="col">
                  {t(`person.stance.${stance}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {INFLUENCES.map((influence) => (
              <tr key={influence}>
                <th scope="row">{t(`person.influence.${influence}`)}</th>
                {STANCES.map((stance) => (
                  <td key={stance} className={`stance-${stance}`}>
                    {names(people.filter((each) => each.stance === stance && each.influence === influence))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {unknown.length > 0 && <p className="quiet note">{t('person.unplaced', { names: names(unknown) })}</p>}
    </>
  );
}
