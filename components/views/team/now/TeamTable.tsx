import { useEffect, useState, useSyncExternalStore } from 'react';

import type { RowControl } from '@/components/ui/list/RowList';
import { usePrinting } from '@/components/ui/list/use-printing';
import { walkGrid } from '@/components/ui/list/walk-grid';
import { Button } from '@/components/ui/press/Button';
import { DataTable } from '@/components/ui/table/DataTable';
import type { DealFilter } from '@/lib/answers/deals';
import type { TeamRow, TeamView } from '@/lib/answers/team';
import { t, type MessageKey } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { isKeyOf, useKeys } from '@/lib/store/choices/key-store';

import { useDefine } from '../../shared/Definition';
import { RepRow } from './RepRow';

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
      <DataTable isCards className="people-table" aria-label={t('team.title')}>
        <thead>
          <tr>
            {COLUMNS.map(([column, label, metric]) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort.column === column ? (sort.isDown ? 'descending' : 'ascending') : undefined}
              >
                <Button
                  look="bare"
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
                  {sort.column === column && (sort.isDown ? '\u00A0↓' : '\u00A0↑')}
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RepRow
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
          <RepRow
            row={{ ...view.total, name: t('team.total') }}
            isEarly={view.isEarly === true}
            currency={view.currency}
            ownerIds={view.rows.map(({ userId }) => userId)}
            title={t('team.total')}
            onOpen={onOpen}
            control={control}
          />
        </tfoot>
      </DataTable>
      {rows.length < sorted.length && (
        <Button
          look="link"
          onClick={() => {
            setNext(sorted[MOST]?.userId);
            onWhole();
          }}
        >
          {t('app.more', { count: sorted.length })}
        </Button>
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
