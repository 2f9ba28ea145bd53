import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { PeopleView } from '@/lib/answers/leading/people-view';
import type { ReviewView } from '@/lib/answers/leading/review-view';
import type { NoConnection } from '@/lib/answers/queries';
import { formatDay, formatMoneyShort, t } from '@/lib/i18n';
import { evidence } from '@/lib/i18n/evidence';
import type { Sourced } from '@/lib/store/drill';
import { act } from '@/lib/store/failures';
import { keepTalk } from '@/lib/store/review-store';

import { CopyText } from '../../shared/CopyText';
import { AsOf } from '../../shared/Definition';
import { dealLevel } from '../DealLevel';
import { level, type LevelProps } from '../level';
import { developText } from '../people/habit-text';
import { Promised } from './ReviewCard';

interface About {
  ownerId: string;
}
type Answer = ((ReviewView & Sourced) | NoConnection) & { card?: PeopleView['cards'][number] | undefined };

/** Deals to discuss in one talk. */
const DEALS = 3;

/** What to talk about with one person: wins, three deals and why, one habit, and what was promised last time. */
function AgendaLevel({ about: { ownerId }, answer, open }: LevelProps<About, Answer>) {
  const [isHeld, setHeld] = useState(false);
  if ('noConnection' in answer) return null;
  const { wins, promised, talkedOn, today, currency, card } = answer;
  const deals = answer.deals.slice(0, DEALS);
  const why = ({ reasons: [signal], values: [facts] }: ReviewView['deals'][number]): string =>
    signal && facts ? evidence(signal, facts) : t('review.ask.unlikely');
  const ask = card?.develop && {
    text: developText(card.develop),
    question: t(`people.ask.${card.develop.habit}`, { stage: card.develop.stageLabel ?? '' }),
  };
  const lines = (given: readonly string[], none: string): string =>
    (given.length === 0 ? [none] : given).map((line) => `- ${line}`).join('\n');
  const won = wins.map(({ name, amount }) =>
    amount === undefined ? name : `${name} · ${formatMoneyShort(amount, currency)}`,
  );
  const kept = promised.map(({ name, action }) =>
    t(action.doneAt === undefined ? 'review.last' : 'review.last.done', {
      who: `${name} · ${action.who}`,
      when: formatDay(action.when, today),
      what: action.what,
    }),
  );
  const text = [
    `${t('review.agenda.wins')}\n${lines(won, t('review.agenda.noWins'))}`,
    `${t('review.agenda.deals')}\n${lines(
      deals.map((deal) => `${deal.name}: ${why(deal)}`),
      t('review.agenda.noDeals'),
    )}`,
    `${t('review.agenda.habit')}\n${lines(ask ? [ask.text, ask.question] : [], t('people.same'))}`,
    `${t('review.agenda.promised')}\n${lines(kept, t('review.agenda.nonePromised'))}`,
  ].join('\n\n');
  return (
    <AsOf value={today}>
      <p className="quiet note">
        {talkedOn === undefined
          ? t('review.agenda.first')
          : t('review.agenda.since', { day: formatDay(talkedOn, today) })}
      </p>
      <Section title={t('review.agenda.wins')}>
        <ul className="note" data-wins={wins.length}>
          {won.length === 0 ? (
            <li>{t('review.agenda.noWins')}</li>
          ) : (
            wins.map(({ id }, index) => <li key={id}>{won[index]}</li>)
          )}
        </ul>
      </Section>
      <Section title={t('review.agenda.deals')}>
        <ul data-discuss={deals.length}>
          {deals.length === 0 && <li className="quiet">{t('review.agenda.noDeals')}</li>}
          {deals.map((deal) => (
            <li key={deal.id}>
              <Button
                look="link"
                data-name
                data-focus={`agenda-${deal.id}`}
                onClick={() => open(dealLevel.at(deal.name, { recordId: deal.id }), `agenda-${deal.id}`)}
              >
                {deal.name}
              </Button>
              <p className="quiet note">{why(deal)}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('review.agenda.habit')}>
        <p className="note">{ask ? `${ask.text} ${ask.question}` : t('people.same')}</p>
      </Section>
      <Section title={t('review.agenda.promised')}>
        {promised.length === 0 && <p className="quiet">{t('review.agenda.nonePromised')}</p>}
        {promised.map(({ id, name, action, mark }) => (
          <div key={`${id} ${action.when} ${action.what}`}>
            <strong data-name>{name}</strong>
            <Promised id={id} mark={mark} action={action} today={today} />
          </div>
        ))}
      </Section>
      <Section title={t('review.agenda.text')}>
        <CopyText label={t('review.agenda.text')} text={text} />
        <p className="actions">
          <Button
            look="primary"
            onClick={() => void act(t('review.agenda.held'), () => keepTalk(ownerId)).then(setHeld)}
          >
            {t('review.agenda.held')}
          </Button>
          <Toast>{isHeld ? t('review.agenda.kept') : ''}</Toast>
        </p>
      </Section>
    </AsOf>
  );
}

export const agendaLevel = level({
  kind: 'agenda',
  async ask({ ownerId }: About, queries): Promise<Answer> {
    const [review, people] = await Promise.all([queries.review({ ownerId }), queries.people({})]);
    if ('noConnection' in review || 'noConnection' in people) return review;
    return { ...review, card: people.cards.find(({ userId }) => userId === ownerId) };
  },
  View: AgendaLevel,
});
