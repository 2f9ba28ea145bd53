import { Button } from '@/components/ui/press/Button';
import { StateMark } from '@/components/ui/StateMark';
import type { DealRow, DealsView } from '@/lib/answers/deals';
import { formatDay, formatMoney, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { DealRows } from '../shared/DealRows';
import { AsOf, Figure } from '../shared/Definition';
import { SaveList } from '../shared/SaveList';
import { type DealOrder, ordered, SortBy } from '../shared/SortBy';
import { amountText } from '../shared/texts/amount-text';
import { followUpDay } from '../shared/texts/follow-up-text';
import { judgedText } from '../shared/texts/judged-text';

interface Props {
  view: DealsView;
  /** The figure that they are behind. */
  metric: DefinedMetric;
  text: string;
  onText: (text: string) => void;
  order: DealOrder;
  onOrder: (order: DealOrder) => void;
  onOpen: (id: string, name: string) => void;
  onAside: (id: string) => void;
  /** Shows what the deals lack as a grid; absent where nothing can be changed. */
  onClean?: () => void;
}

/** The rows whose deal, account or owner has what a person typed in its name. */
export function narrowed<Row extends Pick<DealRow, 'name' | 'accountName' | 'ownerName'>>(
  rows: readonly Row[],
  text: string,
): Row[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(({ name, accountName = '', ownerName = '' }) =>
    `${name} ${accountName} ${ownerName}`.toLowerCase().includes(wanted),
  );
}

const markOf = ({ state, ...judged }: DealRow) =>
  state === undefined
    ? {}
    : { mark: <StateMark state={state} label={judgedText({ ...judged, state })} size="small" /> };

/** The deals behind a figure, the worst first. */
export function DealTable({ view, metric, text, onText, order, onOrder, onOpen, onAside, onClean }: Props) {
  const rows = narrowed(ordered(view.rows, order), text);
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
      {onClean && (
        <p>
          <Button look="link" data-focus="clean-up" onClick={onClean}>
            {t('cleanup.open')}
          </Button>
        </p>
      )}
      {view.rows.some(({ next }) => next !== undefined) && <SortBy order={order} onOrder={onOrder} />}
      {rows.length === 0 && <p className="quiet">{t('deals.empty')}</p>}
      <DealRows
        label={t('deals.list')}
        metric="amount"
        deals={rows}
        hasReasons
        order={`${order}/${text}`}
        line={(row) => ({
          amount: amountText(row, view.currency),
          ...markOf(row),
          ...(row.closeDate === undefined ? {} : { date: formatDay(row.closeDate) }),
          what: row.stageLabel,
          // Below the stage, where there is room for all of it.
          why: [
            ...(row.ownerName === undefined ? [] : [row.ownerName]),
            ...(row.next ? [followUpDay(row.next, view.on)] : []),
          ].join('\u00A0· '),
        })}
        onOpen={({ id, name }) => onOpen(id, name)}
        onAside={({ id }) => onAside(id)}
      />
      <SaveList rows={rows} currency={view.currency} name={`pipelens-${metric}-${view.on}`} />
    </AsOf>
  );
}
