import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { formatDay, formatMoneyInFull, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import './HeldQuotas.css';

/** The quotas of an org that a person gave, and of whom and when one can be. */
export interface Held {
  /** How many the CRM itself has. */
  ofCrm: number;
  people: readonly { id: string; name: string }[];
  periods: readonly { start: string; label: string }[];
  /** Each in the currency that it was given in. */
  rows: readonly {
    id: string;
    name: string;
    start: string;
    end?: string;
    amount: number;
    currency: string;
    isTyped: boolean;
  }[];
  currency: string;
}

export interface HeldQuotasProps {
  held: Held;
  onRemove: (id: string) => Promise<void>;
}

/** What a person gave, by hand or in a file, each with the way to take it away. */
export function HeldQuotas({ held: { rows }, onRemove }: HeldQuotasProps) {
  const [removed, setRemoved] = useState('');
  const remove = async (id: string, words: string): Promise<void> => {
    if (await act(t('quotas.remove'), () => onRemove(id))) setRemoved(words);
  };
  return (
    <>
      <ul className="held-quotas">
        {rows.map(({ id, name, start, end, amount, currency, isTyped }) => (
          <li key={id}>
            <span>
              {name}{' '}
              <span className="quiet">
                {end === undefined
                  ? t(isTyped ? 'quotas.held.typed' : 'quotas.held.file', { day: formatDay(start) })
                  : t('quotas.held.days', { day: formatDay(start), end: formatDay(end) })}
              </span>
            </span>
            <strong>{formatMoneyInFull(amount, currency)}</strong>
            <Button
              look="link"
              aria-label={t('quotas.remove.of', { name, day: formatDay(start) })}
              onClick={() => void remove(id, t('quotas.removed', { name, day: formatDay(start) }))}
            >
              {t('quotas.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className="quiet">
        {removed}
      </p>
    </>
  );
}
