import { createContext, type ReactNode, useContext } from 'react';

import { RowList } from '@/components/ui/list/RowList';
import { useStayPut } from '@/components/ui/list/stay-put';
import { t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { isKeyOf } from '@/lib/store/choices/key-store';

import { Figure } from './Definition';

import './DealRows.css';

/** A deal of a list, shown beside it. */
export interface Peeked {
  recordId: string;
  /** The row that has the focus again afterwards. */
  focusId: string;
  isEditing?: boolean;
}

/**
 * A surface that shows deals beside their list. `follow`: where one is shown, another row's takes its place. `shown`: the deals that were,
 * since the list came up: what is changed in them moves no row.
 */
export const Peeking = createContext<
  { show(deal: Peeked): void; follow(deal: Peeked): void; shown: ReadonlySet<string> } | undefined
>(undefined);
const NONE: ReadonlySet<string> = new Set();

/** What a row says of a deal. */
interface DealLine {
  amount: string;
  mark?: ReactNode;
  date?: string;
  /** Stage, owner and what else there is, and why it stands in the list. */
  what?: string;
  why?: string;
}

interface Props<Deal> {
  label: string;
  metric: DefinedMetric;
  deals: readonly Deal[];
  idOf?: (deal: Deal) => string;
  line: (deal: Deal) => DealLine;
  hasReasons?: boolean;
  /** Without a date. */
  isShort?: boolean;
  /** How a person has ordered and narrowed the list: another one lets go of the rows that stayed in their place. */
  order?: string;
  onOpen: (deal: Deal) => void;
  /** Opens its record in a tab, by Shift+Enter. */
  onAside?: ((deal: Deal) => void) | undefined;
}

const keyName = (event: Parameters<typeof isKeyOf>[1]) =>
  (['edit', 'next', 'previous'] as const).find((action) => isKeyOf(action, event));

const own = ({ id }: { id: string }): string => id;

/** A list of deals: a row each, with its amount and date in columns. */
export function DealRows<Deal extends { id: string; name: string }>({
  label,
  metric,
  deals,
  idOf = own,
  line,
  hasReasons = false,
  isShort = false,
  order = '',
  onOpen,
  onAside,
}: Props<Deal>) {
  const peek = useContext(Peeking);
  const { rows, gone } = useStayPut(deals, own, peek?.shown ?? NONE, order);
  return (
    <RowList
      label={label}
      items={rows}
      idOf={idOf}
      lines={hasReasons ? 3 : 2}
      onAside={onAside}
      keyName={keyName}
      onPeek={peek && ((deal, isEditing) => peek.show({ recordId: deal.id, focusId: idOf(deal), isEditing }))}
      onActive={peek && ((deal) => peek.follow({ recordId: deal.id, focusId: idOf(deal) }))}
    >
      {(deal, control) => {
        const isGone = gone.has(deal.id);
        const { amount, mark, date, what, why } = { ...line(deal), ...(isGone ? { what: t('deals.gone') } : {}) };
        return (
          <Figure
            metric={metric}
            className={`deal-row${isShort ? ' short' : ''}${isGone ? ' gone' : ''}`}
            focusId={idOf(deal)}
            control={control}
            title={[deal.name, what, why, peek && t('peek.hint')].filter((part) => part !== undefined).join('\n')}
            onOpen={() => onOpen(deal)}
          >
            <bdi className="deal-name">{deal.name}</bdi>
            <span className="deal-amount">{amount}</span>
            <span className="deal-what quiet">
              {mark}
              {what !== undefined && <span>{what}</span>}
            </span>
            {date !== undefined && <span className="deal-date quiet">{date}</span>}
            {why !== undefined && <span className="deal-why quiet">{why}</span>}
          </Figure>
        );
      }}
    </RowList>
  );
}
