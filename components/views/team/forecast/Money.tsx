import { formatMoney, formatMoneyShort } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Figure } from '../../shared/Definition';

/** An amount of this level, in short and in full. */
export function Money({
  metric,
  amount,
  currency,
  asOf,
}: {
  metric: DefinedMetric;
  amount: number;
  currency: string;
  asOf?: string | undefined;
}) {
  return (
    <Figure metric={metric} asOf={asOf} title={formatMoney(amount, currency)} isHeaded>
      {formatMoneyShort(amount, currency)}
    </Figure>
  );
}
