import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { ReviewDeal, ReviewView } from '@/lib/answers/leading/review-view';
import { formatDay, formatMoneyShort, t } from '@/lib/i18n';

import './Ready.css';

/** Whether everything is ready for the call: commit deals that nobody touched, what is missing, and calls whose ground has moved. */
export function Ready({ view, onOpen }: { view: ReviewView; onOpen: (id: string, name: string) => void }) {
  const { deals, movedCalls, currency, today } = view;
  const commit = deals.filter(({ isCommit }) => isCommit);
  const untouched = commit.filter(({ isUntouched }) => isUntouched);
  const lacking = commit.filter(({ missing }) => missing.length > 0);
  const count = untouched.length + lacking.length + movedCalls.length;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const door = ({ id, name }: ReviewDeal) => (
    <Button look="link" data-name data-focus={`ready-${id}`} onClick={() => onOpen(id, name)}>
      {name}
    </Button>
  );
  return (
    <Fold className="ready" title={t('review.ready')} aside={String(count)}>
      {count === 0 && <p className="quiet">{t('review.ready.all')}</p>}
      {untouched.length > 0 && (
        <>
          <p className="note">{t('review.ready.untouched', { count: untouched.length })}</p>
          <ul data-untouched={untouched.length}>
            {untouched.map((deal) => (
              <li key={deal.id}>{door(deal)}</li>
            ))}
          </ul>
        </>
      )}
      {lacking.length > 0 && (
        <>
          <p className="note">{t('review.ready.missing', { count: lacking.length })}</p>
          <ul data-lacking={lacking.length}>
            {lacking.map((deal) => (
              <li key={deal.id}>
                {door(deal)}{' '}
                <span className="quiet">{deal.missing.map((basic) => t(`review.basic.${basic}`)).join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {movedCalls.length > 0 && (
        <>
          <p className="note">{t('review.ready.calls')}</p>
          <ul className="note" data-moved={movedCalls.length}>
            {movedCalls.map(({ ownerId, name, call, on, before, after }) => (
              <li key={ownerId} data-before={before} data-after={after}>
                {t('review.ready.call', {
                  name,
                  call: money(call),
                  day: formatDay(on, today),
                  before: money(before),
                  after: money(after),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
}
