import { instant } from '@/lib/calendar/instant';
import { during, type EventFigure } from '@/lib/figures/during';
import { PERIOD } from '@/lib/figures/example';
import type { AnyFigure } from '@/lib/figures/figure';
import { valueOf } from '@/lib/figures/state-figure';
import { AFTER, BEFORE, type TinyDeal, tinyLog } from '@/lib/log/tiny-log';

export interface EventExample {
  /** Deals before and after; those of the owner `me` and of the period of `example` count. */
  deals: readonly TinyDeal[];
  /** The first instant, where it is not that before what happens. */
  since?: number;
  is: number;
}

/** A figure of what happened between two instants, with its worked examples: they are asked like any other deals. */
export const eventFigure = ({
  examples,
  ...figure
}: EventFigure & { examples: readonly EventExample[] }): EventFigure & AnyFigure => ({
  ...figure,
  check: () =>
    examples.map(({ deals, since = BEFORE, is }) => ({
      input: deals,
      found: valueOf(
        figure,
        during({
          log: tinyLog(deals),
          from: instant(since),
          to: instant(AFTER),
          filter: { period: PERIOD, ownerIds: ['me'] },
        }).ask(figure),
      ),
      expected: is,
    })),
});
