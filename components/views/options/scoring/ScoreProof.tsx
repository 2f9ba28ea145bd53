import { useState } from 'react';

import { CalibrationPlot } from '@/components/charts/CalibrationPlot';
import { PlainTable } from '@/components/ui/table/PlainTable';
import type { ScoreView } from '@/lib/answers/score-page';
import { formatDay, formatMeasure, formatMoneyShort, formatShare, t } from '@/lib/i18n';

import { Walk } from '../../shared/WalkChart';

type Proof = NonNullable<ScoreView['proof']>;

/** How the score would have done on the org's own past, next to stage rates and the base rate. */
export function ScoreProof({ proof }: { proof: Proof }) {
  return (
    <>
      <p>
        {t('scoring.proof', { n: proof.n, days: proof.days })}{' '}
        {t('scoring.skill', { skill: formatShare(proof.brierSkill) })}{' '}
        {proof.periods.length > 0 &&
          t('scoring.periods', {
            hits: proof.periods.filter(({ isInside }) => isInside).length,
            periods: proof.periods.length,
          })}
      </p>
      <PlainTable
        caption={t('scoring.measures')}
        isCaptionHidden
        headings={[t('scoring.measures'), 'Brier', t('scoring.logLoss')]}
        rows={proof.lines.map(({ id, brier, logLoss }) => [
          t(`scoring.line.${id}`),
          formatMeasure(brier, 4),
          formatMeasure(logLoss, 4),
        ])}
      />
      {proof.line && <Calibration line={proof.line} />}
      <Periods proof={proof} />
    </>
  );
}

/** Past periods as they would have been forecast on their first day, and what was booked in them. */
function Periods({ proof: { periods, currency } }: { proof: Proof }) {
  if (periods.length === 0) return null;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <PlainTable
      caption={t('scoring.past')}
      headings={[
        t('scoring.past.days'),
        t('scoring.past.middle'),
        t('scoring.past.range'),
        t('scoring.past.booked'),
        t('scoring.past.held'),
      ]}
      rows={periods.map(({ from, to, p10, p50, p90, actual, isInside }) => [
        `${formatDay(from)} – ${formatDay(to)}`,
        money(p50),
        `${money(p10)} – ${money(p90)}`,
        money(actual),
        t(isInside ? 'scoring.past.inside' : 'scoring.past.outside'),
      ])}
    />
  );
}

/** What the model predicted beside what was won, as a line in steps, with its table. */
function Calibration({ line }: { line: NonNullable<Proof['line']> }) {
  const [active, setActive] = useState(-1);
  const { steps, band } = line;
  const span = ({ from, to }: (typeof steps)[number]): string =>
    formatShare(from) === formatShare(to) ? formatShare(from) : `${formatShare(from)} – ${formatShare(to)}`;
  const words = steps.map(({ n, chance, share }) =>
    t('scoring.chart.point', { n, told: formatShare(chance), came: formatShare(share) }),
  );
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return null;
  return (
    <div className="reliability" data-points={steps.length}>
      <h3>{t('scoring.reliability')}</h3>
      <Walk
        summary={t('scoring.chart', { low: formatShare(first.from), high: formatShare(last.to) })}
        words={words}
        active={active}
        onActive={setActive}
        height={280}
        focusId="reliability"
      >
        <CalibrationPlot line={line} active={active} perfect={t('scoring.perfect')} />
      </Walk>
      <p className="trend-ends quiet">
        <span>{t('scoring.axis', { share: formatShare(0) })}</span>
        <span>{formatShare(1)}</span>
      </p>
      <p className="note quiet">{t('scoring.chart.text')}</p>
      <PlainTable
        caption={t('scoring.reliability')}
        isCaptionHidden
        headings={[t('scoring.told'), t('scoring.came'), t('scoring.expected'), t('scoring.deals')]}
        rows={steps.map((step) => {
          const [near] = band.toSorted((a, b) => Math.abs(a.chance - step.chance) - Math.abs(b.chance - step.chance));
          return [
            span(step),
            formatShare(step.share),
            near ? `${formatShare(near.low)} – ${formatShare(near.high)}` : t('app.none'),
            `${step.n}`,
          ];
        })}
      />
    </div>
  );
}
