import { Bullet } from '@/components/ui/Bullet';
import type { RowControl } from '@/components/ui/list/RowList';
import { Button } from '@/components/ui/press/Button';
import type { DealFilter, Door } from '@/lib/answers/deals';
import type { TeamRow } from '@/lib/answers/team';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { coverageText } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { gapText } from '../../shared/texts/gap-text';
import { ChanceCell } from './ChanceCell';

/** A person, or all of them together: each figure is a door to its deals. */
export function RepRow({
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
  onOpen: (title: string, filter: DealFilter, focusId: string) => void;
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
      <td className="rep">
        <Button
          look="door"
          data-focus={`listed-${row.userId}`}
          {...control(`listed-${row.userId}`)}
          onClick={() => open('listed')}
        >
          {row.name}
        </Button>{' '}
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
      <ChanceCell
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
