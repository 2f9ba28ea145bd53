import { useEffect, useRef, useState } from 'react';

import { DateField } from '@/components/ui/field/DateField';
import { Button } from '@/components/ui/press/Button';
import { StateMark } from '@/components/ui/StateMark';
import type { ReviewDeal } from '@/lib/answers/leading/review-view';
import { addDays, day, type Day } from '@/lib/calendar/days';
import type { ReviewAction, ReviewMark } from '@/lib/deal/own/review-mark';
import { formatDay, t } from '@/lib/i18n';
import { evidence, todoText } from '@/lib/i18n/evidence';
import { act } from '@/lib/store/failures';
import { finishAction } from '@/lib/store/review-store';

import { changedValue } from '../../record/changed-value';
import { Figure } from '../../shared/Definition';
import { amountText } from '../../shared/texts/amount-text';
import { fromTo } from '../../shared/texts/from-to';
import { judgedText } from '../../shared/texts/judged-text';

interface Props {
  deal: ReviewDeal;
  place: number;
  count: number;
  more: number;
  today: Day;
  currency: string;
  onKeep: (action: ReviewAction) => Promise<void>;
  onSkip: () => void;
  onBack: () => void;
  onOpen: () => void;
}

/** An action is usually due in a week. */
const USUAL_DAYS = 7;

/** One deal of a review. */
export function ReviewCard({ deal, place, count, more, today, currency, onKeep, onSkip, onBack, onOpen }: Props) {
  const { name, state, isCommit, closeDate, ownerName, stageLabel, reasons, values } = deal;
  const [signal, facts] = [reasons[0], values[0]];
  return (
    <article className="review" data-review={deal.id}>
      <p className="quiet note">
        {t('review.place', { place: place + 1, count })} {more > 0 && t('review.more', { count: more })}
      </p>
      <h2>
        <Button look="link" data-name data-focus="review-deal" onClick={onOpen}>
          {name}
        </Button>
      </h2>
      <p>
        <Figure metric="amount">{amountText(deal, currency)}</Figure>{' '}
        {isCommit && <span className="tag">{t('review.commit')}</span>}{' '}
        {state && (
          <span className="note">
            <StateMark state={state} label={judgedText({ ...deal, state })} size="small" />
          </span>
        )}
      </p>
      <p className="quiet note">
        {[ownerName, stageLabel, closeDate && formatDay(closeDate, today)].filter(Boolean).join('\u00A0· ')}
      </p>
      <h3>{t(deal.wasReviewed ? 'review.since' : 'review.never', { day: formatDay(deal.since, today) })}</h3>
      <News deal={deal} currency={currency} />
      {deal.missing.length > 0 && (
        <p className="problem note">
          {t('review.missing', { list: deal.missing.map((basic) => t(`review.basic.${basic}`)).join(', ') })}
        </p>
      )}
      {deal.mark?.action && <Promised id={deal.id} mark={deal.mark} action={deal.mark.action} today={today} />}
      <p className="review-ask note">
        <strong>{t('review.ask')}</strong>{' '}
        {signal && facts
          ? `${evidence(signal, facts)} ${t('review.ask.default')}`
          : t(isCommit ? 'review.ask.unlikely' : 'review.ask.default')}
      </p>
      <ActionForm
        what={signal && facts ? todoText(signal, facts) : t('review.what.default')}
        who={ownerName ?? ''}
        when={addDays(today, USUAL_DAYS)}
        onKeep={onKeep}
        onSkip={onSkip}
        today={today}
        onBack={place > 0 ? onBack : undefined}
      />
      <p className="quiet note">{t('review.hint')}</p>
    </article>
  );
}

function News({ deal: { news, isUntouched }, currency }: { deal: ReviewDeal; currency: string }) {
  if (isUntouched) return <p className="problem note">{t('review.changes.none')}</p>;
  return (
    <ul className="note" data-news={news.changes.length}>
      {news.changes.map((change) => (
        <li key={change.field}>
          {t(`record.change.${change.field}`)}{' '}
          {fromTo(changedValue(change, change.from, currency), changedValue(change, change.to, currency))}
        </li>
      ))}
      {news.activities > 0 && <li>{t('review.activities', { count: news.activities })}</li>}
    </ul>
  );
}

/** What was promised last time, and the way to say that it was done. */
export function Promised({
  id,
  mark,
  action,
  today,
}: {
  id: string;
  mark: ReviewMark;
  action: ReviewAction;
  today: Day;
}) {
  const [isDone, setDone] = useState(action.doneAt !== undefined);
  const words = { who: action.who, when: formatDay(action.when, today), what: action.what };
  return (
    <p className="note" data-promised={id} data-done={isDone}>
      {t(isDone ? 'review.last.done' : 'review.last', words)}{' '}
      {!isDone && (
        <Button
          look="link"
          onClick={() => void act(t('review.done'), () => finishAction(id, mark, action)).then(setDone)}
        >
          {t('review.done')}
        </Button>
      )}
    </p>
  );
}

interface FormProps extends ReviewAction {
  today: Day;
  onKeep: (action: ReviewAction) => Promise<void>;
  onSkip: () => void;
  onBack: (() => void) | undefined;
}

/** Who, by when, what: filled in with what the evidence suggests, and kept with one press. */
function ActionForm({ who, when, what, today, onKeep, onSkip, onBack }: FormProps) {
  const keep = useRef<HTMLButtonElement>(null);
  const [action, setAction] = useState<ReviewAction>({ who, when, what });
  const [isBusy, setBusy] = useState(false);
  useEffect(() => keep.current?.focus({ preventScroll: true }), []);
  const field = (name: 'who' | 'what') => (
    <label className={`review-${name}`}>
      <span className="quiet">{t(`review.${name}`)}</span>
      <input
        value={action[name]}
        maxLength={255}
        required
        onChange={({ target }) => setAction({ ...action, [name]: target.value })}
      />
    </label>
  );
  return (
    <form
      className="review-form"
      aria-label={t('review.action')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!day(action.when) || isBusy) return;
        setBusy(true);
        void onKeep({ ...action, who: action.who.trim(), what: action.what.trim() }).finally(() => setBusy(false));
      }}
    >
      {field('what')}
      {field('who')}
      <DateField
        className="review-when"
        label={t('review.when')}
        min={today}
        value={action.when}
        required
        onDate={(when) => setAction({ ...action, when })}
      />
      <p className="actions">
        <Button look="primary" ref={keep} type="submit">
          {t('review.keep')}
        </Button>
        <Button onClick={onSkip}>{t('review.skip')}</Button>
        {onBack && <Button onClick={onBack}>{t('review.back')}</Button>}
      </p>
    </form>
  );
}
