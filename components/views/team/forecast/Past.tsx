import type { ReactNode } from 'react';

import { DotKey, DotRows } from '@/components/charts/DotRows';
import { Fold } from '@/components/ui/Fold';
import { Chips } from '@/components/ui/press/Chips';
import { Section } from '@/components/ui/Section';
import type { AccuracyView } from '@/lib/answers/accuracy-view';
import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { t } from '@/lib/i18n';

import { AccuracyTables } from './AccuracyTables';
import { ForecastWeeks } from './ForecastWeeks';
import { Money } from './Money';
import { PastRows, Summary } from './PastTables';

/** Where nobody has chosen: a month is time enough to act. */
const USUAL_DAYS = 30;

interface Props {
  view: AccuracyView;
  daysBefore?: number | undefined;
  onDays: (daysBefore: number) => void;
  /** How far they are worked out. */
  children: ReactNode;
}

/** What was forecast for each past quarter, so long before its end, beside what it came to. Its tables are folded beneath. */
export function Past({
  view: { rows, summary, by, currency, isEarly },
  daysBefore = USUAL_DAYS,
  onDays,
  children,
}: Props) {
  const days = [...new Set(rows.map((row) => row.daysBefore))].toSorted((a, b) => b - a);
  const chosen = days.includes(daysBefore) ? daysBefore : days[0];
  return (
    <Section title={t('forecast.record')}>
      {children}
      {rows.length === 0 ? (
        !isEarly && (
          <p className="quiet" role="status">
            {t('forecast.noPast')}
          </p>
        )
      ) : (
        <>
          <Chips
            label={t('forecast.daysBefore')}
            chosen={chosen}
            from={days.map((each) => [each, t('forecast.ahead', { days: each })])}
            focusId="days"
            onChoose={(each) => each !== undefined && onDays(each)}
          />
          <DotRows
            label={t('forecast.record')}
            rows={rows
              .filter((row) => row.daysBefore === chosen)
              .toReversed()
              .map((row) => pastRow(row, row.label, currency))}
          />
          <Fold title={t('forecast.tables')}>
            <Summary summary={summary} />
            <PastRows rows={rows} currency={currency} />
          </Fold>
          {by && chosen !== undefined && <AccuracyTables by={by} daysBefore={chosen} />}
        </>
      )}
    </Section>
  );
}

/** A replayed forecast beside what the quarter came to, as a row of dots under a name. */
function pastRow({ p10, p50, p90, actual, daysBefore }: AccuracyView['rows'][number], name: string, currency: string) {
  return {
    id: `${name}/${daysBefore}`,
    name: <time>{name}</time>,
    done: actual,
    range: [p10, p90] as const,
    middle: p50,
    figures: (
      <>
        <span>
          <DotKey kind="closed" />
          {t('forecast.closed')} <Money metric="closedWon" amount={actual} currency={currency} />
        </span>
        <span className={actual < p10 || actual > p90 ? 'missed' : ''}>
          <DotKey kind="middle" />
          {t('calls.model')} <Money metric="p50" amount={p50} currency={currency} />
          {'\u00A0· '}
          <span className="range">
            <Money metric="p10" amount={p10} currency={currency} /> –{' '}
            <Money metric="p90" amount={p90} currency={currency} />
          </span>
        </span>
      </>
    ),
  };
}

/** One quarter that is over: what was forecast for it at each distance from its end, beside what it came to, and its locked forecasts. */
export function PastQuarter({
  view,
  past: { period, locked },
  marks,
  children,
}: {
  view: AccuracyView;
  marks: readonly ProcessMark[];
  past: NonNullable<AccuracyView['past']>;
  children: ReactNode;
}) {
  const { quota: _present, ...rest } = view;
  const { currency, isEarly } = view;
  const rows = view.rows.filter(({ label }) => label === period.label).toSorted((a, b) => b.daysBefore - a.daysBefore);
  return (
    <>
      <Section title={t('forecast.then', { quarter: period.label })}>
        {children}
        {rows.length === 0 ? (
          !isEarly && (
            <p className="quiet" role="status">
              {t('forecast.then.none')}
            </p>
          )
        ) : (
          <DotRows
            label={t('forecast.then', { quarter: period.label })}
            rows={rows.map((row) => pastRow(row, t('forecast.ahead', { days: row.daysBefore }), currency))}
          />
        )}
      </Section>
      <ForecastWeeks view={{ ...rest, period, locked }} marks={marks} />
    </>
  );
}
