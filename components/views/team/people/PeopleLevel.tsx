import { Fold } from '@/components/ui/Fold';
import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import type { PeopleView } from '@/lib/answers/leading/people-view';
import type { NoConnection } from '@/lib/answers/queries';
import { formatDay, t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';

import { quotaKindWords } from '../../shared/Basis';
import { AsOf, Figure } from '../../shared/Definition';
import { dealLevel } from '../DealLevel';
import { type LevelProps, tab } from '../level';
import { agendaLevel } from '../review/AgendaLevel';
import { reviewLevel } from '../review/ReviewLevel';
import { PersonCard } from './PersonCard';

import './PeopleLevel.css';

/** A card a person: how doing, how healthy, where to, against peers, and the one thing to develop. */
function PeopleLevel({ answer, open }: LevelProps<object, (PeopleView & Sourced) | NoConnection>) {
  if ('noConnection' in answer) return null;
  const { cards, currency, compared, days, leastCases, today, period, isPast, quotaKind, unknownOwners } = answer;
  const alike = cards.filter(({ develop, compared: own }) => !develop && own.length > 0).length;
  if (cards.length === 0) return <Message title={t('people.empty.title')}>{t('people.empty.text')}</Message>;
  return (
    <AsOf value={today}>
      {isPast && <p className="note">{t('people.past', { quarter: period.label })}</p>}
      <p className="quiet note">
        {t('people.note', {
          people: compared,
          start: formatDay(days.start),
          end: formatDay(days.end),
          least: leastCases,
        })}
      </p>
      {alike > 1 && (
        <p className="quiet note" data-alike={alike}>
          <Figure metric="shrunkShare" count={alike}>
            {t('people.alike', { count: alike, of: cards.length })}
          </Figure>
        </p>
      )}
      {quotaKindWords(quotaKind).map((words) => (
        <p key={words} className="quiet note">
          {words}
        </p>
      ))}
      {unknownOwners > 0 && <p className="quiet note">{t('people.unknownOwners', { count: unknownOwners })}</p>}
      <p className="actions">
        <Button
          look="primary"
          data-focus="review"
          onClick={() => open(reviewLevel.at(t('review.title'), {}), 'review')}
        >
          {t('review.open')}
        </Button>
      </p>
      <div className="people-cards">
        {cards.map((card) => (
          <PersonCard
            key={card.userId}
            card={card}
            currency={currency}
            quarter={period.label}
            isPast={isPast === true}
            leastCases={leastCases}
            isAlike={alike > 1}
            isOpen={card.isSelf || cards.length === 1}
            onAgenda={() =>
              open(
                agendaLevel.at(t('review.agenda.title', { name: card.name }), { ownerId: card.userId }),
                `agenda-${card.userId}`,
              )
            }
            onOpenDeal={(id, name, focusId) => open(dealLevel.at(name, { recordId: id }), focusId)}
          />
        ))}
      </div>
      <Fold title={t('people.ledger')}>
        <ul className="plain-list note">
          <li>{t('people.ledger.who', { people: compared })}</li>
          <li>{t('people.ledger.what')}</li>
          <li>{t('people.ledger.whose')}</li>
          <li>{t('people.ledger.not')}</li>
          <li>{t('people.ledger.where')}</li>
        </ul>
      </Fold>
    </AsOf>
  );
}

export const peopleTab = tab({
  kind: 'people',
  title: 'team.tab.people',
  first: {},
  ask: (_about: object, queries) => queries.people({}),
  View: PeopleLevel,
});
