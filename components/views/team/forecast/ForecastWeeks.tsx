import { useState } from 'react';

import { TrendChart } from '@/components/charts/TrendChart';
import { Fold } from '@/components/ui/Fold';
import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { AccuracyView } from '@/lib/answers/accuracy-view';
import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { daysBetween } from '@/lib/calendar/days';
import { formatDay, formatMoney, t } from '@/lib/i18n';

import { Definition } from '../../shared/Definition';
import { Walk } from '../../shared/WalkChart';
import { MarkedPlot } from '../marks/MarkedPlot';
import { MarkRow, marksBetween } from '../marks/MarkRow';
import { Money } from './Money';

/** The quarter's forecast as it stood week by week: range, middle, what was won by then, and the quota. Its table is folded beneath. */
export function ForecastWeeks({
  view: { locked, period, quota, currency },
  marks,
}: {
  view: AccuracyView;
  marks: readonly ProcessMark[];
}) {
  const [active, setActive] = useState(-1);
  const length = daysBetween(period.start, period.end) + 1;
  const comparable = locked.filter((week) => week.currency === undefined);
  const others = locked.filter((week) => week.currency !== undefined);
  const points = comparable.map(({ on, won, p10, p50, p90 }) => ({
    key: on,
    x: Math.max(0, Math.min(1, daysBetween(period.start, on) / length)),
    low: p10,
    middle: p50,
    high: p90,
    done: won,
  }));
  const words = comparable.map(({ on, won, p10, p50, p90 }) =>
    t('forecast.week', {
      day: formatDay(on),
      middle: formatMoney(p50, currency),
      low: formatMoney(p10, currency),
      high: formatMoney(p90, currency),
      won: formatMoney(won, currency),
    }),
  );
  const last = locked.at(-1);
  if (!last) return null;
  return (
    <Section title={t('forecast.weeks')}>
      <MarkedPlot marks={marks} period={period} currency={currency} isInset>
        {points.length > 0 && (
          <>
            <Walk summary={words.at(-1) ?? ''} words={words} active={active} onActive={setActive} focusId="weeks">
              <TrendChart points={points} target={quota} active={active} />
            </Walk>
            <p className="trend-ends quiet">
              <time dateTime={period.start}>{formatDay(period.start)}</time>
              <time dateTime={period.end}>{formatDay(period.end)}</time>
            </p>
          </>
        )}
      </MarkedPlot>
      {others.length > 0 && (
        <p className="note quiet">
          {t('forecast.locked.otherMoney', {
            count: others.length,
            currencies: [...new Set(others.flatMap((week) => week.currency ?? []))].join(', '),
            currency,
          })}
        </p>
      )}
      <p className="note quiet">{t('forecast.weeks.text')}</p>
      <Fold title={t('forecast.locked')}>
        <p className="quiet note">{t('forecast.locked.text')}</p>
        <DataTable className="figures-table" aria-label={t('forecast.locked')}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.locked.on')}</th>
              <th scope="col">
                <Definition metric="closedWon">{t('team.won')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="p50">{t('forecast.locked.middle')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="p10">{t('team.range')}</Definition>
              </th>
            </tr>
          </thead>
          <tbody>
            {locked.flatMap(({ on, won, p10, p50, p90, methodVersion, currency: money = currency }, place) => [
              ...marksBetween(marks, locked[place - 1]?.on, on).map((mark) => (
                <MarkRow key={mark.id} mark={mark} columns={4} currency={currency} />
              )),
              <tr key={on} data-locked={on} title={methodVersion}>
                <td>
                  <time dateTime={on}>{formatDay(on)}</time>
                </td>
                <td>
                  <Money metric="closedWon" amount={won} currency={money} asOf={on} />
                </td>
                <td>
                  <Money metric="p50" amount={p50} currency={money} asOf={on} />
                </td>
                <td>
                  <Money metric="p10" amount={p10} currency={money} asOf={on} />–
                  <Money metric="p90" amount={p90} currency={money} asOf={on} />
                </td>
              </tr>,
            ])}
            {marksBetween(marks, last.on, undefined).map((mark) => (
              <MarkRow key={mark.id} mark={mark} columns={4} currency={currency} />
            ))}
          </tbody>
        </DataTable>
      </Fold>
    </Section>
  );
}
