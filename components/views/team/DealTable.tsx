import { StateMark } from '@/components/ui/StateMark';
import type { DealsView } from '@/lib/answers/deals';
import { formatDay, formatMoney, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { AsOf, Figure } from '../shared/Definition';
import { type DealOrder, ordered, SortBy } from '../shared/SortBy';
import { followUpDay } from '../shared/texts/follow-up-text';
import { judgedText } from '../shared/texts/judged-text';

const SHOWN = 200;

interface Props {
  view: DealsView;
  /** The figure that they are behind. */
  metric: DefinedMetric;
  text: string;
  onText: (text: string) => void;
  order: DealOrder;
  onOrder: (order: DealOrder) => void;
  onOpen: (id: string, name: string) => void;
}

/** The deals behind a figure, the worst first. */
export function DealTable({ view, metric, text, onText, order, onOrder, onOpen }: Props) {
  const wanted = text.trim().toLowerCase();
  const rows = ordered(view.rows, order).filter((row) =>
    `${row.name} ${row.accountName ?? ''} ${row.ownerName ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <AsOf value={view.on}>
      <p className="list-total" data-total={view.total.amount} data-count={view.total.count}>
        <Figure metric={metric} count={view.total.count}>
          <strong>{formatMoney(view.total.amount, view.currency)}</strong>{' '}
          <span className="quiet">{t('list.count', { count: view.total.count })}</span>
        </Figure>
      </p>
      {view.total.unpriced > 0 && <p className="quiet note">{t('team.unpriced', { count: view.total.unpriced })}</p>}
      <p>
        <input
          type="search"
          className="filter"
          data-focus="filter"
          aria-label={t('deals.filter')}
          placeholder={t('deals.filter')}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </p>
      {view.rows.some(({ next }) => next !== undefined) && <SortBy order={order} onOrder={onOrder} />}
      {rows.length === 0 && <p className="quiet">{t('deals.empty')}</p>}
      <ul className="deal-list">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <Figure metric="amount" className="row" focusId={row.id} onOpen={() => onOpen(row.id, row.name)}>
              <span className="deal-name" title={row.name}>
                {row.name}
              </span>
              {row.state !== undefined && (
                <StateMark state={row.state} label={judgedText({ ...row, state: row.state })} size="small" />
              )}
              <span className="quiet figures">
                {row.amount === undefined ? t('record.noAmount') : formatMoney(row.amount, row.currency)}
                {row.closeDate !== undefined && ` · ${formatDay(row.closeDate)}`} · {row.stageLabel}
                {row.ownerName !== undefined && ` · ${row.ownerName}`}
                {row.next && ` · ${followUpDay(row.next, view.on)}`}
              </span>
            </Figure>
          </li>
        ))}
      </ul>
      {view.rows.length < view.total.count && (
        <p className="quiet note">{t('deals.largest', { shown: view.rows.length, count: view.total.count })}</p>
      )}
      {rows.length > SHOWN && <p className="quiet note">{t('app.more', { count: rows.length })}</p>}
    </AsOf>
  );
}
