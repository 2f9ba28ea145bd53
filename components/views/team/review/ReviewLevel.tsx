import { useCallback, useEffect, useState } from 'react';

import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import type { ReviewView } from '@/lib/answers/leading/review-view';
import type { NoConnection } from '@/lib/answers/queries';
import type { ReviewAction } from '@/lib/deal/own/review-mark';
import { t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';
import { act } from '@/lib/store/failures';
import { keepReview } from '@/lib/store/review-store';

import { CopyText } from '../../shared/CopyText';
import { AsOf } from '../../shared/Definition';
import { dealLevel } from '../DealLevel';
import { level, type LevelProps } from '../level';
import { Ready } from './Ready';
import { reviewText } from './review-text';
import { ReviewCard } from './ReviewCard';
import { WriteNextStep } from './WriteNextStep';

import './ReviewLevel.css';

interface About {
  /** One person's deals; absent: the team's. */
  ownerId?: string;
  /** Which deal is looked at; beyond the last one the review is over. */
  place?: number;
  /** Actions of this review, by deal. */
  actions?: Record<string, ReviewAction>;
}

/** Deals one by one: what changed since the last review, one question, one action; then all of it as text. */
function ReviewLevel({ about, answer, amend, open }: LevelProps<About, (ReviewView & Sourced) | NoConnection>) {
  // The order of the beginning stays: what a review changes does not move what comes next.
  const [view, setView] = useState(answer);
  if ('noConnection' in view && !('noConnection' in answer)) setView(answer);
  const { place = 0, actions = {} } = about;
  const deals = 'noConnection' in view ? [] : view.deals;
  const last = deals.length;
  const go = useCallback((to: number) => void amend({ place: Math.max(0, Math.min(last, to)) }), [amend, last]);
  const deal = deals[place];
  const skip = useCallback((): void => {
    if (deal) void act(t('review.skip'), () => keepReview(deal)).then((isKept) => isKept && go(place + 1));
  }, [deal, go, place]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyped = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyped) return;
      if (event.key === 'ArrowRight' && place < last) skip();
      else if (event.key === 'ArrowLeft' && place > 0) go(place - 1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [place, last, skip, go]);
  if ('noConnection' in view) return null;
  if (last === 0) return <Message title={t('review.none.title')}>{t('review.none.text')}</Message>;
  const keep = async (action: ReviewAction): Promise<void> => {
    if (!deal) return;
    if (!(await act(t('review.keep'), () => keepReview(deal, action)))) return;
    await amend({ place: place + 1, actions: { ...actions, [deal.id]: action } });
  };
  return (
    <AsOf value={view.today}>
      {place === 0 && (
        <Ready view={view} onOpen={(id, name) => open(dealLevel.at(name, { recordId: id }), `ready-${id}`)} />
      )}
      {deal ? (
        <ReviewCard
          key={deal.id}
          deal={deal}
          place={place}
          count={last}
          more={view.more}
          today={view.today}
          currency={view.currency}
          onKeep={keep}
          onSkip={skip}
          onBack={() => go(place - 1)}
          onOpen={() => open(dealLevel.at(deal.name, { recordId: deal.id }), 'review-deal')}
        />
      ) : (
        <section data-review-end>
          <h2>{t('review.end')}</h2>
          <p className="note">{t('review.end.count', { count: last, actions: Object.keys(actions).length })}</p>
          <CopyText label={t('review.text')} text={reviewText(view, actions)} />
          <ul className="review-actions">
            {deals.flatMap((each) => {
              const action = actions[each.id];
              return action ? [<WriteNextStep key={each.id} deal={each} action={action} />] : [];
            })}
          </ul>
          <p className="actions">
            <Button onClick={() => go(last - 1)}>{t('review.back')}</Button>
          </p>
        </section>
      )}
    </AsOf>
  );
}

export const reviewLevel = level({
  kind: 'review',
  ask: ({ ownerId }: About, queries) => queries.review(ownerId === undefined ? {} : { ownerId }),
  View: ReviewLevel,
});
