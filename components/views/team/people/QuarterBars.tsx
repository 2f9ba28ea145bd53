import type { RepCard } from '@/lib/answers/leading/people-view';
import { cellMoney, formatMoney, t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';

/** What was won by quarter: a column each, with its figure under it, the chosen quarter marked. */
export function QuarterBars({
  quarters,
  chosen,
  currency,
}: Pick<RepCard, 'quarters'> & { chosen: string; currency: string }) {
  const most = Math.max(1, ...quarters.map(({ won }) => won));
  const money = cellMoney(
    quarters.map(({ won }) => won),
    currency,
  );
  return (
    <>
      <ol className="quarter-bars" aria-label={t('people.quarters')}>
        {quarters.map(({ label, won }) => (
          <li key={label} className={label === chosen ? 'is-now' : undefined}>
            <span className="quarter-lane" aria-hidden="true">
              <span className="quarter-fill" style={{ blockSize: `${(Math.max(0, won) / most) * 100}%` }} />
            </span>
            <Figure metric="closedWon" title={`${label} · ${formatMoney(won, currency)}`}>
              {money.text(won)}
            </Figure>
            <time className="quiet">{label}</time>
          </li>
        ))}
      </ol>
      {money.unit !== undefined && <p className="quiet note">{t('cells.unit', { unit: money.unit })}</p>}
    </>
  );
}
