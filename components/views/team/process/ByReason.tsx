import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import type { DealRow } from '@/lib/answers/deals';
import type { LossReasons, OwnField } from '@/lib/deal/edits/edit';
import { formatDay, formatMoney, t } from '@/lib/i18n';
import { askLossReasons } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { DealRows } from '../../shared/DealRows';
import { Figure } from '../../shared/Definition';

interface Props {
  currency: string;
  onOpenDeal: (id: string, name: string) => void;
  onAside: (id: string) => void;
}

/** The deals that can be asked about again by why they were lost, as it was read with them or as the CRM says it now. */
export function ByReason({ currency, onOpenDeal, onAside }: Props) {
  const [told, setTold] = useState<{ rows: DealRow[]; reasons: LossReasons }>();
  const [shown, setShown] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  async function ask(field?: OwnField): Promise<void> {
    setAsking(true);
    setShown(undefined);
    await act(t('recycle.by'), async () => setTold(await askLossReasons(field)));
    setAsking(false);
  }
  if (!told)
    return (
      <p>
        <Button look="link" disabled={isAsking} onClick={() => void ask()}>
          {t('recycle.by')}
        </Button>{' '}
        <Toast>{isAsking && t('role.loading')}</Toast>
      </p>
    );
  const { rows, reasons } = told;
  const groups = [...Map.groupBy(rows, ({ id }) => reasons.of[id] ?? '')].toSorted((a, b) => b[1].length - a[1].length);
  const open = groups.find(([reason]) => reason === shown);
  return (
    <>
      {reasons.fields.length === 0 ? (
        <p className="quiet">{t('recycle.noField')}</p>
      ) : (
        <label>
          <span className="quiet">{t('recycle.field')}</span>{' '}
          <select
            value={reasons.field ?? ''}
            disabled={isAsking}
            // Safe: the options are the fields that were offered.
            onChange={(event) => void ask(event.target.value as OwnField)}
          >
            {reasons.field === undefined && <option value="">{t('edit.list.choose')}</option>}
            {reasons.fields.map(({ field, label }) => (
              <option key={field} value={field}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      {reasons.isInstead && <p className="quiet">{t('recycle.instead')}</p>}
      {reasons.field !== undefined && (
        <ul aria-label={t('recycle.by')}>
          {groups.map(([reason, deals]) => (
            <li key={reason} data-reason={reason}>
              <Figure
                metric="recycle"
                count={deals.length}
                focusId={`reason-of-${reason}`}
                onOpen={() => setShown(shown === reason ? undefined : reason)}
              >
                {t('recycle.group', {
                  reason: reason === '' ? t('recycle.none') : reason,
                  count: deals.length,
                  amount: formatMoney(
                    deals.reduce((sum, { converted = 0 }) => sum + converted, 0),
                    currency,
                  ),
                })}
              </Figure>
            </li>
          ))}
        </ul>
      )}
      {open && (
        <DealRows
          label={open[0] === '' ? t('recycle.none') : open[0]}
          metric="amount"
          deals={open[1]}
          idOf={({ id }) => `reason-${id}`}
          line={({ converted, closeDate, ownerName }) => ({
            amount: converted === undefined ? t('record.noAmount') : formatMoney(converted, currency),
            ...(closeDate === undefined ? {} : { date: formatDay(closeDate) }),
            ...(ownerName === undefined ? {} : { what: ownerName }),
          })}
          onOpen={({ id, name }) => onOpenDeal(id, name)}
          onAside={({ id }) => onAside(id)}
        />
      )}
    </>
  );
}
