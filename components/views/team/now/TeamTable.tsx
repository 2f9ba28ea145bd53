import { useEffect, useState, useSyncExternalStore } from 'react';

import { Bullet } from '@/components/ui/Bullet';
import type { RowControl } from '@/components/ui/list/RowList';
import { usePrinting } from '@/components/ui/list/use-printing';
import { walkGrid } from '@/components/ui/list/walk-grid';
import type { DealFilter, Door } from '@/lib/answers/deals';
import type { TeamRow, TeamView } from '@/lib/answers/team';
import type { OutlookView } from '@/lib/forecast/outlook';
import { formatMoney, formatMoneyRange, formatMoneyShort, t, type MessageKey } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { isKeyOf, useKeys } from '@/lib/store/choices/key-store';

import { coverageText, pace, percent } from '../../shared/chance';
import { Figure, useDefine } from '../../shared/Definition';
import { gapText } from '../../shared/texts/gap-text';

export interface TeamSort {
  column: 'name' | 'won' | 'gap' | 'open' | 'coverage' | 'reachesQuota' | 'overdue' | 'needsAttention';
  isDown: boolean;
}

interface Props {
  view: TeamView;
  sort: TeamSort;
  /** Everyone, also where they are many. */
  isWhole: boolean;
  onWhole: () => void;
  onSort: (sort: TeamSort) => void;
  onOpen: (title: string, filter: DealFilter, focusId: string) => void;
}

/** So many people are drawn unasked: a row has a dozen figures that can be pressed. */
const MOST = 50;

const COLUMNS: [column: TeamSort['column'], label: MessageKey, metric?: DefinedMetric][] = [
  ['name', 'team.rep'],
  ['won', 'team.won', 'closedWon'],
  ['gap', 'team.gap', 'gapToQuota'],
  ['open', 'team.open', 'openPipeline'],
  ['coverage', 'team.coverage', 'coverage'],
  ['reachesQuota', 'team.chance', 'pReachQuota'],
  ['overdue', 'team.overdue', 'overdue'],
  ['needsAttention', 'team.attention', 'needsAttention'],
];

/**
 * A row a rep; each figure is a door to its deals. Figures and headings together are one stop of the Tab key. Below 680 px the rows become cards, and one list orders them.
 */
export function TeamTable({ view, sort, isWhole, onWhole, onSort, onOpen }: Props) {
  const explain = useKeys((keys) => keys.explain.toUpperCase());
  const define = useDefine();
  const isNarrow = useSyncExternalStore(onWidth, areCards);
  const isPrinting = usePrinting();
  const sorted = view.rows.toSorted((a, b) => compare(a, b, sort));
  const rows = isWhole || isPrinting ? sorted : sorted.slice(0, MOST);
  const [next, setNext] = useState<string>();
  // The button that asked for them is gone.
  useEffect(() => {
    if (isWhole && next !== undefined)
      document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(`listed-${next}`)}"]`)?.focus();
  }, [isWhole, next]);
  const [wanted, setStop] = useState<string>();
  const isThere =
    rows.some(({ userId }) => wanted?.endsWith(`-${userId}`)) ||
    wanted?.endsWith(`-${view.total.userId}`) ||
    wanted?.startsWith('sort-');
  const stop = isThere ? wanted : `listed-${rows[0]?.userId ?? view.total.userId}`;
  const control = (id: string): RowControl => ({
    tabIndex: id === stop ? 0 : -1,
    onKeyDown: walkGrid,
    onFocus: () => setStop(id),
  });
  return (
    <>
      {isNarrow && (
        <label className="card-order">
          <span className="quiet">{t('deals.sort')}</span>{' '}
          <select
            data-focus="order"
            value={sort.column}
            onChange={({ target: { value } }) => {
              const [column] = COLUMNS.find(([each]) => each === value) ?? [];
              if (column) onSort({ column, isDown: column !== 'name' });
            }}
          >
            {COLUMNS.map(([column, label]) => (
              <option key={column} value={column}>
                {t(label)}
              </option>
            ))}
          </select>
        </label>
      )}
      <table className="grid cards" aria-label={t('team.title')}>
        <thead>
          <tr>
            {COLUMNS.map(([column, label, metric]) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort.column === column ? (sort.isDown ? 'descending' : 'ascending') : undefined}
              >
                <button
                  type="button"
                  data-focus={`sort-${column}`}
                  tabIndex={control(`sort-${column}`).tabIndex}
                  onFocus={control(`sort-${column}`).onFocus}
                  title={metric && t('team.sortHint', { key: explain })}
                  onClick={(event) =>
                    metric && event.altKey
                      ? define({ metric })
                      : onSort({ column, isDown: sort.column === column ? !sort.isDown : column !== 'name' })
                  }
                  onKeyDown={(event) => {
                    if (isKeyOf('explain', event) && metric) define({ metric });
                    else walkGrid(event);
                  }}
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
              isEarly={view.isEarly === true}
              currency={view.currency}
              ownerIds={[row.userId]}
              title={row.name}
              onOpen={onOpen}
              control={control}
            />
          ))}
        </tbody>
        <tfoot>
          <Row
            row={{ ...view.total, name: t('team.total') }}
            isEarly={view.isEarly === true}
            currency={view.currency}
            ownerIds={view.rows.map(({ userId }) => userId)}
            title={t('team.total')}
            onOpen={onOpen}
            control={control}
          />
        </tfoot>
      </table>
      {rows.length < sorted.length && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setNext(sorted[MOST]?.userId);
            onWhole();
          }}
        >
          {t('app.more', { count: sorted.length })}
        </button>
      )}
    </>
  );
}

/** 680 px, as in the style sheet: what has a heading to press needs no list. */
const cards = (): MediaQueryList => matchMedia('(width < 42.5em)');
const areCards = (): boolean => cards().matches;
function onWidth(changed: () => void): () => void {
  const query = cards();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

function Row({
  row,
  isEarly,
  currency,
  ownerIds,
  title,
  onOpen,
  control,
}: {
  row: TeamRow;
  /** Its forecast and verdicts are still to come; until then those of a moment ago stay. */
  isEarly: boolean;
  currency: string;
  ownerIds: string[];
  title: string;
  onOpen: Props['onOpen'];
  control: (id: string) => RowControl;
}) {
  const open = (figure: Door): void =>
    onOpen(`${title} · ${t(`deals.title.${figure}`)}`, { ownerIds, figure }, `${figure}-${row.userId}`);
  const door = (figure: Door, text: string, full?: string) => (
    <Figure
      metric={figure}
      focusId={`${figure}-${row.userId}`}
      control={control(`${figure}-${row.userId}`)}
      {...(full === undefined ? {} : { title: full })}
      onOpen={() => open(figure)}
    >
      {text}
    </Figure>
  );
  const counted = (figure: 'overdue' | 'needsAttention') =>
    (row[figure] ?? 0) === 0 ? (
      <Figure metric={figure} control={control(`${figure}-${row.userId}`)}>
        0
      </Figure>
    ) : (
      door(figure, String(row[figure]))
    );
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <tr data-rep={row.userId} data-won={row.won}>
      <td>
        <button
          type="button"
          className="door"
          data-focus={`listed-${row.userId}`}
          {...control(`listed-${row.userId}`)}
          onClick={() => open('listed')}
        >
          {row.name}
        </button>{' '}
        {!row.isActive && <span className="tag">{t('team.left')}</span>}
        <RowBar row={row} />
      </td>
      <td data-label={t('team.won')}>{door('closedWon', money(row.won), formatMoney(row.won, currency))}</td>
      <td data-label={t('team.gap')}>
        {row.gap === undefined ? (
          <span className="quiet">{t('team.noQuota')}</span>
        ) : (
          <Figure metric="gapToQuota" title={formatMoney(row.gap, currency)} control={control(`gap-${row.userId}`)}>
            {gapText(row.gap, currency)}
          </Figure>
        )}
      </td>
      <td className="more" data-label={t('team.open')}>
        {door('openPipeline', `${money(row.open)} (${row.openCount})`, formatMoney(row.open, currency))}
      </td>
      <td className="more" data-label={t('team.coverage')}>
        {row.coverage === undefined ? (
          t('app.none')
        ) : (
          <Figure metric="coverage" control={control(`coverage-${row.userId}`)}>
            {coverageText(row.coverage)}
          </Figure>
        )}
      </td>
      <Chance
        control={(id) => control(`${id}-${row.userId}`)}
        outlook={row.outlook}
        isToCome={isEarly}
        currency={currency}
      />
      <td className="more" data-label={t('team.overdue')}>
        {counted('overdue')}
      </td>
      <td data-label={t('team.attention')} aria-busy={isEarly}>
        {row.needsAttention === undefined ? (isEarly ? '…' : t('app.none')) : counted('needsAttention')}
      </td>
    </tr>
  );
}

/** Won, likely range and quota of one person, each row on its own scale. */
function RowBar({ row: { won, quota, outlook } }: { row: TeamRow }) {
  const isFirm = outlook?.isFirm === true;
  if (quota === undefined && !isFirm) return null;
  return (
    <Bullet
      isThin
      max={Math.max(quota ?? 0, won, isFirm ? outlook.p90 : 0)}
      solid={won}
      {...(quota === undefined ? {} : { target: quota })}
      {...(isFirm ? { range: [outlook.p10, outlook.p90], tick: outlook.p50 } : {})}
    />
  );
}

/** Chance of the quota, the likely range and the pace; a past day has none of them, and in a large org they come after the figures. */
function Chance({
  outlook,
  isToCome,
  currency,
  control,
}: {
  outlook: OutlookView | undefined;
  isToCome: boolean;
  currency: string;
  control: (id: string) => RowControl;
}) {
  if (!outlook) {
    return (
      <td className="chance" data-label={t('team.chance')} aria-busy={isToCome}>
        {isToCome ? '…' : t('app.none')}
      </td>
    );
  }
  const { reachesQuota, isFirm, isTooWide, p10, p50, p90, pacing, finished, hidesAmounts } = outlook;
  const range = t('outlook.range', {
    low: formatMoney(p10, currency),
    high: formatMoney(p90, currency),
    middle: formatMoney(p50, currency),
  });
  const [low, high] = formatMoneyRange(p10, p90, currency);
  const end = (metric: 'p10' | 'p90', text: string) => (
    <Figure metric={metric} title={range} control={control(metric)}>
      {text}
    </Figure>
  );
  return (
    <td
      className="chance"
      data-label={t('team.chance')}
      data-chance={reachesQuota}
      data-pacing={pacing}
      title={isFirm ? undefined : hidesAmounts ? t('fresh.noAmounts') : t('outlook.few', finished)}
      aria-busy={isToCome}
    >
      {reachesQuota === undefined || !isFirm ? (
        t('app.none')
      ) : (
        <Figure metric="pReachQuota" control={control('pReachQuota')}>
          {percent(reachesQuota)}
        </Figure>
      )}
      {isFirm && !isTooWide && (
        <span className="quiet range">
          {end('p10', low)}–{end('p90', high)}
        </span>
      )}
      {isFirm && pacing !== undefined && (
        <span className="quiet range">
          {t('outlook.pacing')}{' '}
          <Figure metric="pacing" control={control('pacing')}>
            {pace(pacing)}
          </Figure>
        </span>
      )}
    </td>
  );
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
