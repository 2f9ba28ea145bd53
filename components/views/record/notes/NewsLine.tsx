import { useEffect, useState } from 'react';

import { newsSince } from '@/lib/answers/news-since';
import type { RecordView } from '@/lib/answers/record-view';
import { SAME_LOOK_MS } from '@/lib/deal/clock';
import { formatTime, t } from '@/lib/i18n';
import { lookAt } from '@/lib/store/jotting-store';

import { useNow } from '../../shared/use-now';
import { changedValue } from '../changed-value';

/** What changed on the deal since the person last looked at it, in one sentence that the same facts always write the same way. */
export function NewsLine({ view, currency }: { view: RecordView; currency: string }) {
  const { recordId } = view;
  const now = useNow(60_000);
  const rules = view.todos.flatMap(({ kind }) => (kind === 'reminder' ? [] : [kind])).join(' ');
  const standing = view.standing.join(' ');
  const [since, setSince] = useState<number>();
  useEffect(() => {
    let isOver = false;
    lookAt(
      recordId,
      rules.split(' ').filter((rule) => rule !== ''),
      standing.split(' ').filter((rule) => rule !== ''),
    ).then(
      (at) => {
        if (!isOver) setSince(at);
      },
      // Nobody asked: where it cannot be told, nothing is said.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [recordId, rules, standing]);
  if (since === undefined) return null;
  const { changes, activities, own } = newsSince(view.history, view.logged, since);
  const parts = [
    ...changes.map((change) =>
      t(change.isOwn ? 'news.change.own' : 'news.change', {
        what: t(`record.change.${change.field}`),
        from: changedValue(change, change.from, currency),
        to: changedValue(change, change.to, currency),
      }),
    ),
    ...(activities === 0
      ? []
      : own === activities
        ? [t('news.activities.own', { count: activities })]
        : own === 0
          ? [t('news.activities', { count: activities })]
          : [t('news.activities.some', { count: activities, own })]),
  ];
  // Of a look that is not over yet nothing is said as long as nothing is new.
  if (parts.length === 0 && now - since < SAME_LOOK_MS) return null;
  return (
    <p className="note" data-news={parts.length}>
      {parts.length === 0
        ? t('news.none', { time: formatTime(since, now) })
        : t('news.some', { time: formatTime(since, now), what: parts.join('; ') })}
    </p>
  );
}
