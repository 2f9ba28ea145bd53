import { useCallback, useMemo } from 'react';

import { useColours } from '@/components/charts/use-colours';
import { waterfallConfig, waterfallSteps } from '@/components/charts/waterfall';
import { Toggle } from '@/components/ui/press/Toggle';
import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { ChangesView, StageBand } from '@/lib/answers/changes';
import { sum } from '@/lib/deal/money';
import type { MovementName } from '@/lib/figures/flow';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Then } from '../../shared/compare/Then';
import { Definition, Figure } from '../../shared/Definition';
import { WalkChart } from '../../shared/WalkChart';
import { ByStage } from './ByStage';
import { isUp, MovementHeadings, Movements, Unpriced } from './Movements';

/** Bars between start and end that an eye takes in. */
const MOST_STEPS = 5;

interface Step {
  key: string;
  label: string;
  amount: number;
  isUp: boolean;
  /** The movements that it stands for. */
  names: MovementName[];
}

/** The movements of a waterfall in their order; the smallest of too many are one step, by what they come to together. */
function fewest(movements: ChangesView['movements'], currency: string): Step[] {
  const steps = movements
    .filter(({ amount }) => amount !== 0)
    .map(({ name, amount }) => ({ key: name, label: t(`metric.${name}`), amount, isUp: isUp(name), names: [name] }));
  if (steps.length <= MOST_STEPS) return steps;
  const large = new Set(steps.toSorted((a, b) => b.amount - a.amount).slice(0, MOST_STEPS - 1));
  const rest = steps.filter((step) => !large.has(step));
  const net = sum(
    rest.map((step) => (step.isUp ? step.amount : -step.amount)),
    currency,
  );
  const other = {
    key: 'other',
    label: t('changes.other', { count: rest.length }),
    amount: Math.abs(net),
    isUp: net > 0,
    names: rest.flatMap(({ names }) => names),
  };
  return [...steps.filter((step) => large.has(step)), other];
}

interface FlowProps {
  view: ChangesView;
  against: ChangesView | undefined;
  active: number;
  onActive: (index: number) => void;
  onOpen: (name: MovementName, focusId: string) => void;
  /** Opens what the bar of the smallest holds. */
  onOther: (names: MovementName[]) => void;
  isByStage: boolean;
  onByStage: (isByStage: boolean) => void;
  onBand: (band: StageBand, focusId: string) => void;
}

/** What moved between two days: bars that open their deals, by movement or by stage, and the same as a table. */
export function ChangesFlow({
  view,
  against,
  active,
  onActive,
  onOpen,
  onOther,
  isByStage,
  onByStage,
  onBand,
}: FlowProps) {
  const { accent, good, bad, warn, quiet, line } = useColours();
  const { currency, movements, start, end } = view;
  const moved = movements.filter(({ count }) => count > 0);
  const few = useMemo(() => fewest(movements, currency), [movements, currency]);
  const steps = useMemo(
    () =>
      waterfallSteps({ label: t('changes.start'), amount: start.amount }, few, {
        label: t('changes.end'),
        amount: end.amount,
      }),
    [few, start, end],
  );
  const openStep = useCallback(
    (index: number): void => {
      const [name, ...more] = few.find(({ key }) => key === steps[index]?.key)?.names ?? [];
      if (name === undefined) return;
      if (more.length === 0) onOpen(name, 'waterfall');
      else onOther([name, ...more]);
    },
    [few, steps, onOpen, onOther],
  );
  const config = useMemo(
    () =>
      waterfallConfig(steps, {
        colours: { sum: accent, up: good, down: bad, won: quiet, active: warn, text: quiet, grid: line },
        active,
        money: (amount) => formatMoneyShort(amount, currency),
        onOpen: openStep,
      }),
    [steps, accent, good, bad, warn, quiet, line, active, currency, openStep],
  );
  const days = { from: formatDay(view.from, view.today), to: formatDay(view.to, view.today) };
  const told = ({ kind, from, to }: (typeof steps)[number]): string =>
    `${kind === 'down' || kind === 'won' ? '−' : ''}${formatMoney(kind === 'sum' ? to : Math.abs(to - from), currency)}`;
  const size = ({ kind, from, to }: (typeof steps)[number]): number => (kind === 'sum' ? 0 : Math.abs(to - from));
  const largest = steps.reduce((most, each) => (most && size(most) >= size(each) ? most : each), steps[0]);
  const summary = t('changes.summary', {
    ...days,
    start: formatMoney(start.amount, currency),
    end: formatMoney(end.amount, currency),
    movement: largest?.label ?? '',
    amount: largest ? told(largest) : '',
  });
  return (
    <Section
      title={t('changes.title')}
      aside={
        <Toggle look="link" isOn={isByStage} onClick={() => onByStage(!isByStage)}>
          {t('changes.byStage')}
        </Toggle>
      }
    >
      {moved.length === 0 ? (
        <p className="note">{t('changes.empty', days)}</p>
      ) : isByStage ? (
        <ByStage view={view} summary={summary} active={active} onActive={onActive} onOpen={onBand} />
      ) : (
        <WalkChart
          config={config}
          summary={summary}
          words={steps.map((step) => `${step.label}: ${told(step)}`)}
          active={active}
          onActive={onActive}
          onOpen={openStep}
          height={steps.length * 22 + 40}
          focusId="waterfall"
        />
      )}
      {moved.length > 0 && (
        <p className="quiet chart-note">
          <Figure metric="openPipeline">{summary}</Figure>
        </p>
      )}
      {against && (
        <p className="quiet">
          {t('lens.against')} <time dateTime={against.from}>{formatDay(against.from)}</time> –{' '}
          <time dateTime={against.to}>{formatDay(against.to)}</time>
        </p>
      )}
      {!(isByStage && moved.length > 0) && (
        <DataTable className="changes" aria-label={summary}>
          <MovementHeadings />
          <tbody>
            <Sum label={t('changes.start')} total={start} then={against?.start} currency={currency} day={view.from} />
            <Movements movements={movements} then={against?.movements} currency={currency} onOpen={onOpen} />
          </tbody>
          <tfoot>
            <Sum label={t('changes.end')} total={end} then={against?.end} currency={currency} day={view.to} />
          </tfoot>
        </DataTable>
      )}
    </Section>
  );
}

function Sum({
  label,
  total,
  then,
  currency,
  day,
}: {
  label: string;
  total: ChangesView['start'];
  then: ChangesView['start'] | undefined;
  currency: string;
  day: string;
}) {
  return (
    <tr>
      <td>
        <Definition metric="openPipeline" asOf={day} count={total.count}>
          {label}
        </Definition>
        <Unpriced count={total.unpriced} />
      </td>
      <td>
        <Figure metric="openPipeline" asOf={day} isHeaded>
          {total.count}
        </Figure>
      </td>
      <td>
        <Figure metric="openPipeline" asOf={day} count={total.count} isHeaded>
          <Then
            value={then && formatMoneyShort(then.amount, currency)}
            title={then && formatMoney(then.amount, currency)}
          />
          {formatMoney(total.amount, currency)}
        </Figure>
      </td>
    </tr>
  );
}
