import type { ReactNode } from 'react';

import type { EvidenceValues } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { t } from '@/lib/i18n';
import { evidence } from '@/lib/i18n/evidence';

/** A signal with its evidence; `children` stands at its right. */
export function ReasonRow({
  signal,
  values,
  children,
}: {
  signal: SignalId;
  values: EvidenceValues;
  children?: ReactNode;
}) {
  return (
    <li className="reason" data-signal={signal}>
      <span>
        <strong>{t(`signal.${signal}.title`)}</strong>
        <br />
        <span className="quiet">{evidence(signal, values)}</span>
      </span>
      {children}
    </li>
  );
}
