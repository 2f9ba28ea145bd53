import { useCallback, useMemo } from 'react';

import { useColours } from '@/components/charts/use-colours';
import { waterfallConfig, waterfallSteps } from '@/components/charts/waterfall';
import { Section } from '@/components/ui/Section';
import type { ChangesQuestion, ChangesView, StageBand } from '@/lib/answers/changes';
import type { NoConnection } from '@/lib/answers/queries';
import { sum, toMajor } from '@/lib/deal/money';
import type { MovementName } from '@/lib/figures/flow';
import { formatDay, formatMoney, formatMoneyExact, formatMoneyShort, t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';

import { Then } from '../../shared/compare/Then';
import { AsOf, Definition, Figure } from '../../shared/Definition';
import { WalkChart } from '../../shared/WalkChart';
import { Doubtful } from '../Doubtful';
import { type LevelProps, tab } from '../level';
import { bandMetric, bandName, ByStage } from './ByStage';
import { ChangesDates } from './ChangesDates';
import { movedLevel } from './MovedLevel';
import { isUp, MovementHeadings, Movements, Unpriced } from './Movements';
import { otherLevel } from './OtherLevel';

import './ChangesLevel.css';

interface About extends ChangesQuestion {
  /** The bar that a walk with the keys has reached: on the way back it goes on from there. */
  walked?: number;
  /** The same figures by stage, in place of by movement. */
  isByStage?: boolean;
}

/** What moved the pipeline between two days: a waterfall whose bars open their deals, the same as a table, and the identity. */
function ChangesLevel({
  about,
  answer,
  against,
  amend,
  open,
}: LevelProps<About, (ChangesView & Sourced) | NoConnection>) {
  const openMovement = useCallback(
    (name: MovementName, focusId: string): void =>
      open(movedLevel.at(t(`metric.${name}`), { question: present(about), movement: name }), focusId),
    [open, about],
  );
  const openOther = useCallback(
    (names: MovementName[]): void =>
      open(
        otherLevel.at(t('changes.other', { count: names.length }), { question: present(about), names }),
        'waterfall',
      ),
    [open, about],
  );
  const openBand = useCallback(
    (band: StageBand, focusId: string): void =>
      open(
        movedLevel.at(bandName(band), {
          question: present(about),
          metric: bandMetric(band),
          band: { from: band.from.key, to: band.to.key },
        }),
        focusId,
      ),
    [open, about],
  );
  if ('noConnection' in answer) return null;
  return (
    <AsOf value={answer.to}>
      <ChangesDates
        view={answer}
        asked={about}
        onAsk={(change) => void amend({ ...change, walked: -1 }, { isAsking: true })}
      />
      <Flow
        view={answer}
        against={against && !('noConnection' in against) ? against : undefined}
        active={about.walked ?? -1}
        onActive={(walked) => void amend({ walked })}
        onOpen={openMovement}
        onOther={openOther}
        isByStage={about.isByStage === true}
        onByStage={(isByStage) => void amend({ isByStage, walked: -1 })}
        onBand={openBand}
      />
      <Identity view={answer} />
      <Doubtful doubts={answer.doubts} />
    </AsOf>
  );
}

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

function Flow({ view, against, active, onActive, onOpen, onOther, isByStage, onByStage, onBand }: FlowProps) {
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
        <button type="button" className="link" aria-pressed={isByStage} onClick={() => onByStage(!isByStage)}>
          {t('changes.byStage')}
        </button>
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
        <table className="grid changes" aria-label={summary}>
          <MovementHeadings />
          <tbody>
            <Sum label={t('changes.start')} total={start} then={against?.start} currency={currency} day={view.from} />
            <Movements movements={movements} then={against?.movements} currency={currency} onOpen={onOpen} />
          </tbody>
          <tfoot>
            <Sum label={t('changes.end')} total={end} then={against?.end} currency={currency} day={view.to} />
          </tfoot>
        </table>
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

/** start + in − out = end, and what of it is unexplained: 0, to the cent. */
function Identity({ view }: { view: ChangesView }) {
  const { start, end, movements, currency, unexplainedMinor, bookings, period } = view;
  const moved = (wanted: boolean): number =>
    sum(
      movements.flatMap(({ name, amount }) => (isUp(name) === wanted ? [amount] : [])),
      currency,
    );
  const money = (amount: number): string => formatMoneyExact(amount, currency);
  const won = movements.find(({ name }) => name === 'won')?.amount ?? 0;
  const corrections = bookings.amended - bookings.reversed;
  return (
    <>
      <Sums
        metric="flowIdentity"
        title={t('metric.flowIdentity')}
        lines={[
          ['', t('changes.start'), money(start.amount)],
          ['+', t('changes.joined'), money(moved(true))],
          ['−', t('changes.left'), money(moved(false))],
          ['=', t('changes.end'), money(end.amount)],
          ['', t('changes.unexplained'), money(toMajor(unexplainedMinor, currency))],
        ]}
      />
      <Sums
        metric="bookingsIdentity"
        title={t('changes.bookings', { period: period?.label ?? t('changes.span.any') })}
        lines={[
          ['', t('changes.start'), money(bookings.start)],
          ['+', t('metric.won'), money(won)],
          [corrections < 0 ? '−' : '+', t('changes.corrections'), money(Math.abs(corrections))],
          ['=', t('changes.end'), money(bookings.end)],
        ]}
      />
    </>
  );
}

/** A sum as one writes it down: a line a part, amounts under each other. */
function Sums({
  metric,
  title,
  lines,
}: {
  metric: 'flowIdentity' | 'bookingsIdentity';
  title: string;
  lines: [sign: string, label: string, amount: string][];
}) {
  return (
    <Section title={<Definition metric={metric}>{title}</Definition>}>
      <table className="sums" aria-label={title}>
        <tbody>
          {lines.map(([sign, label, amount]) => (
            <tr key={label} className={sign === '=' ? 'total' : undefined}>
              <th scope="row">
                <span className="sign">{sign}</span>
                {label}
              </th>
              <td>
                <Figure metric={metric} isHeaded>
                  {amount}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** The question without what is absent. */
const present = ({ from, to, span }: About): ChangesQuestion => ({
  span,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

export const changesTab = tab({
  kind: 'changes',
  isComparable: 'all',
  title: 'team.tab.changes',
  first: { span: 'quarter' },
  ask: (about: About, queries) => queries.changes(present(about)),
  View: ChangesLevel,
});
