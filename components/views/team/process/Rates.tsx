import type { ReactNode } from 'react';

import type { ProcessView } from '@/lib/answers/process/process';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import type { OpenProcess } from './open-process';

/** The win rate in its three definitions, and what the process costs: cycle, velocity, slips, leakage, zombies. */
export function Rates({ view, onOpen }: { view: ProcessView; onOpen: OpenProcess }) {
  const { finished, currency, winRateCount, winRateAmount, winRateCohort, cohortSize, cohortDays } = view;
  const { cycleDays, velocity, slip, leaked, zombies } = view;
  const count = finished.won + finished.lost;
  const closed = (metric: DefinedMetric) => () => onOpen({ kind: 'closed' }, t('process.closed'), `process-${metric}`);
  const share = (value: number | undefined) => value !== undefined && percent(value);
  return (
    <div className="strip process-rates">
      <Tile metric="winRateCount" count={count} onOpen={closed('winRateCount')} value={winRateCount}>
        {share(winRateCount)} <Under>{t('process.of', { count })}</Under>
      </Tile>
      <Tile metric="winRateAmount" count={count} onOpen={closed('winRateAmount')} value={winRateAmount}>
        {share(winRateAmount)} <Under>{t('process.of', { count })}</Under>
      </Tile>
      <Tile
        metric="winRateCohort"
        count={cohortSize}
        value={winRateCohort}
        title={t('process.window', { start: formatDay(cohortDays.start), end: formatDay(cohortDays.end) })}
        onOpen={() => onOpen({ kind: 'cohort' }, t('process.cohort'), 'process-winRateCohort')}
      >
        {share(winRateCohort)} <Under>{t('process.of', { count: cohortSize })}</Under>
      </Tile>
      <Tile
        metric="cycleDays"
        count={finished.won}
        value={cycleDays}
        onOpen={() => onOpen({ kind: 'closed', isWon: true }, t('team.won'), 'process-cycleDays')}
      >
        {cycleDays !== undefined && t('process.days', { days: Math.round(cycleDays) })}
      </Tile>
      <Tile
        metric="velocity"
        value={velocity}
        onOpen={() => onOpen({ kind: 'openNow' }, t('metric.openPipeline'), 'process-velocity')}
        {...(velocity === undefined ? {} : { title: formatMoney(velocity, currency) })}
      >
        {velocity !== undefined && t('process.aDay', { amount: formatMoneyShort(velocity, currency) })}
      </Tile>
      <Tile
        metric="slipRate"
        count={slip.forecast}
        value={slip.rate}
        onOpen={() => onOpen({ kind: 'slipped' }, t('process.slipped'), 'process-slipRate')}
      >
        {share(slip.rate)} <Under>{`${slip.period.label}, ${t('process.of', { count: slip.forecast })}`}</Under>
      </Tile>
      <Tile
        metric="leakage"
        count={leaked.count}
        value={leaked.amount}
        title={formatMoney(leaked.amount, currency)}
        onOpen={() => onOpen({ kind: 'leaked' }, t('metric.leakage'), 'process-leakage')}
      >
        {formatMoneyShort(leaked.amount, currency)} <Under>{t('list.count', { count: leaked.count })}</Under>
      </Tile>
      <Tile
        metric="zombies"
        count={zombies.count}
        value={zombies.count}
        onOpen={() => onOpen({ kind: 'zombies' }, t('metric.zombies'), 'process-zombies')}
      >
        {zombies.count} <Under>{formatMoneyShort(zombies.amount, currency)}</Under>
      </Tile>
    </div>
  );
}

const Under = ({ children }: { children: ReactNode }) => <span className="quiet under">{children}</span>;

function Tile({
  metric,
  count,
  value,
  title,
  onOpen,
  children,
}: {
  metric: DefinedMetric;
  count?: number;
  /** Absent: it has none here. */
  value: number | undefined;
  title?: string;
  onOpen?: () => void;
  children: ReactNode;
}) {
  return (
    <div className="figure" data-process={metric} data-count={count}>
      <span className="quiet">
        {onOpen ? (
          <Definition metric={metric} count={count}>
            {t(`metric.${metric}`)}
          </Definition>
        ) : (
          t(`metric.${metric}`)
        )}
      </span>
      <strong>
        {value === undefined ? (
          t('app.none')
        ) : (
          <Figure
            metric={metric}
            count={count}
            focusId={`process-${metric}`}
            {...(title === undefined ? {} : { title })}
            onOpen={count === 0 ? undefined : onOpen}
          >
            {children}
          </Figure>
        )}
      </strong>
    </div>
  );
}
