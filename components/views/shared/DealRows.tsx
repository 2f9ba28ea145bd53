import { createContext, type ReactNode, useContext } from 'react';

import { RowList } from '@/components/ui/list/RowList';
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

/** A surface that shows deals beside their list. `follow`: where one is shown, another row's takes its place. */
export const Peeking = createContext<{ show(deal: Peeked): void; follow(deal: Peeked): void } | undefined>(undefined);

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
  onOpen,
  onAside,
}: Props<Deal>) {
  const peek = useContext(Peeking);
  return (
    <RowList
      label={label}
      items={deals}
      idOf={idOf}
      lines={hasReasons ? 3 : 2}
      onAside={onAside}
      keyName={keyName}
      onPeek={peek && ((deal, isEditing) => peek.show({ recordId: deal.id, focusId: idOf(deal), isEditing }))}
      onActive={peek && ((deal) => peek.follow({ recordId: deal.id, focusId: idOf(deal) }))}
    >
      {(deal, control) => {
        const { amount, mark, date, what, why } = line(deal);
        return (
          <Figure
            metric={metric}
            className={isShort ? 'deal-row short' : 'deal-row'}
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
