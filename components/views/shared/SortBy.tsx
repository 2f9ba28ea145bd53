import { soonestFirst, type FollowUp } from '@/lib/deal/team/next-follow-up';
import { t } from '@/lib/i18n';

export type DealOrder = 'worst' | 'next';

/** How a list of deals is ordered: as it was given, the worst first, or by when each is to be touched next. */
export const SortBy = ({ order, onOrder }: { order: DealOrder; onOrder: (order: DealOrder) => void }) => (
  <label className="sort-by">
    <span className="quiet">{t('deals.sort')}</span>{' '}
    <select
      data-focus="order"
      value={order}
      onChange={(event) => onOrder(event.target.value === 'next' ? 'next' : 'worst')}
    >
      <option value="worst">{t('deals.sort.worst')}</option>
      <option value="next">{t('deals.sort.next')}</option>
    </select>
  </label>
);

/** Stable: of one day, and of those without any, the worst comes first. */
export const ordered = <Row extends { next?: FollowUp }>(rows: readonly Row[], order: DealOrder): Row[] =>
  order === 'next' ? rows.toSorted(soonestFirst) : [...rows];
