import { Fragment, useState } from 'react';

import { Toggle } from '@/components/ui/press/Toggle';
import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { CoursePoint, CourseView } from '@/lib/answers/leading/course';
import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { addDays, daysBetween } from '@/lib/calendar/days';
import { formatDay, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { useTableCommand } from '../../shared/commands/use-commands';
import { Definition, Figure } from '../../shared/Definition';
import { MarkedPlot } from '../marks/MarkedPlot';
import { MarkRow, marksBetween } from '../marks/MarkRow';
import { type Doors, wonIn } from './doors';

import './Linearity.css';

type Course = Omit<CourseView, 'build'>;

/** How the bookings of the quarter add up beside those of the last four: drawn, or as a table whose rows open what was won by then. */
export function Linearity({
  course,
  marks,
  doors,
}: {
  course: Course;
  marks: readonly ProcessMark[];
  doors: Pick<Doors, 'deals'>;
}) {
  const [isTable, setTable] = useState(false);
  const { past, present, gone, of, period, band } = course;
  const now = present.at(-1);
  const usual = usualAt(band, gone);
  const summary =
    now &&
    t('course.summary', {
      share: percent(now.y),
      of,
      gone: percent(gone),
      period: period.label,
      usual: percent(usual),
    });
  useTableCommand(t('course.title'), isTable, setTable);
  return (
    <Section
      title={<Definition metric="cumShare">{t('course.title')}</Definition>}
      aside={
        <Toggle look="link" isOn={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? t('chart.chart') : t('chart.table')}
        </Toggle>
      }
    >
      {past.length === 0 ? (
        <p className="quiet note">{t('course.none')}</p>
      ) : (
        <>
          {summary !== undefined && (
            <p data-course={now?.y} data-usual={usual}>
              <Figure
                metric="cumShare"
                asOf={now?.day}
                focusId="course-now"
                onOpen={() => doors.deals(t('metric.closedWon'), wonIn(period), 'course-now')}
              >
                {summary}
              </Figure>
            </p>
          )}
          {isTable ? (
            <CourseTable course={course} marks={marks} doors={doors} />
          ) : (
            <MarkedPlot marks={marks} period={period} currency={course.currency}>
              <Curves course={course} summary={summary ?? t('course.title')} />
            </MarkedPlot>
          )}
          <p className="quiet note">
            {t('course.text', { of, week: percent(mean(past.map(({ finalWeek }) => finalWeek))) })}{' '}
            {past.map(({ label, n, start, end }, place) => (
              <Fragment key={label}>
                {place > 0 && ' · '}
                <Figure
                  metric="closedWon"
                  count={n}
                  asOf={end}
                  focusId={`course-all-${place}`}
                  onOpen={() => doors.deals(label, wonIn({ start, end }), `course-all-${place}`)}
                >
                  {t('course.bookings', { label, count: n })}
                </Figure>
              </Fragment>
            ))}
          </p>
        </>
      )}
    </Section>
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The median between the two nearest steps. */
function usualAt(band: Course['band'], x: number): number {
  const after = band.findIndex((each) => each.x >= x);
  const [a, b] = [band[Math.max(0, after - 1)], band[after]];
  if (!a || !b || b.x === a.x) return b?.middle ?? 0;
  return a.middle + ((x - a.x) / (b.x - a.x)) * (b.middle - a.middle);
}

const HEIGHT = 100;

/** One picture: finished quarters thin, the middle half of them as a band with its median, this quarter bold with its last point named. */
function Curves({ course: { past, present, band }, summary }: { course: Course; summary: string }) {
  const most = Math.max(1, ...present.map(({ y }) => y));
  const at = (x: number, y: number): string =>
    `${(x * HEIGHT).toFixed(2)},${(HEIGHT - (y / most) * HEIGHT).toFixed(2)}`;
  const line = (points: readonly Pick<CoursePoint, 'x' | 'y'>[]): string =>
    points.map(({ x, y }) => at(x, y)).join(' ');
  const now = present.at(-1);
  return (
    <figure className="curves">
      <svg viewBox={`0 0 ${HEIGHT} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        <polygon
          className="curves-band"
          points={[
            ...band.map(({ x, high }) => at(x, high)),
            ...band.toReversed().map(({ x, low }) => at(x, low)),
          ].join(' ')}
        />
        {past.map(({ label, points }) => (
          <polyline key={label} className="curves-past" points={line(points)} />
        ))}
        <polyline className="curves-middle" points={line(band.map(({ x, middle }) => ({ x, y: middle })))} />
        <polyline className="curves-now" points={line(present)} />
      </svg>
      {now && (
        <span
          className="curves-label"
          aria-hidden="true"
          style={{ insetInlineStart: `${Math.min(80, now.x * 100)}%`, insetBlockStart: `${(1 - now.y / most) * 100}%` }}
        >
          {t('course.now')}
        </span>
      )}
      <figcaption className="quiet note" aria-hidden="true">
        <span>{t('chance.percent', { percent: 0 })}</span>
        <span>{t('course.gone')}</span>
        <span>{t('chance.percent', { percent: 100 })}</span>
      </figcaption>
    </figure>
  );
}

function CourseTable({
  course: { past, present, band, period, currency },
  marks,
  doors,
}: {
  course: Course;
  marks: readonly ProcessMark[];
  doors: Pick<Doors, 'deals'>;
}) {
  const cell = (y: number | undefined) =>
    y === undefined ? (
      t('app.none')
    ) : (
      <Figure metric="cumShare" isHeaded>
        {percent(y)}
      </Figure>
    );
  const length = daysBetween(period.start, period.end) + 1;
  // Every tenth of the period: more rows nobody reads.
  const rows = band.map((each, step) => ({ ...each, step })).filter(({ step }) => step % 2 === 0);
  return (
    <DataTable className="figures-table" aria-label={t('course.title')}>
      <thead>
        <tr>
          <th scope="col">{t('course.gone')}</th>
          <th scope="col">{period.label}</th>
          <th scope="col">{t('course.median')}</th>
          <th scope="col">{t('course.half')}</th>
          {past.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.flatMap(({ x, low, middle, high, step }, place) => {
          const own = present[step]?.x === x ? present[step] : undefined;
          const dayOf = (share: number | undefined): string | undefined =>
            share === undefined ? undefined : addDays(period.start, Math.floor(share * length));
          return [
            <tr key={x} data-step={x}>
              <th scope="row">{t('chance.percent', { percent: Math.round(x * 100) })}</th>
              <td>
                {own ? (
                  <Figure
                    metric="closedWon"
                    asOf={own.day}
                    focusId={`course-${step}`}
                    isHeaded
                    onOpen={() =>
                      doors.deals(
                        `${t('metric.closedWon')} · ${formatDay(own.day)}`,
                        { figure: 'closedWon', on: own.day },
                        `course-${step}`,
                      )
                    }
                  >
                    {percent(own.y)}
                  </Figure>
                ) : (
                  t('app.none')
                )}
              </td>
              <td>{cell(middle)}</td>
              <td>
                <Figure metric="cumShare" isHeaded>
                  {percent(low)}–{percent(high)}
                </Figure>
              </td>
              {past.map(({ label, start, points }, quarter) => {
                const point = points[step];
                if (!point || point.y === 0) return <td key={label}>{cell(point?.y)}</td>;
                const focusId = `course-${quarter}-${step}`;
                return (
                  <td key={label}>
                    <Figure
                      metric="cumShare"
                      asOf={point.day}
                      isHeaded
                      focusId={focusId}
                      onOpen={() =>
                        doors.deals(`${label} · ${formatDay(point.day)}`, wonIn({ start, end: point.day }), focusId)
                      }
                    >
                      {percent(point.y)}
                    </Figure>
                  </td>
                );
              })}
            </tr>,
            ...marksBetween(marks, place === 0 ? undefined : dayOf(x), dayOf(rows[place + 1]?.x)).map((mark) => (
              <MarkRow key={mark.id} mark={mark} columns={4 + past.length} currency={currency} />
            )),
          ];
        })}
      </tbody>
    </DataTable>
  );
}
