import { useMemo, useState } from 'react';

import { reliabilityConfig } from '@/components/charts/reliability';
import { useColours } from '@/components/charts/use-colours';
import { PlainTable } from '@/components/ui/PlainTable';
import type { ScoreView } from '@/lib/answers/score-page';
import { formatDay, formatMoneyShort, formatShare, t } from '@/lib/i18n';

import { WalkChart } from '../../shared/WalkChart';

type Proof = NonNullable<ScoreView['proof']>;

/** How the score would have done on the org's own past, next to stage rates and the base rate. */
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
      <PlainTable
        caption={t('scoring.measures')}
        isCaptionHidden
        headings={[t('scoring.measures'), 'Brier', t('scoring.logLoss')]}
        rows={proof.lines.map(({ id, brier, logLoss }) => [
          t(`scoring.line.${id}`),
          brier.toFixed(4),
          logLoss.toFixed(4),
        ])}
      />
      <Reliability bins={proof.bins} />
      <PlainTable
        caption={t('scoring.reliability')}
        headings={[t('scoring.group'), t('scoring.told'), t('scoring.came'), t('scoring.deals')]}
        rows={proof.bins.map(({ n, chance, share }, index) => [
          `${index + 1}`,
          formatShare(chance),
          formatShare(share),
          `${n}`,
        ])}
      />
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
