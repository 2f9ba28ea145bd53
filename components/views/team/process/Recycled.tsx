import { Section } from '@/components/ui/Section';
import type { ProcessView } from '@/lib/answers/process/process';
import { formatMoney, t } from '@/lib/i18n';

import { DealRows } from '../../shared/DealRows';
import { Definition, Figure } from '../../shared/Definition';
import { ByReason } from './ByReason';
import type { OpenProcess } from './open-process';

const focusOf = ({ id }: { id: string }): string => `recycle-${id}`;

/** Lost deals that can be asked about again, the largest first; never in a total of open deals. */
export function Recycled({
  view: { recycle, currency },
  onOpen,
  onOpenDeal,
  onAside,
}: {
  view: Pick<ProcessView, 'recycle' | 'currency'>;
  onOpen: OpenProcess;
  onOpenDeal: (id: string, name: string) => void;
  onAside: (id: string) => void;
}) {
  const { rows, count, amount } = recycle;
  return (
    <Section
      title={
        <Definition metric="recycle" count={count}>
          {t('metric.recycle')}
        </Definition>
      }
    >
      {count === 0 ? (
        <p className="quiet">{t('process.recycle.none')}</p>
      ) : (
        <>
          <p className="figure-value" data-recycle={count} data-amount={amount}>
            <Figure
              metric="recycle"
              count={count}
              focusId="recycle-all"
              onOpen={() => onOpen({ kind: 'recycle' }, t('metric.recycle'), 'recycle-all')}
            >
              {t('process.recycle.all', { count, amount: formatMoney(amount, currency) })}
            </Figure>
          </p>
          <DealRows
            label={t('metric.recycle')}
            metric="amount"
            isShort
            deals={rows}
            idOf={focusOf}
            line={({ amount: lost, days }) => ({
              amount: formatMoney(lost, currency),
              what: t('process.recycle.lost', { days }),
            })}
            onOpen={({ id, name }) => onOpenDeal(id, name)}
            onAside={({ id }) => onAside(id)}
          />
          <ByReason currency={currency} onOpenDeal={onOpenDeal} onAside={onAside} />
        </>
      )}
    </Section>
  );
}
