import { useMemo, useState } from 'react';

import { reliabilityConfig } from '@/components/charts/reliability';
import { useColours } from '@/components/charts/use-colours';
import type { ScoreView } from '@/lib/domain/score-view';
import { formatDay, formatMoneyShort, formatShare, t } from '@/lib/i18n';

import { WalkChart } from '../shared/WalkChart';

type Proof = NonNullable<ScoreView['proof']>;

/** How the score would have done on the org's own past, beside stage rates and the base rate. */
export function ScoreProof({ proof }: { proof: Proof }) {
  return (
    <>
      <p>
        {t('scoring.proof', { n: proof.n, days: proof.days })}{' '}
        {t('scoring.skill', { skill: formatShare(proof.brierSkill) })}{' '}
        {t('scoring.periods', {
          hits: proof.periods.filter(({ isInside }) => isInside).length,
          periods: proof.periods.length,
        })}
      </p>
      <table className="plain-table">
        <caption className="hidden-text">{t('scoring.measures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('scoring.measures')}</th>
            <th scope="col" className="figures">
              Brier
            </th>
            <th scope="col" className="figures">
              {t('scoring.logLoss')}
            </th>
          </tr>
        </thead>
        <tbody>
          {proof.lines.map(({ id, brier, logLoss }) => (
            <tr key={id}>
              <th scope="row">{t(`scoring.line.${id}`)}</th>
              <td className="figures">{brier.toFixed(4)}</td>
              <td className="figures">{logLoss.toFixed(4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Reliability bins={proof.bins} />
      <table className="plain-table">
        <caption>{t('scoring.reliability')}</caption>
        <thead>
          <tr>
            <th scope="col" className="figures">
              {t('scoring.told')}
            </th>
            <th scope="col" className="figures">
              {t('scoring.came')}
            </th>
            <th scope="col" className="figures">
              {t('scoring.deals')}
            </th>
          </tr>
        </thead>
        <tbody>
          {proof.bins.map(({ n, chance, share }) => (
            <tr key={chance}>
              <td className="figures">{formatShare(chance)}</td>
              <td className="figures">{formatShare(share)}</td>
              <td className="figures">{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Periods proof={proof} />
    </>
  );
}

/** Past periods as they would have been forecast on their first day, beside what was booked in them. */
function Periods({ proof: { periods, currency } }: { proof: Proof }) {
  if (periods.length === 0) return null;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <table className="plain-table" data-periods={periods.length}>
      <caption>{t('scoring.past')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('scoring.past.days')}</th>
          <th scope="col" className="figures">
            {t('scoring.past.middle')}
          </th>
          <th scope="col" className="figures">
            {t('scoring.past.range')}
          </th>
          <th scope="col" className="figures">
            {t('scoring.past.booked')}
          </th>
          <th scope="col">{t('scoring.past.held')}</th>
        </tr>
      </thead>
      <tbody>
        {periods.map(({ from, to, p10, p50, p90, actual, isInside }) => (
          <tr key={from}>
            <th scope="row">
              {formatDay(from)} – {formatDay(to)}
            </th>
            <td className="figures">{money(p50)}</td>
            <td className="figures">
              {money(p10)} – {money(p90)}
            </td>
            <td className="figures">{money(actual)}</td>
            <td>{t(isInside ? 'scoring.past.inside' : 'scoring.past.outside')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Groups with fewer deals say nothing of how often a chance comes true. */
const LEAST_DEALS = 10;

function Reliability({ bins }: { bins: Proof['bins'] }) {
  const colours = useColours();
  const [active, setActive] = useState(-1);
  const points = useMemo(() => bins.filter(({ n }) => n >= LEAST_DEALS), [bins]);
  const words = useMemo(
    () =>
      points.map(({ n, chance, share }) =>
        t('scoring.chart.point', { n, told: formatShare(chance), came: formatShare(share) }),
      ),
    [points],
  );
  const config = useMemo(
    () =>
      reliabilityConfig(points, {
        colours: {
          point: colours.accent,
          active: colours.warn,
          line: colours.quiet,
          text: colours.quiet,
          grid: colours.line,
        },
        active,
        labels: { told: t('scoring.told'), came: t('scoring.came'), perfect: t('scoring.perfect') },
        words,
      }),
    [points, colours, active, words],
  );
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <div className="reliability" data-points={points.length}>
      <WalkChart
        config={config}
        summary={t('scoring.chart', {
          bins: points.length,
          low: formatShare(first.chance),
          high: formatShare(last.chance),
        })}
        words={words}
        active={active}
        onActive={setActive}
        height={280}
        focusId="reliability"
      />
    </div>
  );
}
