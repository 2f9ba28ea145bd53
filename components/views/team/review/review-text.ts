import type { ReviewDeal, ReviewView } from '@/lib/answers/leading/review-view';
import type { ReviewAction } from '@/lib/deal/own/review-mark';
import { formatDay, t } from '@/lib/i18n';

import { changedValue } from '../../record/changed-value';
import { amountText } from '../../shared/texts/amount-text';
import { fromTo } from '../../shared/texts/from-to';

/** A review as text to send: a block a deal, with what changed and what was agreed. */
export const reviewText = (view: ReviewView, actions: Record<string, ReviewAction>): string =>
  [
    t('review.text.head', { period: view.period.label, day: formatDay(view.today) }),
    ...view.deals.map((deal) => block(deal, view, actions[deal.id])),
  ].join('\n\n');

function block(deal: ReviewDeal, { currency, today }: ReviewView, action: ReviewAction | undefined): string {
  const head = [
    deal.name,
    amountText(deal, currency),
    deal.ownerName,
    deal.closeDate && formatDay(deal.closeDate, today),
  ];
  const missing = deal.missing.map((basic) => t(`review.basic.${basic}`)).join(', ');
  return [
    head.filter(Boolean).join(' · '),
    ...changeLines(deal, currency),
    ...(missing === '' ? [] : [t('review.missing', { list: missing })]),
    action
      ? t('review.text.action', { who: action.who, when: formatDay(action.when, today), what: action.what })
      : t('review.text.noAction'),
  ].join('\n');
}

/** What is new on a deal, a line each. */
function changeLines({ news, isUntouched }: ReviewDeal, currency: string): string[] {
  if (isUntouched) return [t('review.changes.none')];
  return [
    ...news.changes.map(
      (change) =>
        `${t(`record.change.${change.field}`)} ${fromTo(changedValue(change, change.from, currency), changedValue(change, change.to, currency))}`,
    ),
    ...(news.activities > 0 ? [t('review.activities', { count: news.activities })] : []),
  ];
}
