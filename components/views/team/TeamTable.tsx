import type { DealFilter, OutlookView, TeamRow, TeamView } from '@/lib/domain/views';
import { formatMoney, formatMoneyShort, formatRatio, t, type MessageKey } from '@/lib/i18n';
import type { TeamSort } from '@/lib/store/team';

import { percent } from '../shared/chance';

interface Props {
  view: TeamView;
  sort: TeamSort;
  onSort: (sort: TeamSort) => void;
  onOpen: (title: string, filter: DealFilter, focusId: string) => void;
}

const COLUMNS: [column: TeamSort['column'], label: MessageKey][] = [
  ['name', 'team.rep'],
  ['won', 'team.won'],
  ['gap', 'team.gap'],
  ['open', 'team.open'],
  ['coverage', 'team.coverage'],
  ['reachesQuota', 'team.chance'],
  ['overdue', 'team.overdue'],
  ['needsAttention', 'team.attention'],
];

/** A row a rep; each figure is a door to its deals. Below 600 px the rows become cards. */
export function TeamTable({ view, sort, onSort, onOpen }: Props) {
  const rows = view.rows.toSorted((a, b) => compare(a, b, sort));
  return (
    <table className="grid cards" aria-label={t('team.title')}>
      <thead>
        <tr>
          {COLUMNS.map(([column, label]) => (
            <th
              key={column}
              scope="col"
              aria-sort={sort.column === column ? (sort.isDown ? 'descending' : 'ascending') : undefined}
            >
              <button
                type="button"
                data-focus={`sort-${column}`}
                onClick={() => onSort({ column, isDown: sort.column === column ? !sort.isDown : column !== 'name' })}
              >
                {t(label)}
                {sort.column === column && (sort.isDown ? ' ↓' : ' ↑')}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.userId}
            row={row}
            currency={view.currency}
            ownerIds={[row.userId]}
            title={row.name}
            isPast={view.past !== undefined}
            onOpen={onOpen}
          />
        ))}
      </tbody>
      <tfoot>
        <Row
          row={{ ...view.total, name: t('team.total') }}
          currency={view.currency}
          ownerIds={view.rows.map(({ userId }) => userId)}
          title={t('team.total')}
          isPast={view.past !== undefined}
          onOpen={onOpen}
        />
      </tfoot>
    </table>
  );
}

function Row({
  row,
  currency,
  ownerIds,
  title,
  isPast,
  onOpen,
}: {
  row: TeamRow;
  currency: string;
  ownerIds: string[];
  title: string;
  isPast: boolean;
  onOpen: Props['onOpen'];
}) {
  const door = (measure: NonNullable<DealFilter['measure']>, text: string, full?: string) => {
    const focusId = `${measure}-${row.userId}`;
    const label: MessageKey = `deals.title.${measure}`;
    return (
      <button
        type="button"
        data-focus={focusId}
        title={full}
        onClick={() => onOpen(`${title} · ${t(label)}`, { ownerIds, measure }, focusId)}
      >
        {text}
      </button>
    );
  };
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <tr data-rep={row.userId} data-won={row.won} data-open={row.open}>
      <td>
        {door('all', row.name)} {!row.isActive && <span className="tag">{t('team.left')}</span>}
      </td>
      <td data-label={t('team.won')}>{door('won', money(row.won), formatMoney(row.won, currency))}</td>
      <td data-label={t('team.gap')} title={row.gap === undefined ? undefined : formatMoney(row.gap, currency)}>
        {row.gap === undefined ? <span className="quiet">{t('team.noQuota')}</span> : money(row.gap)}
      </td>
      <td data-label={t('team.open')}>
        {door('open', `${money(row.open)} (${row.openCount})`, formatMoney(row.open, currency))}
      </td>
      <td data-label={t('team.coverage')}>
        {row.coverage === undefined
          ? t('app.none')
          : row.coverage === 'met'
            ? t('team.coverage.met')
            : formatRatio(row.coverage)}
      </td>
      <Chance outlook={row.outlook} currency={currency} />
      <td data-label={t('team.overdue')}>{row.overdue === 0 ? 0 : door('overdue', String(row.overdue))}</td>
      <td data-label={t('team.attention')}>
        {isPast ? t('app.none') : row.needsAttention === 0 ? 0 : door('needsAttention', String(row.needsAttention))}
      </td>
    </tr>
  );
}

/** Chance of the quota and the likely range; a past day has neither. */
function Chance({ outlook, currency }: { outlook: OutlookView | undefined; currency: string }) {
  if (!outlook) return <td data-label={t('team.chance')}>{t('app.none')}</td>;
  const { reachesQuota, isFirm, isTooWide, p10, p90 } = outlook;
  return (
    <td data-label={t('team.chance')} data-chance={reachesQuota} title={range(outlook, currency)}>
      {reachesQuota === undefined || !isFirm ? t('app.none') : percent(reachesQuota)}
      {isFirm && !isTooWide && (
        <span className="quiet range">
          {formatMoneyShort(p10, currency)}–{formatMoneyShort(p90, currency)}
        </span>
      )}
    </td>
  );
}

/** Range and pace in full, for the row's chance. */
function range({ isFirm, finished, p10, p50, p90, pacing }: OutlookView, currency: string): string {
  if (!isFirm) return t('outlook.few', finished);
  const text = t('outlook.range', {
    low: formatMoney(p10, currency),
    high: formatMoney(p90, currency),
    middle: formatMoney(p50, currency),
  });
  return pacing === undefined
    ? text
    : `${text} · ${t('outlook.pacing')} ${t('chance.percent', { percent: Math.round(pacing * 100) })}`;
}

function compare(a: TeamRow, b: TeamRow, { column, isDown }: TeamSort): number {
  const value = (row: TeamRow): number | string => {
    if (column === 'name') return row.name;
    if (column === 'coverage') return row.coverage === 'met' ? Infinity : (row.coverage ?? -1);
    if (column === 'reachesQuota') return row.outlook?.reachesQuota ?? -1;
    return row[column] ?? -Infinity;
  };
  const [x, y] = [value(a), value(b)];
  const order = typeof x === 'string' ? x.localeCompare(String(y)) : x === y ? 0 : x < Number(y) ? -1 : 1;
  return (isDown ? -order : order) || a.name.localeCompare(b.name);
}
