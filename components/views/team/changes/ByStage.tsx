import { useCallback, useMemo } from 'react';

import { Sankey, type SankeyBand } from '@/components/charts/Sankey';
import { DataTable } from '@/components/ui/table/DataTable';
import type { BandEnd, ChangesView, StageBand } from '@/lib/answers/changes';
import { sum } from '@/lib/deal/money';
import { formatMoney, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import { fromTo } from '../../shared/texts/from-to';
import { Walk } from '../../shared/WalkChart';
import { isUp, Unpriced } from './Movements';

/** Names that a column holds without small print. */
const MOST_NODES = 6;
const OTHER = 'other';
const HEIGHT = 260;

const endName = ({ label, movement }: BandEnd): string =>
  movement === undefined ? (label ?? '') : t(`metric.${movement}`);
export const bandName = ({ from, to }: Pick<StageBand, 'from' | 'to'>): string => fromTo(endName(from), endName(to));
/** What a band's figure means: its movement, or pipeline that stayed in the pipeline. */
export const bandMetric = ({ from, to }: Pick<StageBand, 'from' | 'to'>) =>
  to.movement ?? from.movement ?? 'openPipeline';

interface Drawn extends SankeyBand {
  /** The bands that it stands for. */
  of: StageBand[];
}

/** The bands between at most six names a side: the smallest of more are one, on either side. */
function fewBands(bands: readonly StageBand[], currency: string) {
  const kept = (side: 'from' | 'to'): Set<string> => {
    const totals = Map.groupBy(bands, (band) => band[side].key);
    const size = (key: string): number =>
      sum(
        (totals.get(key) ?? []).map(({ amount }) => amount),
        currency,
      );
    const keys = [...totals.keys()];
    if (keys.length <= MOST_NODES) return new Set(keys);
    return new Set(keys.toSorted((a, b) => size(b) - size(a)).slice(0, MOST_NODES - 1));
  };
  const [from, to] = [kept('from'), kept('to')];
  const ends = (side: 'from' | 'to'): number => new Set(bands.map((band) => band[side].key)).size;
  const place = (set: Set<string>, { key }: BandEnd): string => (set.has(key) ? key : OTHER);
  const groups = Map.groupBy(bands, (band) => JSON.stringify([place(from, band.from), place(to, band.to)]));
  const drawn = [...groups.values()].flatMap((of): Drawn[] => {
    const [first] = of;
    if (!first) return [];
    const { movement } = first.to.movement === undefined ? first.from : first.to;
    const isOther = of.some((band) => bandMetric(band) !== bandMetric(first));
    const kind =
      movement === undefined || isOther ? 'stays' : movement === 'won' ? 'won' : isUp(movement) ? 'up' : 'down';
    const amount = sum(
      of.map((band) => band.amount),
      currency,
    );
    return [{ from: place(from, first.from), to: place(to, first.to), amount, kind, of }];
  });
  const order = (side: 'from' | 'to', set: Set<string>): string[] => {
    const all = bands.map((band) => band[side]).toSorted((a, b) => a.place - b.place);
    const isDrawn = (key: string): boolean => shown.some((band) => band[side] === key);
    // What is folded stands last in its column.
    return [...new Set(all.map((end) => end.key).filter((key) => set.has(key))), OTHER].filter(isDrawn);
  };
  const shown = drawn.filter(({ amount }) => amount > 0);
  const columns = { from: order('from', from), to: order('to', to) };
  return {
    // By both columns: so bands cross no more than they must, and a walk goes down.
    drawn: shown.toSorted(
      (a, b) =>
        columns.from.indexOf(a.from) - columns.from.indexOf(b.from) ||
        columns.to.indexOf(a.to) - columns.to.indexOf(b.to),
    ),
    order: columns,
    rest: { from: ends('from') - from.size, to: ends('to') - to.size },
  };
}

interface Props {
  view: ChangesView;
  summary: string;
  active: number;
  onActive: (index: number) => void;
  onOpen: (band: StageBand, focusId: string) => void;
}

/** The movements by stage: bands that open their deals, and all of them as a table. */
export function ByStage({ view: { bands, currency }, summary, active, onActive, onOpen }: Props) {
  const { drawn, order, rest } = useMemo(() => fewBands(bands, currency), [bands, currency]);
  const names = new Map(bands.flatMap(({ from, to }) => [from, to]).map((end) => [end.key, endName(end)]));
  const name = (side: 'from' | 'to', key: string): string =>
    key === OTHER ? t('changes.other', { count: rest[side] }) : (names.get(key) ?? '');
  const open = useCallback(
    (index: number): void => {
      const of = drawn[index]?.of ?? [];
      const [band] = of;
      if (!band) return;
      // What stands for several has a line of the table for each: the first takes the focus.
      if (of.length === 1) onOpen(band, 'bands');
      else document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focusOf(band))}"]`)?.focus();
    },
    [drawn, onOpen],
  );
  return (
    <>
      <Walk
        summary={summary}
        words={drawn.map(
          ({ from, to, amount }) => `${fromTo(name('from', from), name('to', to))}: ${formatMoney(amount, currency)}`,
        )}
        active={active}
        onActive={onActive}
        onOpen={open}
        height={HEIGHT}
        focusId="bands"
      >
        <Sankey
          bands={drawn}
          order={order}
          fromLabel={(key) => name('from', key)}
          toLabel={(key) => name('to', key)}
          active={active}
          onOpen={open}
          height={HEIGHT}
        />
      </Walk>
      <DataTable className="changes" aria-label={t('changes.byStage')}>
        <thead>
          <tr>
            <th scope="col">{t('changes.band')}</th>
            <th scope="col">{t('changes.deals')}</th>
            <th scope="col">{t('deals.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={focusOf(band)} data-from={band.from.key} data-to={band.to.key}>
              <td>
                <Definition metric={bandMetric(band)} count={band.count}>
                  {bandName(band)}
                </Definition>
                <Unpriced count={band.unpriced} />
              </td>
              <td>
                <Figure metric={bandMetric(band)} isHeaded>
                  {band.count}
                </Figure>
              </td>
              <td>
                <Figure
                  metric={bandMetric(band)}
                  count={band.count}
                  isHeaded
                  focusId={focusOf(band)}
                  onOpen={() => onOpen(band, focusOf(band))}
                >
                  {formatMoney(band.amount, currency)}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </>
  );
}

const focusOf = ({ from, to }: StageBand): string => `band-${from.key}-${to.key}`;
