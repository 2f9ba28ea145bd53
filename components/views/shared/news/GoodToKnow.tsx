import type { ReactNode } from 'react';

import { Fold } from '@/components/ui/Fold';
import type { ToKnow } from '@/lib/answers/agenda';
import type { Day } from '@/lib/calendar/days';
import { formatDay, t } from '@/lib/i18n';

import { changedValue } from '../../record/changed-value';

import './GoodToKnow.css';

/** What others have changed of one's own deals, apart from what asks for something to be done: there is nothing to press but the deal. */
export function GoodToKnow({
  news,
  today,
  deal,
}: {
  news: readonly ToKnow[];
  today: Day;
  /** What leads to the deal; absent where it is the one on screen. */
  deal?: (of: ToKnow) => ReactNode;
}) {
  if (news.length === 0) return null;
  return (
    <Fold title={t('agenda.know')} aside={String(news.length)} className="good-to-know">
      <ul className="news">
        {news.map((each) => (
          <li key={each.id} data-agenda="change">
            {deal?.(each)}
            <span>
              {t('agenda.changed', {
                field: t(`record.change.${each.field}`),
                from: changedValue(each, each.from, each.currency),
                to: changedValue(each, each.to, each.currency),
                by: each.by,
              })}{' '}
              <span className="quiet">{formatDay(each.on, today)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
