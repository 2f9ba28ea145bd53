import type { ProcessView } from '@/lib/answers/process/process';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

/** The stage that costs most against its own best quarter, in a sentence; or that none does more than chance would. */
export function LargestLeak({
  view: { leaks, worstLeak, currency },
  onOpen,
}: {
  view: Pick<ProcessView, 'leaks' | 'worstLeak' | 'currency'>;
  onOpen: OpenProcess;
}) {
  if (leaks.every(({ cost }) => cost === undefined)) return <p className="quiet">{t('process.leak.few')}</p>;
  const worst = leaks.find(({ stage }) => stage === worstLeak);
  if (!worst?.cost)
    return (
      <p className="quiet" data-leak="none">
        {t('process.leak.none')}
      </p>
    );
  const { stage, label, cost } = worst;
  const { share, n, best, aQuarter, low, high } = cost;
  const short = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <p data-leak={stage}>
      {t('process.leak.is', { stage: label })}{' '}
      <strong>
        <Figure
          metric="leakCost"
          count={n}
          title={formatMoney(aQuarter, currency)}
          focusId="largest-leak"
          onOpen={() => onOpen({ kind: 'leaked', stage }, `${label} · ${t('process.lost')}`, 'largest-leak')}
        >
          {t('process.leak.cost', { amount: short(aQuarter) })}
        </Figure>
      </strong>{' '}
      <span className="quiet">
        {t('process.leak.why', {
          low: short(low),
          high: short(high),
          share: percent(share),
          count: n,
          best: percent(best.share),
          period: best.period.label,
          n: best.n,
        })}
      </span>
    </p>
  );
}
