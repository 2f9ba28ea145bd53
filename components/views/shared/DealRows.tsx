import type { ReactNode } from 'react';

import { RowList } from '@/components/ui/list/RowList';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Figure } from './Definition';

import './DealRows.css';

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
  onOpen: (deal: Deal) => void;
  /** Opens its record in a tab, by Shift+Enter. */
  onAside?: ((deal: Deal) => void) | undefined;
}

const own = ({ id }: { id: string }): string => id;

/** A list of deals: a row each, with its amount and date in columns. */
export function DealRows<Deal extends { id: string; name: string }>({
  label,
  metric,
  deals,
  idOf = own,
  line,
  hasReasons = false,
  onOpen,
  onAside,
}: Props<Deal>) {
  return (
    <RowList label={label} items={deals} idOf={idOf} lines={hasReasons ? 3 : 2} onAside={onAside}>
      {(deal, control) => {
        const { amount, mark, date, what, why } = line(deal);
        return (
          <Figure
            metric={metric}
            className="deal-row"
            focusId={idOf(deal)}
            control={control}
            title={[deal.name, what, why].filter((part) => part !== undefined).join('\n')}
            onOpen={() => onOpen(deal)}
          >
            <span className="deal-name">{deal.name}</span>
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
