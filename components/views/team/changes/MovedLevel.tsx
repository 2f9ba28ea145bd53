import type { BandKeys, ChangesQuestion, MovedRow, MovedView } from '@/lib/answers/changes';
import type { NoConnection } from '@/lib/answers/queries';
import type { MovementName } from '@/lib/figures/flow';
import { formatDay, formatMoney, t } from '@/lib/i18n';
import { TRENDS } from '@/lib/log/trend';
import type { Sourced } from '@/lib/store/drill';

import { DealRows } from '../../shared/DealRows';
import { AsOf, Definition, Figure } from '../../shared/Definition';
import { fromTo } from '../../shared/texts/from-to';
import { dealLevel } from '../DealLevel';
import { level, type LevelProps } from '../level';
import { TrendMark } from '../TrendMark';

/** A movement, or one band of the movements by stage with what its total means. */
type About = { question: ChangesQuestion } & (
  | { movement: MovementName }
  | { band: BandKeys; metric: MovementName | 'openPipeline' }
);

/** The deals of one movement: each with what it was and what it is. */
function MovedLevel({ about, answer, open, onOpenRecord }: LevelProps<About, (MovedView & Sourced) | NoConnection>) {
  if ('noConnection' in answer) return null;
  const { rows, total, currency } = answer;
  const metric = 'band' in about ? about.metric : about.movement;
  return (
    <AsOf value={answer.to}>
      <p className="list-total" data-total={total.amount} data-count={total.count}>
        <Figure metric={metric} count={total.count}>
          <strong>{formatMoney(total.amount, currency)}</strong>{' '}
          <span className="quiet">{t('list.count', { count: total.count })}</span>
        </Figure>
      </p>
      {total.unpriced > 0 && <p className="quiet note">{t('team.unpriced', { count: total.unpriced })}</p>}
      {rows.length === 0 && <p className="quiet">{t('deals.empty')}</p>}
      {rows.some(({ trend }) => trend) && (
        <p className="quiet legend">
          <Definition metric="trend">{t('metric.trend')}</Definition>
          {TRENDS.map((trend) => (
            <TrendMark key={trend} trend={trend} />
          ))}
        </p>
      )}
      <DealRows
        label={t('deals.list')}
        metric={metric}
        deals={rows}
        hasReasons
        line={(row) => {
          const [stage, ...more] = steps(row, currency);
          return {
            amount: row.amount === undefined ? t('record.noAmount') : formatMoney(row.amount, currency),
            ...(row.trend ? { mark: <TrendMark trend={row.trend} /> } : {}),
            ...(stage === undefined ? {} : { what: stage }),
            why: more.join('\u00A0· '),
          };
        }}
        onOpen={({ id, name }) => open(dealLevel.at(name, { recordId: id }), id)}
        onAside={({ id }) => onOpenRecord(id)}
      />
    </AsOf>
  );
}

/** What changed of a deal, `from → to`; what stayed is said once. */
function steps({ from, to, ownerName }: MovedRow, currency: string): string[] {
  const money = (amount: number | undefined): string =>
    amount === undefined ? t('record.noAmount') : formatMoney(amount, currency);
  const date = (value: string | undefined): string => (value === undefined ? t('app.none') : formatDay(value));
  const step = (before: string | undefined, after: string | undefined): string =>
    before !== undefined && after !== undefined && before !== after ? fromTo(before, after) : (after ?? before ?? '');
  const amounts = from && to && from.amount !== to.amount ? [step(money(from.amount), money(to.amount))] : [];
  const owners = from && to && from.owner !== to.owner ? [step(from.owner, to.owner)] : ownerName ? [ownerName] : [];
  return [
    ...(from ? [] : [t('changes.wasNotThere')]),
    ...(to ? [] : [t('changes.isGone')]),
    step(from?.stage, to?.stage),
    step(from && date(from.closeDate), to && date(to.closeDate)),
    ...amounts,
    ...owners,
  ];
}

export const movedLevel = level({
  kind: 'moved',
  ask: ({ question, ...about }: About, queries) =>
    queries.moved({ ...question, ...('band' in about ? { band: about.band } : { movement: about.movement }) }),
  View: MovedLevel,
  titleOf: (about) => ('band' in about ? t('changes.byStage') : t(`metric.${about.movement}`)),
});
