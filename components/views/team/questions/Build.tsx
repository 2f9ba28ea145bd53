import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { CourseBuild } from '@/lib/answers/leading/course';
import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { addDays, type Day, daysBetween } from '@/lib/calendar/days';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Definition, Figure } from '../../shared/Definition';
import { MarkRow, marksBetween } from '../marks/MarkRow';
import { Bars } from './Bars';
import type { Doors } from './doors';

/** What pipeline came into being this quarter, week by week and by source, beside what is usual by now and what is still needed. */
export function Build({
  build,
  days,
  marks,
  currency,
  doors,
}: {
  build: CourseBuild;
  /** Of the quarter so far. */
  days: { start: Day; end: Day };
  doors: Pick<Doors, 'deals'>;
  marks: readonly ProcessMark[];
  currency: string;
}) {
  const { created, usual, needed, weeks, sources } = build;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  /** To what became pipeline on these days; none behind nothing. */
  const door = (amount: number, focusId: string, more: { start?: Day; end?: Day; source?: string } = {}) =>
    amount === 0
      ? { focusId }
      : {
          focusId,
          onOpen: (): void =>
            doors.deals(t('metric.pipelineCreated'), { process: { kind: 'created', ...days, ...more } }, focusId),
        };
  const figure = (metric: DefinedMetric, amount: number | undefined) =>
    amount === undefined ? (
      t('app.none')
    ) : (
      <Figure metric={metric} title={formatMoney(amount, currency)} isHeaded>
        {money(amount)}
      </Figure>
    );
  return (
    <Section title={<Definition metric="pipelineCreated">{t('build.title')}</Definition>}>
      <div className="question-number" data-created={created} data-needed={needed}>
        <Figure metric="pipelineCreated" title={formatMoney(created, currency)} {...door(created, 'build-all')}>
          {usual === undefined
            ? t('build.alone', { amount: money(created) })
            : t('build.number', { amount: money(created), usual: money(usual) })}
        </Figure>
      </div>
      <p>
        {needed === undefined ? (
          t('build.unknown')
        ) : (
          <Figure metric="pipelineNeededByChance" title={formatMoney(needed, currency)}>
            {needed > 0 ? t('build.needed', { amount: money(needed) }) : t('build.enough')}
          </Figure>
        )}
      </p>
      <Bars
        label={t('build.weeks')}
        rows={weeks.map(({ week, amount, count }, place) => ({
          id: week,
          label: <time dateTime={week}>{formatDay(week)}</time>,
          amount,
          children: (
            <Figure
              metric="pipelineCreated"
              count={count}
              title={formatMoney(amount, currency)}
              {...door(count, `build-${week}`, {
                start: week > days.start ? week : days.start,
                end: addDays(week, 6) < days.end ? addDays(week, 6) : days.end,
              })}
            >
              {money(amount)} ({count})
            </Figure>
          ),
          under: marksBetween(
            marks,
            place === 0 ? undefined : addDays(week, -1),
            weeks[place + 1] && addDays(week, daysBetween(week, weeks[place + 1]?.week ?? week) - 1),
          ).map((mark) => <MarkRow key={mark.id} mark={mark} columns={3} currency={currency} />),
        }))}
      />
      {sources.length > 0 && (
        <DataTable className="figures-table" aria-label={t('build.title')}>
          <thead>
            <tr>
              <th scope="col">{t('build.source')}</th>
              <th scope="col">{t('build.created')}</th>
              <th scope="col">{t('build.usual')}</th>
              <th scope="col">
                <Definition metric="pipelineNeededByChance">{t('build.still')}</Definition>
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ source, ...each }) => (
              <tr key={source} data-source={source}>
                <th scope="row">{source === '' ? t('build.noSource') : source}</th>
                <td>
                  <Figure
                    metric="pipelineCreated"
                    count={each.count}
                    title={formatMoney(each.created, currency)}
                    isHeaded
                    {...door(each.count, `build-source-${source}`, { source })}
                  >
                    {money(each.created)}
                  </Figure>
                </td>
                <td>{figure('pipelineCreated', each.usual)}</td>
                <td>{figure('pipelineNeededByChance', each.needed)}</td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      {needed !== undefined && needed > 0 && <p className="quiet note">{t('build.text')}</p>}
    </Section>
  );
}
