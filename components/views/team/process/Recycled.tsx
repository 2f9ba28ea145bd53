import { Section } from '@/components/ui/Section';
import type { ProcessView } from '@/lib/answers/process';
import { formatMoney, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

/** Lost deals that can be asked about again, the largest first; never in a total of open deals. */
export function Recycled({
  view: { recycle, currency },
  onOpen,
  onOpenDeal,
}: {
  view: Pick<ProcessView, 'recycle' | 'currency'>;
  onOpen: OpenProcess;
  onOpenDeal: (id: string, name: string) => void;
}) {
  const { rows, count, amount } = recycle;
  return (
    <Section title={t('metric.recycle')} aside={<Definition metric="recycle" count={count} />}>
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
          <ul className="deal-list">
            {rows.map((row) => (
              <li key={row.id}>
                <Figure
                  metric="amount"
                  className="row"
                  focusId={`recycle-${row.id}`}
                  onOpen={() => onOpenDeal(row.id, row.name)}
                >
                  <span className="deal-name" title={row.name}>
                    {row.name}
                  </span>
                  <span>{formatMoney(row.amount, currency)}</span>
                  <span className="quiet figures">{t('process.recycle.lost', { days: row.days })}</span>
                </Figure>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
