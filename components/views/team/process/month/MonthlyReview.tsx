import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { MonthChange, MonthlyReviewView, Proposal } from '@/lib/answers/process/monthly-review';
import { formatDay, formatTime, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { act } from '@/lib/store/failures';
import { declineProposal, finishMonth } from '@/lib/store/month-store';

import { CopyText } from '../../../shared/CopyText';
import { Definition, Figure } from '../../../shared/Definition';
import { useNow } from '../../../shared/use-now';
import { ChangeEffect } from '../ChangeEffect';
import { measureWords } from '../measure-words';
import type { OpenProcess } from '../open-process';
import { AcceptProposal } from './AcceptProposal';
import { measureName, monthName, monthText, proposalWords, unitOf } from './month-words';

interface Props {
  view: MonthlyReviewView;
  onOpen: OpenProcess;
  onDecided: () => Promise<void>;
}

/** The last whole month of the process: what became of last month's experiments, what changed, what to try and what to drop. */
export function MonthlyReview({
  view: given,
  ...props
}: Omit<Props, 'view'> & { view: MonthlyReviewView | undefined }) {
  return (
    <Section title={<Definition metric="monthShift">{t('month.title')}</Definition>}>
      {given ? <Review view={given} {...props} /> : <p className="quiet">{t('month.reading')}</p>}
    </Section>
  );
}

function Review({ view, onOpen, onDecided }: Props) {
  const [done, setDone] = useState<'accepted' | 'declined' | 'finished'>();
  const { month, review, followed, made, proposals, currency } = view;
  const now = useNow(60_000);
  const asked = { month: month.start, review };
  const decide = (label: string, what: NonNullable<typeof done>, work: () => Promise<void>): void =>
    void act(label, async () => {
      await work();
      await onDecided();
    }).then((isDone) => isDone && setDone(what));
  return (
    <div data-month={month.start}>
      <p className="quiet note">
        {t('month.of', { month: monthName(month) })}{' '}
        {review && t('month.reviewed', { day: formatTime(review.reviewedAt, now) })}
      </p>
      {followed.length > 0 && (
        <>
          <h3>{t('month.followed')}</h3>
          <ul className="plain-list">
            {followed.map(({ month: of, key, text, day, expected, change }) => (
              <li key={`${of}/${key}`} data-followed={key}>
                <strong>{text}</strong> {day && <span className="quiet">{formatDay(day)}</span>}
                <br />
                {change ? (
                  <ChangeEffect change={change} currency={currency} />
                ) : (
                  <span className="quiet">{t(day ? 'month.later' : 'month.forgotten')}</span>
                )}
                {expected !== undefined && change && (
                  <>
                    <br />
                    <Figure metric="experimentEffect" className="defined quiet">
                      {t('month.expected', { size: measureWords(change.result.unit, currency).change(expected) })}
                    </Figure>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('month.changed')}</h3>
      <Changes view={view} onOpen={onOpen} />
      {made.length > 0 && (
        <ul className="plain-list">
          {made.map(({ text, day }) => (
            <li key={`${day}/${text}`}>
              {text} <span className="quiet">{formatDay(day)}</span>
            </li>
          ))}
        </ul>
      )}
      {(['try', 'drop'] as const).map((what) => {
        const own = proposals.filter((each) => each.what === what);
        return (
          <div key={what} data-proposals={what}>
            <h3>{t(what === 'try' ? 'month.try' : 'month.dropIt')}</h3>
            {own.length === 0 && <p className="quiet">{t(`month.${what}.none`)}</p>}
            <ul className="plain-list">{own.map(row)}</ul>
          </div>
        );
      })}
      <p className="actions">
        <Button
          data-focus="month-finish"
          onClick={() => decide(t('month.finish'), 'finished', () => finishMonth(asked))}
        >
          {t('month.finish')}
        </Button>
        <Toast>{done && t(`month.done.${done}`)}</Toast>
      </p>
      <CopyText label={t('month.text')} text={monthText(view)} />
    </div>
  );

  function row(proposal: Proposal) {
    const { key, n, door, decision } = proposal;
    const { title, evidence } = proposalWords(proposal, currency);
    const focusId = `month-${key}`;
    const decline = t('month.decline', { title });
    return (
      <li key={key} data-proposal={key}>
        <strong>{title}</strong>
        <br />
        <Figure
          metric={metricOf(proposal)}
          count={n}
          focusId={focusId}
          onOpen={door && (() => onOpen(door, title, focusId))}
        >
          {evidence}
        </Figure>
        <br />
        {decision ? (
          <span className="quiet">{t(`month.is.${decision.verdict}`)}</span>
        ) : (
          <>
            <AcceptProposal
              proposal={proposal}
              title={title}
              groups={view.groups}
              today={view.today}
              asked={asked}
              onAccept={(label, work) => decide(label, 'accepted', work)}
            />
            <Button look="link" onClick={() => decide(decline, 'declined', () => declineProposal(asked, key, title))}>
              {decline}
            </Button>
          </>
        )}
      </li>
    );
  }
}

/** What moved in the month beyond chance, and folded what did not. */
function Changes({ view: { changed, currency, month }, onOpen }: Pick<Props, 'view' | 'onOpen'>) {
  if (changed.length === 0) return <p className="quiet note">{t('month.few')}</p>;
  const moved = changed.filter(({ turned }) => turned !== 'same');
  const same = changed.filter(({ turned }) => turned === 'same');
  return (
    <>
      {moved.length === 0 ? <p>{t('month.same')}</p> : <ul className="plain-list">{moved.map(row)}</ul>}
      {same.length > 0 && (
        <details>
          <summary className="quiet note">{t('month.sameRows', { count: same.length })}</summary>
          <ul className="plain-list">{same.map(row)}</ul>
        </details>
      )}
      <p className="quiet note">{t('month.changed.text')}</p>
    </>
  );

  function row(change: MonthChange) {
    const { measure, stage, shift, turned, door } = change;
    const words = measureWords(unitOf(change), currency);
    const focusId = `month-row-${measure}-${stage}`;
    const name = measureName(change);
    return (
      <li key={focusId} data-change-of={`${measure}/${stage}`} data-turned={turned}>
        {name}:{' '}
        <Figure
          metric="monthShift"
          count={shift.n}
          focusId={focusId}
          onOpen={() => onOpen(door, `${name} · ${monthName(month)}`, focusId)}
        >
          {t('month.from', { before: words.value(shift.before), now: words.value(shift.now), n: shift.n })}
        </Figure>{' '}
        <span className={turned === 'worse' ? 'problem' : 'quiet'}>{t(`month.turned.${turned}`)}</span>
        <br />
        <Figure metric="monthShift" count={shift.earlier} className="defined quiet">
          {t('month.between', { low: words.change(shift.low), high: words.change(shift.high) })}
        </Figure>
      </li>
    );
  }
}

const metricOf = ({ why }: Proposal): DefinedMetric =>
  why === 'leak' ? 'leakCost' : why === 'shift' ? 'monthShift' : why === 'source' ? 'winRateCount' : 'experimentEffect';
